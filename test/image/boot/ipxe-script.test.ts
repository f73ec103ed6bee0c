import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anacondaBoot, installerBoot, ipxeScript } from '../../../src/image/boot/ipxe-script.js';
import { specOf } from '../spec-of.js';

const label = 'TFR_0123456789AB';
const spec = specOf();
const unattendedSpec = specOf((one) => {
  one.install.unattended = true;
  one.disks.devices = ['nvme0n1', 'serial:S1'];
});
const attended = ipxeScript(spec, label, installerBoot(spec, label));
const unattended = ipxeScript(unattendedSpec, label, installerBoot(unattendedSpec, label));
const byAnaconda = ipxeScript(unattendedSpec, label, anacondaBoot(unattendedSpec, label));

for (const [name, script] of Object.entries({ attended, unattended, byAnaconda })) {
  describe(`the script of an image (${name})`, () => {
    test('is one that iPXE knows by its first line', () => assert.match(script, /^#!ipxe\n/));

    test('goes to no place that is not in it', () => {
      const labels = [...script.matchAll(/^:(\w+)$/gm)].map(([, found]) => found);
      for (const [, target] of script.matchAll(/goto (\w+)/g)) assert.ok(labels.includes(target), target);
    });

    test('knows no address: what it loads lies beside it', () => {
      assert.doesNotMatch(script, /https?:|tftp:|next-server|\d+\.\d+\.\d+\.\d+/);
      const files = ['vmlinuz', 'initramfs.img', ...(script === byAnaconda ? [] : ['image.cpio'])];
      for (const file of files)
        assert.match(script, new RegExp(`^(kernel|initrd) --name ${file} ${file} `, 'm'));
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
  const second = at(/^imgfetch .*file:\/\/TFR-ESP-2\/EFI\/tfr\/TFR_0123456789AB && goto installed \|\|$/);
  assert.ok(guard > 0);
  assert.equal(second, guard + 1);
  assert.ok(guard < at(/^set once tfr\.once=1$/));
  assert.match(unattended, /ERASES nvme0n1, serial:S1/);
  // By its key it is installed even so.
  assert.match(unattended, /^:installed\n[^:]*prompt --key 0x69 .*&& goto install \|\| goto local$/m);
});

test('both archives are named to the kernel, in their order, for iPXE before 2021', () => {
  for (const script of [attended, unattended])
    assert.match(
      script,
      /^kernel .* initrd=initramfs\.img initrd=image\.cpio tfr\.install=TFR_0123456789AB /m,
    );
});

test('Anaconda is told the address of the folder: what somebody has set, what iPXE knows, or what DHCP said', () => {
  const lines = byAnaconda.split('\n');
  const start = lines.indexOf('isset ${base} && goto based ||');
  assert.equal(lines[start + 1], 'isset ${cwduri} && set base ${cwduri}. || set base ${filename}/..');
  const kernel = lines.findIndex((line) => line.startsWith('kernel '));
  assert.ok(start > lines.indexOf(':install') && start < kernel);
  for (const word of ['inst.stage2=${base}', 'inst.ks=${base}/ks.cfg', 'tfr.base=${base}', '${once}'])
    assert.ok(lines[kernel]?.split(' ').includes(word), word);
});
