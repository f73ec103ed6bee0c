import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ipxeScript } from '../../src/image/ipxe-script.js';
import { specOf } from './spec-of.js';

const label = 'TFR_0123456789AB';
const attended = ipxeScript(specOf(), label);
const unattended = ipxeScript(
  specOf((spec) => {
    spec.install.unattended = true;
    spec.disks.devices = ['nvme0n1', 'serial:S1'];
  }),
  label,
);

for (const [name, script] of Object.entries({ attended, unattended })) {
  describe(`the script of an image that is installed ${name}`, () => {
    test('is one that iPXE knows by its first line', () => assert.match(script, /^#!ipxe\n/));

    test('goes to no place that is not in it', () => {
      const labels = [...script.matchAll(/^:(\w+)$/gm)].map(([, found]) => found);
      for (const [, target] of script.matchAll(/goto (\w+)/g)) assert.ok(labels.includes(target), target);
    });

    test('knows no address: what it loads lies beside it', () => {
      assert.doesNotMatch(script, /https?:|tftp:|next-server|\d+\.\d+\.\d+\.\d+/);
      for (const file of ['vmlinuz', 'initramfs.img', 'image.cpio'])
        assert.match(script, new RegExp(`^(kernel|initrd) --name ${file} ${file} `, 'm'));
    });

    test('names both archives to the kernel, in their order, for iPXE before 2021', () => {
      assert.match(
        script,
        /^kernel .* initrd=initramfs\.img initrd=image\.cpio tfr\.install=TFR_0123456789AB /m,
      );
    });

    test('never waits for a person, and leaves to the firmware with an error', () => {
      for (const [line] of script.matchAll(/^prompt .*$/gm)) assert.match(line, /--timeout \d+ /);
      assert.doesNotMatch(script, /^(shell|exit|exit 0)$/m);
    });
  });
}

test('an attended image is installed by a key alone', () => {
  assert.match(attended, /^prompt --key 0x69 .*ERASES sda \(key: i\) && goto install \|\| goto local$/m);
  assert.doesNotMatch(attended, /tfr\.once/);
});

test('an unattended image is installed by itself, but not where it is installed already', () => {
  const lines = unattended.split('\n');
  const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
  const guard = at(/^imgfetch .*file:\/\/TFR-ESP\/EFI\/tfr\/TFR_0123456789AB && goto installed \|\|$/);
  assert.ok(guard > 0);
  assert.ok(guard < at(/^set once tfr\.once=1$/));
  assert.match(unattended, /ERASES nvme0n1, serial:S1/);
  // By its key it is installed even so.
  assert.match(unattended, /^:installed\n[^:]*prompt --key 0x69 .*&& goto install \|\| goto local$/m);
});
