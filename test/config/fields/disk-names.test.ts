import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { diskPattern, explainDisk, suggestDisk } from '../../../src/config/fields/disk-names.js';
import { validateSpec } from '../../../src/config/findings/validate.js';
import { environmentLayer } from '../../../src/config/layers/environment.js';
import { flagsLayer } from '../../../src/config/layers/flags.js';
import { type Layer, mergeLayers } from '../../../src/config/layers/layers.js';

/** Text, what it is said to be, and the disk that is offered instead. */
const refused: [string, RegExp, string | null][] = [
  ['nvem0n1', /knows no disk with a name like `nvem0n1`/, 'nvme0n1'],
  ['/dev/nvem0n1', /knows no disk with a name like `\/dev\/nvem0n1`/, 'nvme0n1'],
  ['mmclbk0', /knows no disk/, 'mmcblk0'],
  ['nvme0n', /knows no disk/, 'nvme0n1'],
  ['nvme0n0', /knows no disk/, 'nvme0n1'],
  ['SDA', /knows no disk/, 'sda'],
  ['ssda', /knows no disk/, 'sda'],
  ['dev/sdb', /knows no disk/, 'sdb'],
  // As near to one disk as to others: none of them may be wiped by a key.
  ['sd', /knows no disk/, null],
  ['sad', /knows no disk/, null],
  ['vd0', /knows no disk/, null],
  ['mmcblk', /knows no disk/, null],
  ['disk', /knows no disk/, null],
  ['robotdisk', /knows no disk/, null],
  ['sda; reboot', /knows no disk/, null],
  ['sda1', /`sda1` is a partition, not a disk/, 'sda'],
  ['nvme0n1p2', /is a partition/, 'nvme0n1'],
  ['/dev/mmcblk0p1', /is a partition/, 'mmcblk0'],
  ['/dev/disk/by-id/ata-X-part1', /is a partition/, '/dev/disk/by-id/ata-X'],
  ['nvme0', /cannot use `nvme0`, an NVMe controller/, 'nvme0n1'],
  ['nvme0c0n1', /cannot use/, 'nvme0n1'],
  ['mmcblk0boot0', /cannot use/, 'mmcblk0'],
  ['mmcblk0rpmb', /cannot use/, 'mmcblk0'],
  ['hda', /cannot use `hda`, the name that old kernels gave/, 'sda'],
  ['hdb1', /cannot use/, 'sdb'],
  ['dasda', /cannot use `dasda`, a disk of an IBM Z machine/, null],
  ['pmem0', /cannot use `pmem0`, persistent memory/, null],
  ['pmem0p1', /cannot use `pmem0p1`, persistent memory/, null],
  ['nbd0', /cannot use/, null],
  ['/dev/md/root', /cannot use `\/dev\/md\/root`, a RAID array/, null],
  ['/dev/mapper/fedora-root', /cannot use .*, a volume of LVM/, null],
  ['loop0', /cannot use `loop0`, a loop device/, null],
  ['zram0', /cannot use/, null],
  ['sr0', /cannot use `sr0`, an optical drive/, null],
  ['serial:WD WX/1', /has signs that cannot be written here/, 'serial:WD_WX_1'],
  ['serial:', /has signs/, null],
  ['/dev/disk/by-label/x', /can name another disk, or none/, null],
  ['/dev/disk/by-uuid/1-2', /can name another disk, or none/, null],
  ['/dev/disk/by-diskseq/1', /can name another disk, or none/, null],
];

describe('a text that names no disk', () => {
  for (const [text, message, better] of refused) {
    test(`${text}: ${better === null ? 'nothing is offered' : `${better} is offered`}`, () => {
      assert.doesNotMatch(text, diskPattern);
      const said = explainDisk(text);
      assert.match(said?.message ?? '', message);
      assert.equal(suggestDisk(text), better);
      if (better === null) return;
      assert.match(better, diskPattern);
      assert.ok(said?.remedy.includes(`\`${better}\``));
    });
  }

  test('is told of other ways to name it, and of "did you mean"', () => {
    const remedy = explainDisk('nvem0n1')?.remedy ?? '';
    assert.match(
      remedy,
      /^Did you mean `nvme0n1`\? .*\/dev\/disk\/by-id .*\/dev\/disk\/by-path.*`serial:NUMBER`/,
    );
    for (const name of ['loop0', 'sr0']) {
      assert.match(explainDisk(name)?.remedy ?? '', /^Did you mean a disk such as `sda` or `nvme0n1`\? /);
    }
  });

  test('every disk that a remedy names is taken', () => {
    for (const [text] of refused) {
      for (const [, word = ''] of (explainDisk(text)?.remedy ?? '').matchAll(/`([^`]+)`/g)) {
        if (word !== '_') assert.match(word, diskPattern, text);
      }
    }
  });

  test('is not repeated where it could not be shown', () => {
    assert.equal(explainDisk('a\u001B[2Jb'), null);
    assert.equal(explainDisk(5), null);
  });
});

for (const name of [
  ...['sda', 'sdaa', 'vdb', 'xvda', 'nvme1n2', 'mmcblk1', '/dev/sda', '/dev/nvme0n1'],
  ...['serial:S4E-V_N.X:0@+=', '/dev/disk/by-id/usb-A_B:0=1', '/dev/disk/by-path/pci-0000:00:1f.2-ata-1'],
]) {
  test(`${name} names a disk`, () => assert.match(name, diskPattern));
}

const today = new Date('2026-11-22');
const name = 'nvem0n1';
const file = (document: unknown): Layer => ({ document, where: () => 'tmpfsroot.json' });
const sources: [string, Layer, string][] = [
  ['--disk', flagsLayer({ '--disk': [`sda,${name}`] }), 'disks.devices[1]'],
  ['--main-disk', flagsLayer({ '--main-disk': [name] }), 'disks.main'],
  ['--docker-disk', flagsLayer({ '--docker-disk': [name] }), 'partitions.disks.docker'],
  ['DISK_DEVS', environmentLayer({ DISK_DEVS: name }), 'disks.devices[0]'],
  ['MAIN_DISK', environmentLayer({ MAIN_DISK: name }), 'disks.main'],
  ['devices of a project file or preset', file({ disks: { devices: [name] } }), 'disks.devices[0]'],
  ['main disk of a project file', file({ disks: { main: name } }), 'disks.main'],
  [
    'disk of /var/log in a project file',
    file({ partitions: { disks: { log: name } } }),
    'partitions.disks.log',
  ],
];

for (const [source, layer, path] of sources) {
  test(`a name of an unknown kind is refused from every source: ${source}`, () => {
    const { findings } = mergeLayers([layer], 'x', today);
    assert.deepEqual(
      findings.map((finding) => [finding.level, finding.path]),
      [['error', path]],
    );
    assert.match(findings[0]?.remedy ?? '', /^Did you mean `nvme0n1`\?/);
    assert.equal(findings[0]?.fix?.text, 'nvme0n1');
  });
}

test('the validator of a whole spec refuses it too', () => {
  const spec = defaultSpec({ devices: [name] });
  const paths = validateSpec(spec, today)
    .filter(({ level }) => level === 'error')
    .map((finding) => finding.path);
  assert.ok(paths.includes('disks.devices[0]'));
});
