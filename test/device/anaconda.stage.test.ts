import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { defaultSpec } from '../../src/config/defaults.js';
import { planDisks } from '../../src/config/partitions/partition-plan.js';
import { installConf } from '../../src/image/installer/install-conf.js';
import { contentSize, imageConf } from '../../src/image/settings/image-facts.js';
import { listTree } from '../../src/image/slot/tree-listing.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { taskContext } from '../helpers/task-context.js';

const device = packageFile('src/device');

/** Runs a function of facts.sh. */
function facts(words: readonly string[], env: Record<string, string> = {}) {
  const libraries = [`${device}/dracut/90tmpfsroot/lib.sh`, `${device}/anaconda/facts.sh`];
  const script = `. ${libraries[0]}; . ${libraries[1]}; "$@"`;
  return runProgram('sh', ['-c', script, 'sh', ...words], { env });
}

function tree(t: { after(undo: () => void): void }): string {
  const dir = scratchFolder(t);
  writeTree(dir, {
    'usr/lib/tmpfsroot/partitions': 'log tfr-log ext4 /var/log format\n',
    'usr/bin/tool': 'x'.repeat(5000),
    'usr/share/a b/c\td': 'blanks\n',
    'usr/share/two\nlines': 'a name of two lines\n',
    'usr/share/back\\slash': '',
    'boot/vmlinuz': 'not copied',
    'lost+found/piece': 'not copied',
    'etc/empty': '',
  });
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/usr/share/bad`), Buffer.from([0xff])]), 'no UTF-8');
  mkdirSync(path.join(dir, 'var/log'), { recursive: true });
  symlinkSync('tool', path.join(dir, 'usr/bin/link'));
  return dir;
}

describe('the facts of a slot that were written on the device', () => {
  for (const verify of ['digest', 'size'] as const) {
    test(`are those that a build would write (${verify})`, async (t) => {
      const dir = tree(t);
      const spec = defaultSpec();
      spec.device.verify = verify;
      const env = { TFR_VERIFY: verify, TFR_HEADROOM_MIB: String(spec.device.headroomMiB) };
      assert.equal(facts(['write_facts', dir], env).status, 0);
      const entries = await listTree(taskContext(), dir, path.join(scratchFolder(t), 'list'));
      // A build knows lost+found not yet.
      const known = entries.filter((entry) => !entry.path.startsWith('lost+found'));
      assert.equal(
        mustRun('cat', [`${dir}/usr/lib/tmpfsroot/image.conf`]),
        imageConf(spec, contentSize(known), 'files'),
      );
      assert.equal(facts(['check_slot', dir]).status, 0);
    });
  }

  const damages: [string, (dir: string) => void][] = [
    ['a changed file', (dir) => writeFileSync(path.join(dir, 'usr/bin/tool'), 'y'.repeat(5000))],
    ['a file more', (dir) => writeFileSync(path.join(dir, 'usr/bin/more'), '')],
    ['a missing link', (dir) => rmSync(path.join(dir, 'usr/bin/link'))],
    ['a cut list of digests', (dir) => writeFileSync(path.join(dir, 'usr/lib/tmpfsroot/files.b2'), '')],
  ];
  for (const [what, damage] of damages) {
    test(`do not fit a slot with ${what}`, (t) => {
      const dir = tree(t);
      facts(['write_facts', dir], { TFR_VERIFY: 'digest', TFR_HEADROOM_MIB: '1' });
      damage(dir);
      assert.notEqual(facts(['check_slot', dir]).status, 0);
    });
  }

  test('list the directories of a data partition with modes and owners', (t) => {
    const root = tree(t);
    const slot = tree(t);
    mkdirSync(path.join(root, 'var/log/b/c'), { recursive: true });
    mkdirSync(path.join(root, 'var/log/lost+found'));
    mustRun('chmod', ['2750', path.join(root, 'var/log/b')]);
    assert.equal(facts(['write_directories', root, slot]).status, 0);
    assert.equal(mustRun('cat', [`${slot}/usr/lib/tmpfsroot/log.dirs`]), '2750 0 0 b\n755 0 0 b/c\n');
  });
});

/** A medium with what %pre reads, and a machine without disks that was started by UEFI. */
function medium(t: { after(undo: () => void): void }) {
  const dir = scratchFolder(t);
  const ours = path.join(dir, 'medium/tfr');
  const spec = defaultSpec({ name: 'robot' });
  writeTree(ours, {
    'install.conf': installConf(spec, planDisks(spec), null, 'TFR_0'),
    'packages/one.rpm': 'a package',
  });
  cpSync(path.join(device, 'anaconda'), path.join(ours, 'anaconda'), { recursive: true });
  mkdirSync(path.join(ours, 'device'));
  mkdirSync(path.join(ours, 'keys'));
  for (const script of [
    '90tmpfsroot/lib',
    '90tmpfsroot/place-state',
    ...['disks', 'write', 'once'].map((name) => `91tmpfsroot-install/${name}`),
  ])
    cpSync(path.join(device, `dracut/${script}.sh`), path.join(ours, `device/${path.basename(script)}.sh`));
  mustRun('sh', [
    '-c',
    'cd "$1"; find . -type f ! -name files.sha256 -exec sha256sum {} + >files.sha256',
    'sh',
    ours,
  ]);
  const machine = path.join(dir, 'sys');
  mkdirSync(path.join(machine, 'block'), { recursive: true });
  const kernel = path.join(dir, 'kernel');
  writeTree(kernel, { cmdline: 'quiet\n', restart: '' });
  return {
    ours,
    machine,
    kernel,
    programs: path.join(dir, 'bin'),
    run: () => {
      // A machine's restart must not be ours.
      const script =
        '{ [ ! -e /proc/sysrq-trigger ] || mount --bind "$5/restart" /proc/sysrq-trigger; } && mount -t tmpfs run /run && mount --bind "$5/cmdline" /proc/cmdline && mount --bind "$1" /sys && exec env PATH="$4" sh "$2/tfr/anaconda/pre.sh" "$2" "$3"';
      // Without rpmkeys, which the installer of Fedora has not either.
      const programs = path.join(dir, 'bin');
      mustRun('sh', [
        '-euc',
        'mkdir -p "$1"; for one in sh env sha256sum findmnt head cat cut sed basename readlink sort mkdir grep sync; do ln -s "$(command -v "$one")" "$1/$one"; done',
        'sh',
        programs,
      ]);
      const disks = path.join(dir, 'disks.ks');
      const args = [
        '-m',
        'sh',
        '-c',
        script,
        'sh',
        machine,
        path.join(dir, 'medium'),
        disks,
        programs,
        kernel,
      ];
      const ran = runProgram('unshare', args);
      return { ...ran, isPartitioned: existsSync(disks) };
    },
  };
}

describe('%pre', () => {
  test('refuses a machine that was not started by UEFI', (t) => {
    const { run } = medium(t);
    const { status, stdout } = run();
    assert.equal(status, 1);
    assert.match(stdout, /failed: this machine was not started by UEFI/);
  });

  test('goes on to the disks when every file on the medium has its digest', (t) => {
    const { machine, run } = medium(t);
    mkdirSync(path.join(machine, 'firmware/efi'), { recursive: true });
    const { status, stdout, isPartitioned } = run();
    assert.equal(status, 1);
    assert.match(stdout, /failed: the disk sda is not there/);
    assert.equal(isPartitioned, false);
  });

  test('stops before it looks at a disk when a package is another one', (t) => {
    const { machine, ours, run } = medium(t);
    mkdirSync(path.join(machine, 'firmware/efi'), { recursive: true });
    appendFileSync(path.join(ours, 'packages/one.rpm'), 'more');
    const { status, stdout } = run();
    assert.equal(status, 1);
    assert.match(stdout, /failed: the medium is damaged/);
    assert.doesNotMatch(stdout, /the disk/);
  });

  for (const [what, label, cmdline, isStarted] of [
    [
      'starts the disk where this image is installed and the network is always the first',
      'TFR_0',
      'tfr.once=1',
      true,
    ],
    ['installs over another image', 'TFR_1', 'tfr.once=1', false],
    ['installs again when that was asked for', 'TFR_0', 'quiet', false],
  ] as const) {
    test(what, (t) => {
      const { machine, kernel, programs, run } = medium(t);
      writeTree(machine, {
        ...{ 'firmware/efi/efivars/x': '', 'block/sda/ro': '0\n' },
        'block/sda/size': `${2 ** 30}\n`,
      });
      writeFileSync(path.join(kernel, 'cmdline'), `${cmdline} tfr.install=TFR_0\n`);
      // The disk, and what is to be told to the firmware: there is neither here.
      const stubs = {
        blockdev: 'if [ "$1" = --getss ]; then echo 512; else echo 549755813888; fi',
        lsblk: 'echo "/dev/sda1 7f500001-a"',
        mount: `mkdir -p "$6/EFI/tfr" && : >"$6/EFI/tfr/${label}"`.replaceAll('$6', '/run/tmpfsroot/target'),
        umount: 'rm -r /run/tmpfsroot/target/EFI',
        efibootmgr: 'if [ "$1" = -q ]; then echo "firmware: $*"; else echo "Boot0007* tmpfsroot robot"; fi',
        sleep: 'exit 0',
        wipefs: 'echo wiped; exit 1',
      };
      writeTree(
        programs,
        Object.fromEntries(Object.entries(stubs).map(([name, text]) => [name, `#!/bin/sh\n${text}\n`])),
      );
      mustRun('chmod', ['-R', '+x', programs]);
      mustRun('ln', ['-s', mustRun('sh', ['-c', 'command -v rm']).trim(), path.join(programs, 'rm')]);
      const { stdout } = run();
      assert.equal(/firmware: -q -n 0007/.test(stdout), isStarted, stdout);
      assert.equal(/wiped/.test(stdout), !isStarted, stdout);
    });
  }
});
