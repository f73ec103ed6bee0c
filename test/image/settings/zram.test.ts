import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageContent } from '../../../src/image/settings/image-content.js';
import { zramFiles, zramFindings } from '../../../src/image/settings/zram.js';
import { specOf } from '../spec-of.js';

const withZram = (mib: number) => specOf(({ device }) => (device.zramMiB = mib));
const programs = ['modprobe', 'mkswap', 'swapon'].map((name) => `program\t/usr/sbin/${name}`);
const whole = [...programs, 'module\tzram.ko.xz'];
const generator = 'program\t/usr/lib/systemd/system-generators/zram-generator';
const dropIn = 'zram\t/etc/systemd/zram-generator.conf.d/ours.conf';

test('the device reads the size, and the kernel is told what suits a swap in memory', () => {
  const files = new Map(zramFiles(withZram(64)).map(({ path, content }) => [path, content]));
  assert.equal(files.get('usr/lib/tmpfsroot/zram.conf'), 'TFR_ZRAM_MIB=64\n');
  const sysctl = files.get('usr/lib/sysctl.d/51-tmpfsroot-zram.conf') ?? '';
  assert.deepEqual(
    sysctl.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
    ['vm.swappiness = 180', 'vm.page-cluster = 0'],
  );
  // Without a section, zram-generator makes no device.
  assert.doesNotMatch(files.get('etc/systemd/zram-generator.conf') ?? '[', /^\s*\[/m);
});

test('an image without such a swap has none of its files, and may lack all that it needs', () => {
  assert.deepEqual(zramFiles(withZram(0)), []);
  assert.deepEqual(zramFindings(withZram(0), imageContent(`${generator}\n${dropIn}\n`)), []);
});

const table: [string, string[], RegExp[]][] = [
  ['a module of the kernel', whole, []],
  ['a module that is compressed otherwise', [...programs, 'module\tzram.ko.zst'], []],
  ['a kernel that has it built in', [...programs, 'module\tzram.ko'], []],
  [
    'no module',
    [...programs, 'module\tzram_other.ko.xz'],
    [/no kernel module `zram`.*`kernel-modules-core`/],
  ],
  [
    'no programs',
    ['module\tzram.ko.xz'],
    [/`\/usr\/sbin\/modprobe`.*`kmod`/, /`\/usr\/sbin\/mkswap`.*`util-linux-core`/, /`\/usr\/sbin\/swapon`/],
  ],
  ['zram-generator with the file of its package only', [...whole, generator], []],
  [
    'zram-generator that has another device',
    [...whole, generator, dropIn],
    [/ours\.conf` makes zram-generator create/],
  ],
  ['a file of zram-generator without zram-generator', [...whole, dropIn], []],
];
for (const [what, lines, wanted] of table) {
  test(`${what}: ${wanted.length === 0 ? 'a swap can be' : 'the build stops'}`, () => {
    const findings = zramFindings(withZram(64), imageContent(lines.join('\n')));
    assert.equal(findings.length, wanted.length, JSON.stringify(findings));
    for (const [index, pattern] of wanted.entries()) {
      const { level, path, message, remedy } = findings[index] ?? assert.fail();
      assert.deepEqual([level, path], ['error', 'device.zramMiB']);
      assert.match(`${message} ${remedy}`, pattern);
      assert.match(remedy, /`--zram 0`/);
    }
  });
}
