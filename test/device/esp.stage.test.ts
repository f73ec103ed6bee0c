import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { espLabels } from '../../src/image/boot/grub-config.js';
import { firstState } from '../../src/slots/boot-state.js';
import { copyPaths, firstBlocks, formatBlock, parseBlock } from '../../src/slots/environment-block.js';
import { caseCount } from '../helpers/case-count.js';
import { packGrubConfig } from '../helpers/grub-config-file.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { newFolder, writeTree } from '../helpers/scratch.js';

const id = '1234-4abc-8def-0123456789ab';
const template = 'linux tfr.esp=$tfr_number tfr.id=@ID@ tfr.slot=a\n';
const loader = 'source /EFI/tfr/grub.cfg.gz\n';
const config = 'EFI/tfr/grub.cfg.gz';
const shim = 'shim '.repeat(5000);
const grub = 'grub '.repeat(50_000);

/** Files of an ESP as an installation leaves them, but for their list. */
const laidOut = {
  'EFI/BOOT/BOOTX64.EFI': shim,
  'EFI/BOOT/grubx64.efi': grub,
  'EFI/fedora/shimx64.efi': shim,
  'EFI/fedora/grubx64.efi': grub,
  'EFI/fedora/grub.cfg': loader,
  'EFI/BOOT/grub.cfg': loader,
  'EFI/tfr/TFR_1': 'TFR_1\n',
};
type Name = 'esp' | 'esp2';

describe('the ESPs of a running device', () => {
  let golden = '';
  before(() => {
    // Made once: it takes longer than what is tested.
    golden = newFolder('tfr-');
    const blocks = firstBlocks(firstState).map(({ path: file, content }) => [file, content]);
    writeFileSync(path.join(golden, 'template'), template);
    writeTree(path.join(golden, 'files'), { ...laidOut, ...Object.fromEntries(blocks) });
    packGrubConfig(id, path.join(golden, 'template'), path.join(golden, 'files', config));
    mustRun('sh', [
      '-euc',
      'cd "$1"; find . -type f ! -name grubenv ! -name files.b2 -exec b2sum {} + >EFI/tfr/files.b2',
      ...['sh', path.join(golden, 'files')],
    ]);
    for (const name of ['esp', 'esp2'] as const) {
      const image = path.join(golden, `${name}.img`);
      mustRun('truncate', ['-s', '40M', image]);
      mustRun('mkfs.vfat', ['-F', '32', '-n', espLabels[name], image]);
      mustRun('mcopy', ['-i', image, '-s', path.join(golden, 'files/EFI'), '::/']);
    }
    writeTree(path.join(golden, 'slot'), {
      'usr/lib/efi/shim/1/EFI/fedora/shimx64.efi': shim,
      'usr/lib/efi/grub2/1/EFI/fedora/grubx64.efi': grub,
    });
    mustRun('mkfs.ext4', ['-q', '-d', path.join(golden, 'slot'), path.join(golden, 'slot.img'), '8M']);
  });
  after(() => rmSync(golden, { recursive: true, force: true }));

  interface Options {
    started?: '1' | '9';
    unreadable?: Name;
    /** A device of the older layout. */
    single?: boolean;
    shell?: string;
    efi?: string;
  }

  class Device {
    readonly dir = newFolder('device-', golden);
    constructor(readonly options: Options) {
      const names = ['esp.img', 'slot.img', ...(options.single === true ? [] : ['esp2.img'])];
      for (const name of names) copyFileSync(path.join(golden, name), path.join(this.dir, name));
      mkdirSync(path.join(this.dir, 'facts'));
      writeFileSync(path.join(this.dir, 'facts/grub.cfg'), template);
      writeFileSync(path.join(this.dir, 'facts/grub-loader.cfg'), loader);
      writeFileSync(path.join(this.dir, 'facts/esp.conf'), 'TFR_NAME=robot\n');
      if (options.efi !== undefined) writeFileSync(path.join(this.dir, 'efi'), options.efi);
    }

    image(name: Name): string {
      return path.join(this.dir, `${name}.img`);
    }

    fill(name: Name, from: '/dev/zero' | '/dev/urandom', sector: number, count: number): void {
      const where = [`of=${this.image(name)}`, 'bs=512', `seek=${sector}`, `count=${count}`];
      mustRun('dd', [`if=${from}`, ...where, 'conv=notrunc', 'status=none']);
    }

    write(name: Name, file: string, text: string): void {
      const source = path.join(this.dir, 'source');
      writeFileSync(source, text);
      mustRun('mcopy', ['-o', '-i', this.image(name), source, `::/${file}`]);
    }

    remove(name: Name, file: string): void {
      mustRun('mdel', ['-i', this.image(name), `::/${file}`]);
    }

    read(name: Name, file: string): string {
      return runProgram('mtype', ['-i', this.image(name), `::/${file}`]).stdout;
    }

    /** Runs the check; answers what it says and writes, a line each. */
    check(): string[] {
      const { started = '1', unreadable = '', shell = 'dash' } = this.options;
      const ran = runProgram('unshare', ['-m', 'sh', packageFile('test/device/esp-lab.sh')], {
        env: {
          ...{ DIR: this.dir, DEVICE: packageFile('src/device'), ID: id, STARTED: started },
          ...{ UNREADABLE: unreadable, SHELL_UNDER_TEST: shell },
        },
      });
      assert.equal(ran.status, 0, `${ran.stdout}${ran.stderr}`);
      return ran.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('log: '));
    }

    assertWhole(...names: Name[]): void {
      for (const name of names) {
        const fsck = runProgram('fsck.vfat', ['-n', this.image(name)]);
        assert.equal(fsck.status, 0, `${name}: ${fsck.stdout}`);
        for (const [file, text] of Object.entries(laidOut)) {
          if (file === 'EFI/tfr/TFR_1') continue;
          assert.ok(this.read(name, file) === text, `${name}: ${file}`);
        }
        assert.match(this.read(name, 'EFI/tfr/files.b2'), /\.\/EFI\/tfr\/grub\.cfg\.gz$/m);
        const text = mustRun('sh', [
          '-c',
          'mtype -i "$1" "$2" | gzip -d',
          'sh',
          this.image(name),
          `::/${config}`,
        ]);
        assert.equal(text.slice(32_768), template.replace('@ID@', id), name);
        for (const copy of copyPaths) assert.ok(parseBlock(this.read(name, copy)), `${name}: ${copy}`);
      }
    }
  }

  const device = (options: Options = {}) => new Device(options);
  const garbage = (text: string) => 'x'.repeat(text.length);

  for (const shell of ['dash', 'bash']) {
    test(`are not written while they are whole (${shell})`, () => {
      const one = device({ shell });
      assert.deepEqual(one.check(), []);
      for (const name of ['esp', 'esp2'] as const)
        assert.ok(readFileSync(one.image(name)).equals(readFileSync(path.join(golden, `${name}.img`))));
    });
  }

  const damages: [string, (one: Device, name: Name) => void, 'files' | 'made'][] = [
    ['grub.cfg zeros', (d, n) => d.write(n, 'EFI/fedora/grub.cfg', '\0'.repeat(60)), 'files'],
    ['grub.cfg missing', (d, n) => d.remove(n, 'EFI/fedora/grub.cfg'), 'files'],
    ['configuration missing', (d, n) => d.remove(n, config), 'files'],
    ['configuration garbage', (d, n) => d.write(n, config, garbage(template)), 'files'],
    ['grubx64.efi garbage', (d, n) => d.write(n, 'EFI/fedora/grubx64.efi', garbage(grub)), 'files'],
    ['BOOTX64.EFI missing', (d, n) => d.remove(n, 'EFI/BOOT/BOOTX64.EFI'), 'files'],
    ['list missing', (d, n) => d.remove(n, 'EFI/tfr/files.b2'), 'files'],
    ['list empty', (d, n) => d.write(n, 'EFI/tfr/files.b2', ''), 'files'],
    ['whole zero', (d, n) => d.fill(n, '/dev/zero', 0, 40 * 2048), 'made'],
    ['boot sector zero', (d, n) => d.fill(n, '/dev/zero', 0, 1), 'made'],
    ['both FATs garbage', (d, n) => d.fill(n, '/dev/urandom', 32, 1200), 'made'],
  ];
  const ways = [
    ['esp', '9'],
    ['esp', '1'],
    ['esp2', '1'],
  ] as const;
  for (const [index, [what, damage, how]] of damages.entries()) {
    // Each damage in one way, and at night in all of them.
    const tried = Array.from({ length: caseCount(ways.length) }, (_, at) => ways[(index + at) % ways.length]);
    for (const [name, started] of tried as (typeof ways)[number][]) {
      test(`are whole again: ${name} ${what}, started from ${started}`, () => {
        const one = device({ started });
        damage(one, name);
        const said = one.check();
        one.assertWhole('esp', 'esp2');
        assert.equal(one.read(name, 'EFI/tfr/TFR_1'), 'TFR_1\n', 'it came from the other ESP');
        const text = how === 'files' ? 'damaged files were written again' : 'the file system was made again';
        assert.ok(said.includes(`health: esp ${name} repaired: ${text}`), said.join('\n'));
        const others = said.filter((line) => line.startsWith('wrote ') && line !== `wrote ${name}`);
        assert.deepEqual(others, []);
        assert.deepEqual(one.check(), [], 'the next start finds nothing to do');
      });
    }
  }

  test('FAT that differ are repaired, and files need not be written', () => {
    const one = device();
    one.fill('esp', '/dev/urandom', 32 + 630 + 100, 100);
    assert.equal(one.check()[0], 'health: esp esp repaired: damaged files were written again');
    one.assertWhole('esp', 'esp2');
  });

  test('both damaged: they are made from the slot, the one that was not started from first', () => {
    const one = device();
    one.write('esp', 'EFI/fedora/grub.cfg', 'nothing');
    one.fill('esp2', '/dev/zero', 0, 40 * 2048);
    const told = one.check().filter((line) => line.startsWith('health'));
    assert.deepEqual(told, [
      'health: esp esp2 repaired: the file system was made again',
      'health: esp esp repaired: damaged files were written again',
    ]);
    one.assertWhole('esp', 'esp2');
  });

  test('an ESP that is whole stays as it is, whatever the slot brings', () => {
    const one = device();
    writeFileSync(path.join(one.dir, 'facts/grub.cfg'), `older ${template}`);
    one.remove('esp2', 'EFI/BOOT/BOOTX64.EFI');
    one.check();
    one.assertWhole('esp', 'esp2');
  });

  const lost: [string, (one: Device) => void][] = [
    ['is made again', (one) => one.fill('esp2', '/dev/zero', 0, 40 * 2048)],
    ['lost its files', (one) => void mustRun('mdeltree', ['-i', one.image('esp2'), '::/EFI'])],
  ];
  for (const [what, lose] of lost) {
    test(`one that ${what} has the boot state of the other one, between guards`, () => {
      const one = device();
      const state = { ...firstState, saved_entry: '1', ok0: '0' } as const;
      for (const [index, copy] of copyPaths.entries())
        one.write('esp', copy, formatBlock(index === 0 ? '2' : '1', state));
      lose(one);
      one.check();
      for (const copy of copyPaths) assert.deepEqual(parseBlock(one.read('esp2', copy))?.state, state);
      for (const at of [0, 1, 2]) assert.equal(one.read('esp2', `EFI/tfr/guard${at}`).length, 65_536);
    });
  }

  test('a device that cannot be read is told and not written', () => {
    const one = device({ unreadable: 'esp2' });
    one.write('esp2', 'EFI/fedora/grub.cfg', 'nothing');
    const before = readFileSync(one.image('esp2'));
    assert.deepEqual(one.check(), ['health: esp esp2 damaged and left as it is: it cannot be read']);
    assert.ok(readFileSync(one.image('esp2')).equals(before));
  });

  test('without anything to make it from it is told and not written', () => {
    const one = device({ single: true });
    one.write('esp', 'EFI/fedora/grub.cfg', 'nothing');
    truncateSync(path.join(one.dir, 'slot.img'), 0);
    truncateSync(path.join(one.dir, 'slot.img'), 1 << 20);
    assert.match(one.check().join('\n'), /^health: esp esp damaged and left as it is: there is nothing/);
  });

  test('a device of the older layout has its one ESP made whole from the slot', () => {
    const one = device({ single: true });
    one.remove('esp', 'EFI/tfr/files.b2');
    one.write('esp', 'EFI/BOOT/grubx64.efi', 'nothing');
    assert.match(one.check()[0] ?? '', /^health: esp esp repaired/);
    one.assertWhole('esp');
    assert.equal(existsSync(one.image('esp2')), false);
  });

  const entry = (number: string, head: string, title: string) =>
    `Boot${number}* ${title}\tHD(1,GPT,${head}-${id},0x800,0x20000)/File(\\EFI\\fedora\\shimx64.efi)\n`;
  const ours = entry('0001', '7f500001', 'tmpfsroot robot') + entry('0009', '7f500009', 'tmpfsroot robot 2');
  const others = 'Boot0003* UEFI Shell\tFvVol()\nBoot0004* PXE\tPciRoot()\n';
  const orders: [string, string, string][] = [
    [
      'nothing is written when both are there',
      `BootOrder: 0004,0001,0009\n${others}${ours}`,
      '0004,0001,0009',
    ],
    ['all gone', `BootOrder: 0003\n${others}`, '0001,0009,0003'],
    [
      'the second missing',
      `BootOrder: 0001,0003\n${others}${entry('0001', '7f500001', 't')}`,
      '0001,0009,0003',
    ],
    ['the second not in the order', `BootOrder: 0003,0001\n${others}${ours}`, '0003,0001,0009'],
    ['the second first', `BootOrder: 0009,0003,0001\n${others}${ours}`, '0001,0009,0003'],
  ];
  for (const [what, efi, order] of orders) {
    test(`have their boot entries: ${what}`, () => {
      const one = device({ efi });
      const said = one.check();
      const now = readFileSync(path.join(one.dir, 'efi'), 'utf8');
      assert.match(now, new RegExp(`^BootOrder: ${order}$`, 'm'));
      assert.match(now, /^Boot0001\* .*7f500001-/m);
      assert.match(now, /^Boot0009\* .*7f500009-/m);
      const health = efi === now ? [] : ['health: esp boot entries made again'];
      const told = said.filter((line) => line.startsWith('health'));
      assert.deepEqual(told, health);
      assert.deepEqual(one.check(), [], 'nothing is written twice');
    });
  }
});
