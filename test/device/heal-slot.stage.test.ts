import assert from 'node:assert/strict';
import { copyFileSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { slotExt4Arguments } from '../../src/image/disk/file-systems.js';
import { type BootState, firstState } from '../../src/slots/boot-state.js';
import { caseCount } from '../helpers/case-count.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { newFolder, writeTree } from '../helpers/scratch.js';

const MiB = 1 << 20;
/** With more than one group of blocks, so that there is a copy of the superblock. */
const sizeMiB = 132;
const uuid = '11111111-2222-4333-8444-555555555555';

/** Bytes of slot B are changed. */
type Damage = (file: string) => void;

const put =
  (at: number, bytes: Buffer): Damage =>
  (file) => {
    writeSync(openSync(file, 'r+'), bytes, 0, bytes.length, at);
  };
const zero = (at: number, size: number) => put(at, Buffer.alloc(size));

/** What a slot holds of the root, by the format. */
const contents = { files: 'usr/bin/bash', squashfs: 'root.squashfs' };
const lists = { files: 'files.b2', squashfs: 'slot.b2' };

for (const format of ['files', 'squashfs'] as const)
  describe(`the other slot (${format})`, { concurrency: 1 }, () => {
    const [content, list] = [`/${contents[format]}`, `/usr/lib/tmpfsroot/${lists[format]}`];
    let dir = '';
    const at = (name: string) => path.join(dir, name);
    before(() => {
      dir = newFolder('tfr-heal-slot-');
      makeSlot('a.img', uuid, 'one');
    });
    after(() => rmSync(dir, { recursive: true, force: true }));

    /** An image as src/image/slot/slot-image.ts makes it, with little in it. */
    function makeSlot(name: string, id: string, text: string): void {
      const tree = at(`${name}.tree`);
      const large = Buffer.alloc(300_000, text).toString();
      writeTree(tree, {
        [contents[format]]: large,
        'boot/initramfs.img': `${large}i`,
        'boot/vmlinuz': `${large}k`,
      });
      const facts = path.join(tree, 'usr/lib/tmpfsroot');
      if (format === 'files') {
        writeTree(facts, { 'boot.b2': '', 'files.b2': '', 'image.conf': 'TFR_ENTRIES=10\nTFR_FILES=3\n' });
        listDigests(tree, 'boot.b2', 'boot/*');
        listDigests(tree, 'files.b2', 'usr/bin/bash usr/lib/tmpfsroot/image.conf usr/lib/tmpfsroot/boot.b2');
      } else {
        writeTree(facts, { 'image.conf': 'TFR_FORMAT=squashfs\n', 'slot.b2': '' });
        listDigests(tree, 'slot.b2', 'boot/* root.squashfs usr/lib/tmpfsroot/image.conf');
      }
      mustRun('truncate', ['-s', `${sizeMiB}M`, at(name)]);
      mustRun('mke2fs', ['-t', 'ext4', ...slotExt4Arguments('tfr-root', id, 200), '-d', tree, at(name)]);
    }

    /** Lists digests of files, which are words of the shell. */
    function listDigests(tree: string, name: string, files: string): void {
      mustRun('sh', ['-euc', `cd "$1"; b2sum ${files} >"usr/lib/tmpfsroot/$2"`, 'sh', tree, name]);
    }

    /** Byte offset of the first block of a file. */
    function blockOf(file: string): number {
      return (
        Number(
          mustRun('debugfs', ['-R', `blocks ${file}`, at('a.img')])
            .trim()
            .split(/\s+/)[0],
        ) * 4096
      );
    }
    const flip =
      (file: string): Damage =>
      (image) =>
        put(blockOf(file) + 5, Buffer.from('*'))(image);

    interface Given {
      state?: Partial<BootState>;
      record?: string;
      disk?: string;
      left?: string;
      cut?: number;
      shell?: string;
    }

    /** What the device says and does, with slot B as it is. */
    function heal({ state, record = '', left = '', disk = 'sda', cut, shell = '/bin/dash' }: Given = {}) {
      const words = Object.entries({ ...firstState, ...state }).map(([field, value]) => `${field}=${value}`);
      const { stdout, stderr } = runProgram(
        'unshare',
        ['-m', 'sh', packageFile('test/device/heal-slot-lab.sh')],
        {
          env: {
            ...{
              SLOT_A: at('a.img'),
              SLOT_B: at('b.img'),
              DISK_B: disk,
              STATE: words.join(' '),
              RECORD: record,
              LEFT: left,
            },
            DEVICE: packageFile('src/device'),
            ...{ CUT: String(cut ?? ''), SHELL_UNDER_TEST: shell },
          },
        },
      );
      const text = stdout + stderr;
      const word = (key: string) => new RegExp(`^${key}(.*)$`, 'm').exec(text)?.[1] ?? '';
      const state2 = { ...firstState, ...state };
      const now = Object.fromEntries(Object.keys(state2).map((field) => [field, word(`state: ${field}=`)]));
      return {
        text,
        state: now as unknown as BootState,
        writes: Number(word('writes: ')),
        record: word('record: '),
      };
    }
    const areEqual = () => readFileSync(at('a.img')).equals(readFileSync(at('b.img')));
    const damaged = (damage: Damage) => {
      copyFileSync(at('a.img'), at('b.img'));
      damage(at('b.img'));
    };

    test('that is whole is not written, and what it holds is remembered', () => {
      damaged(() => {});
      const { text, writes, record } = heal();
      assert.equal(writes, 0, text);
      assert.equal(record, `b ${uuid.replaceAll('-', '')}`);
      assert.doesNotMatch(text, /health|left a mount/);
      assert.match(text, /^status: 0$/m);
    });

    test('that is whole is said to be so when the boot state does not know', () => {
      for (const ok1 of ['0', '2'] as const) {
        damaged(() => {});
        const { text, state, writes } = heal({ state: { ok1, saved_entry: '1' } });
        assert.deepEqual([state, writes], [{ ...firstState, saved_entry: '1' }, 1], text);
        assert.match(text, /^health: healed-slot b is whole after all$/m);
      }
    });

    const damages: [string, () => Damage, string?][] = [
      ['one block of a file', () => flip(content)],
      ['the kernel', () => flip('/boot/vmlinuz')],
      ['the initramfs', () => flip('/boot/initramfs.img')],
      ['the list of digests', () => flip(list)],
      ['the superblock', () => zero(1024, 1024)],
      ['the first 4 MiB', () => zero(0, 4 * MiB)],
      ['all of it, when it was remembered', () => zero(0, sizeMiB * MiB), `b ${uuid.replaceAll('-', '')}`],
    ];
    const shells = ['/bin/dash', '/bin/bash'] as const;
    // The last ones are not of what a slot holds.
    const tried = format === 'files' ? damages : damages.slice(0, 4);
    for (const [index, [name, damage, record = '']] of tried.entries()) {
      // Each damage by one of the shells, and at night by both.
      for (let at = 0; at < caseCount(shells.length); at += 1) {
        const shell = shells[(index + at) % shells.length] as string;
        test(`is the running one again, byte by byte (${path.basename(shell)}): ${name}`, () => {
          damaged(damage());
          const { text, state } = heal({ record, shell });
          assert.ok(areEqual(), text);
          assert.deepEqual(state, firstState);
          assert.match(text, /^health: healed-slot b was damaged and was rewritten from slot a$/m);
          assert.match(text, /^event: barrier b\nevent: healed b$/m);
          assert.doesNotMatch(text, /left a mount/);
        });
      }
    }

    test('is not written from one that does not hold what its image lists', () => {
      copyFileSync(at('a.img'), at('good.img'));
      damaged(() => {});
      flip('/boot/initramfs.img')(at('a.img'));
      try {
        const { text, writes } = heal();
        assert.equal(writes, 0, text);
        assert.match(text, /^health: unhealed-slot b slot a does not hold all that its own image lists$/m);
      } finally {
        writeFileSync(at('a.img'), readFileSync(at('good.img')));
      }
    });

    // What follows does not look at what a slot holds.
    if (format !== 'files') return;

    test('is healed by a later start, wherever the power is cut', () => {
      damaged(flip(content));
      const { writes } = heal();
      assert.ok(writes >= 5, String(writes));
      for (let cut = 1; cut <= writes; cut++) {
        damaged(flip(content));
        const was = readFileSync(at('b.img'));
        const { text, state } = heal({ cut });
        // Unless nothing was written, GRUB does not start it first, and finds no file system until all is there.
        const now = readFileSync(at('b.img'));
        if (!now.equals(was)) assert.equal(state.ok1, '0', text);
        if (!now.equals(was) && !areEqual()) assert.ok(now.subarray(0, 65_536).every((byte) => byte === 0));
        const again = heal({ state });
        assert.ok(areEqual(), again.text);
        assert.deepEqual(again.state, firstState, `cut ${cut}`);
      }
    });

    const update = uuid.replaceAll('1', '9').replaceAll('-', '');
    const given = { record: `b ${update}`, left: `b ${update} robot` };

    test('that holds an update which was left is the running one again, wherever the power is cut', () => {
      other(() => {});
      const { text, state, writes, record } = heal(given);
      assert.ok(areEqual(), text);
      assert.deepEqual([state, record], [firstState, `b ${uuid.replaceAll('-', '')}`]);
      assert.match(
        text,
        /^health: healed-slot b held an update that was left and was rewritten from slot a$/m,
      );
      for (let cut = 1; cut <= writes; cut++) {
        other(() => {});
        const again = heal({ ...given, state: heal({ ...given, cut }).state });
        assert.ok(areEqual(), again.text);
        assert.deepEqual(again.state, firstState, `cut ${cut}`);
      }
    });

    const asItIs: [string, () => void, Given, RegExp][] = [
      ['holds another image, damaged', () => other(flip(content)), {}, /nobody can say that it was given/],
      [
        'holds nothing, and nothing was remembered',
        () => damaged(zero(0, sizeMiB * MiB)),
        {},
        /nobody can say that it was given the same image/,
      ],
      [
        'holds nothing, and another image was remembered',
        () => damaged(zero(0, sizeMiB * MiB)),
        { record: 'b 00' },
        /nobody can say/,
      ],
      ['holds another image, whole', () => other(() => {}), {}, /^(?![\s\S]*health)/],
      [
        'holds another image than the update that was left',
        () => other(() => {}),
        { ...given, record: 'b 00' },
        /^(?![\s\S]*health)/,
      ],
      ['is on another disk', () => damaged(flip(content)), { disk: 'sdb' }, /it is on another disk/],
      ['is to be tried', () => damaged(flip(content)), { state: { trial: '1', tries: '3' } }, /status: 0/],
      ['was asked for', () => damaged(flip(content)), { state: { next_entry: '1' } }, /status: 0/],
    ];
    function other(damage: Damage): void {
      makeSlot('b.img', uuid.replaceAll('1', '9'), 'two');
      damage(at('b.img'));
    }
    for (const [name, prepare, given, said] of asItIs) {
      test(`is left as it is when it ${name}`, () => {
        prepare();
        const was = readFileSync(at('b.img'));
        const { text, writes } = heal(given);
        assert.equal(writes, 0, text);
        assert.ok(readFileSync(at('b.img')).equals(was));
        assert.match(text, said);
      });
    }
  });
