import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { hookList, preList } from '../../src/image/installer/installer-scripts.js';
import type { scratchFolder } from '../helpers/scratch.js';
import { scriptsLab } from './scripts-lab.js';

const esp = {
  'EFI/BOOT/BOOTX64.EFI': 'shim',
  'EFI/BOOT/grubx64.efi': 'grub',
  'EFI/fedora/shimx64.efi': 'shim',
  'EFI/fedora/grubx64.efi': 'grub',
  'EFI/fedora/BOOTX64.CSV': 'entry',
  'EFI/fedora/grub.cfg': 'loader',
  'EFI/tfr/grub.cfg': 'linux tfr.id=@ID@ tfr.slot=a\n',
};
/** GRUB's configuration on the ESP, which is made from the last of these files. */
const grubConfig = { name: 'EFI/tfr/grub.cfg.gz', text: 'linux tfr.id=1234 tfr.slot=a\n' };
const { 'EFI/tfr/grub.cfg': _, ...copied } = esp;

/** Behind what GRUB unpacks first. */
const textIn = (packed: Buffer) => String(gunzipSync(packed).subarray(32_768));

const hooks = { shownAs: 'install-hooks.d', names: ['10-one.sh', '20 two.sh'] };

for (const shell of ['/bin/bash', '/bin/dash']) {
  const runs = (
    t: Parameters<typeof scratchFolder>[0],
    files: Record<string, string>,
    commands = 'run_scripts install-hooks.list; say over',
  ) => scriptsLab(t, shell, files, commands);

  describe(`scripts of the project in the installer (${path.basename(shell)})`, () => {
    test('are run in the order of their list, and what they say is on the console', (t) => {
      const { status, lines, medium } = runs(t, {
        'install-hooks.list': hookList(hooks),
        'install-hooks.d/10-one.sh': 'echo "$TFR_NAME $TFR_ID $TFR_MEDIUM"; pwd; cat; echo bad >&2',
        'install-hooks.d/20 two.sh': '#!/bin/bash -e\nnames=(a b)\necho "${names[1]} in  it"\n',
        'install-hooks.d/30-other.sh': 'echo not in the list\n',
      });
      assert.deepEqual(lines, [
        'running install-hooks.d/10-one.sh',
        `install-hooks.d/10-one.sh: robot 1234 ${medium}`,
        'install-hooks.d/10-one.sh: /',
        'install-hooks.d/10-one.sh: bad',
        'running install-hooks.d/20 two.sh',
        'install-hooks.d/20 two.sh: b in  it',
        'over',
      ]);
      assert.equal(status, 0);
    });

    test('end the installation when they fail, with their name', (t) => {
      const { status, lines } = runs(t, {
        'install-hooks.list': hookList(hooks),
        'install-hooks.d/10-one.sh': '#!/bin/sh -e\necho before\nfalse\necho after\n',
        'install-hooks.d/20 two.sh': 'echo second\n',
      });
      assert.deepEqual(lines, [
        'running install-hooks.d/10-one.sh',
        'install-hooks.d/10-one.sh: before',
        'failed: install-hooks.d/10-one.sh ended with status 1',
      ]);
      assert.equal(status, 1);
    });

    test('only warn where kickstart lets them fail', (t) => {
      const script = { section: 'pre', interpreter: '/bin/sh', log: null, body: '' } as const;
      const { lines } = runs(
        t,
        {
          'pre.list': preList([
            { ...script, file: 'ks/ks.root.cfg', line: 7, errorOnFail: false },
            { ...script, file: 'ks/ks.pre.cfg', line: 1, errorOnFail: true },
          ]),
          'pre.d/1.sh': 'exit 3\n',
          'pre.d/2.sh': '(sleep 3; echo late) & echo checked; exit 4',
        },
        'run_scripts pre.list; say over',
      );
      assert.deepEqual(lines, [
        'running ks/ks.root.cfg:7',
        'warning: ks/ks.root.cfg:7 ended with status 3',
        'running ks/ks.pre.cfg:1',
        'ks/ks.pre.cfg:1: checked',
        'failed: ks/ks.pre.cfg:1 ended with status 4',
      ]);
    });

    test('are none on a medium without a list', (t) => {
      const { lines, status } = runs(t, {}, 'run_scripts pre.list; run_install_hooks; say over');
      assert.deepEqual([lines, status], [['over'], 0]);
    });
  });

  describe(`the boot loader (${path.basename(shell)})`, () => {
    const files = Object.fromEntries(Object.entries(esp).map(([name, text]) => [`esp/${name}`, text]));
    const loaders = ['EFI/BOOT/BOOTX64.EFI', 'EFI/fedora/shimx64.efi'];

    test('has no name that a firmware or the menu would start, until all is done', (t) => {
      const { status, stderr, stdout, target } = runs(t, files, 'write_esp');
      assert.equal(status, 0, stdout + stderr);
      for (const [name, text] of Object.entries(copied)) {
        const hidden = loaders.includes(name);
        assert.equal(existsSync(path.join(target, name)), !hidden, name);
        const written = readFileSync(path.join(target, hidden ? `${name}.new` : name), 'utf8');
        assert.equal(written, text);
      }
      assert.deepEqual(readdirSync(path.join(target, 'EFI/tfr')).sort(), [
        'grub.cfg.gz',
        'grubenv',
        'guard0',
        'guard1',
        'guard2',
      ]);
      const packed = readFileSync(path.join(target, grubConfig.name));
      assert.equal(textIn(packed), grubConfig.text);
      assert.ok(packed.includes(grubConfig.text), 'it is stored and not compressed');
    });

    test('gets its names and the mark of its medium in the end', (t) => {
      const { status, target, lines } = runs(t, files, 'write_esp; write_second_esp; make_bootable');
      assert.equal(status, 0);
      // All that they lead to has left the disks' caches before.
      assert.deepEqual(
        lines.filter((line) => line.startsWith('flushed ')),
        [
          ...['rootA', 'rootB', 'esp', 'esp2'].map((name) => `flushed /dev/${name}: hidden`),
          ...['esp', 'esp2'].map((name) => `flushed /dev/${name}: bootable`),
        ],
      );
      for (const name of loaders) {
        assert.equal(readFileSync(path.join(target, name), 'utf8'), 'shim');
        assert.equal(existsSync(path.join(target, `${name}.new`)), false);
      }
      assert.equal(readFileSync(path.join(target, 'EFI/tfr/TFR_1'), 'utf8'), 'TFR_1\n');
      const listed = readFileSync(path.join(target, 'EFI/tfr/files.b2'), 'utf8');
      const names = listed
        .trimEnd()
        .split('\n')
        .map((line) => line.split('  ./')[1]);
      assert.deepEqual(names.sort(), [...Object.keys(copied), grubConfig.name, 'EFI/tfr/TFR_1'].sort());
    });

    test('is on the second ESP as well, with what scripts of the project have added', (t) => {
      const added = 'mkdir $TARGET/EFI/own; echo own >$TARGET/EFI/own/file';
      const commands = `write_esp; ${added}; write_second_esp; make_bootable`;
      const { status, stdout, second } = runs(t, files, commands);
      assert.equal(status, 0, stdout);
      const whole = { ...copied, 'EFI/own/file': 'own\n' };
      for (const [name, text] of Object.entries(whole))
        assert.equal(readFileSync(path.join(second, name), 'utf8'), text, name);
      assert.equal(textIn(readFileSync(path.join(second, grubConfig.name))), grubConfig.text);
      assert.match(readFileSync(path.join(second, 'EFI/tfr/files.b2'), 'utf8'), / {2}\.\/EFI\/own\/file$/m);
    });

    test('is refused when the disk does not hold what was written', (t) => {
      const { status, lines } = runs(
        t,
        files,
        `umount() { printf x >"$target/EFI/BOOT/BOOTX64.EFI.new"; }; write_esp`,
      );
      assert.match(lines.at(-1) ?? '', /^failed: .*does not hold what was written/);
      assert.equal(status, 1);
    });

    test("is refused when the disk does not hold GRUB's configuration", (t) => {
      const { status, lines } = runs(
        t,
        files,
        `umount() { printf x >>"$target/EFI/tfr/grub.cfg.gz"; tr l k <"$target/EFI/tfr/grub.cfg.gz" >/run/k; cp /run/k "$target/EFI/tfr/grub.cfg.gz"; }; write_esp`,
      );
      assert.match(lines.at(-1) ?? '', /^failed: .*does not hold what was written/);
      assert.equal(status, 1);
    });
  });
}
