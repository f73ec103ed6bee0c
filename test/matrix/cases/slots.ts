import type { Case } from '../case.js';
import type { InstalledDisk, SlotLabel } from '../installed-disk.js';

const a: SlotLabel = 'tfr-root-a';
const b: SlotLabel = 'tfr-root-b';
const inB = { slot: 'b', untouched: [b] } as const;
const should = 'B boots';

const middleOf = (disk: InstalledDisk, file: string): number => disk.middleOf(a, file);
const firstOf = (disk: InstalledDisk, file: string): number => disk.blocksOf(a, file)[0] as number;

/** Damage of slot A's bytes. */
const bytes: Case[] = [
  { name: 'A superblock zero', should, damage: (disk) => disk.zero(a, 1024, 1024), expect: inB },
  { name: 'A first 64 KiB garbage', should, damage: (disk) => disk.garbage(a, 0, 65_536), expect: inB },
  { name: 'A whole slot zero', should, damage: (disk) => disk.zero(a), expect: inB },
  {
    name: 'A descriptors and inode table zero',
    should,
    damage: (disk) => disk.zero(a, 4096, 1 << 20),
    expect: inB,
  },
  {
    name: 'A one data block flipped',
    should,
    damage: async (disk) => disk.flip(a, middleOf(disk, '/usr/bin/bash')),
    expect: { ...inB, healed: 'a' },
  },
  {
    name: 'A files.b2 flipped',
    should,
    damage: async (disk) => disk.flip(a, firstOf(disk, '/usr/lib/tmpfsroot/files.b2')),
    expect: inB,
  },
  {
    name: 'A image.conf garbage',
    should,
    damage: async (disk) => disk.garbage(a, firstOf(disk, '/usr/lib/tmpfsroot/image.conf'), 256),
    expect: inB,
  },
  {
    name: 'A kernel: header garbage',
    should,
    damage: async (disk) => disk.garbage(a, firstOf(disk, '/boot/vmlinuz'), 4096),
    expect: inB,
  },
  {
    name: 'A kernel: payload flipped',
    should,
    damage: async (disk) => disk.garbage(a, middleOf(disk, '/boot/vmlinuz'), 4096),
    expect: { ...inB, restarts: 0 },
  },
  {
    name: 'A initramfs: middle flipped, unsigned',
    should: 'B boots at the next start, or after three',
    damage: async (disk) => {
      disk.removeFile(a, '/boot/slot-key.pgp.sig');
      await disk.garbage(a, middleOf(disk, '/boot/initramfs.img'), 4096);
    },
    expect: inB,
  },
  {
    name: 'A initramfs: start garbage',
    should,
    damage: async (disk) => disk.garbage(a, firstOf(disk, '/boot/initramfs.img'), 4096),
    expect: { ...inB, restarts: 0 },
  },
  {
    name: 'A initramfs: middle flipped',
    should,
    damage: async (disk) => disk.garbage(a, middleOf(disk, '/boot/initramfs.img'), 4096),
    expect: { ...inB, restarts: 0 },
  },
  {
    name: 'B superblock zero',
    should: 'A boots',
    damage: (disk) => disk.zero(b, 1024, 1024),
    expect: { slot: 'a' },
  },
  { name: 'B whole slot zero', should: 'A boots', damage: (disk) => disk.zero(b), expect: { slot: 'a' } },
];

/** Slot A holds an image that is whole and does not work, and the device can say so. */
const failing: [string, string][] = [
  [
    'A: broken fstab line (no nofail)',
    'echo "/dev/disk/by-label/nothing /srv ext4 defaults 0 0" >>etc/fstab; mkdir -p srv',
  ],
  [
    'A: required service (sshd) fails',
    'mkdir -p etc/systemd/system/sshd.service.d; printf "[Service]\\nExecStart=\\nExecStart=/usr/bin/false\\n" >etc/systemd/system/sshd.service.d/no.conf; echo TFR_LIMIT=120 >>usr/lib/tmpfsroot/commit.conf',
  ],
  ['A: systemctl emergency after 5 s', unit('to-emergency', 'sleep 5; systemctl emergency')],
  ['A: systemctl rescue after 5 s', unit('to-rescue', 'sleep 5; systemctl rescue')],
  ['A: hangs before basic.target', `${unit('hang', 'sleep infinity', 'oneshot', 'basic.target')}`],
];
/** The same, and nothing is left that could say so: long before the 30 s that a commit takes, on a busy host too. */
const crashing: [string, string][] = [
  ['A: process 1 is not a program', 'rm usr/lib/systemd/systemd; echo no >usr/lib/systemd/systemd'],
  ['A: panics in userspace after 5 s', unit('panic', 'sleep 5; echo c >/proc/sysrq-trigger')],
  ['A: process 1 crashes after 5 s', unit('crash', 'sleep 5; kill -SEGV 1')],
];

/** Script that puts a service into a root; one with the name of a unit of systemd's would take that one's place. */
function unit(name: string, command: string, type = 'exec', before?: string): string {
  const order = before === undefined ? '' : `DefaultDependencies=no\\nBefore=${before}\\n`;
  const wants = before === undefined ? 'multi-user.target' : before;
  const text = `[Unit]\\n${order}[Service]\\nType=${type}\\nTimeoutStartSec=infinity\\nExecStart=/bin/sh -c "${command}"\\n`;
  return `printf '${text.replaceAll("'", "'\\''")}' >etc/systemd/system/${name}.service
    mkdir -p etc/systemd/system/${wants}.wants
    ln -s ../${name}.service etc/systemd/system/${wants}.wants/`;
}

const fallsBack = ([name, script]: [string, string], restarts: number): Case => ({
  name,
  should: restarts === 1 ? 'B at the next start' : 'B after three starts',
  damage: (disk) => disk.rebuildSlot(a, script),
  // One more than that: on a busy host an emulated processor was seen to panic by itself.
  expect: { ...inB, restarts: restarts + 1 },
});
const works = [
  ...failing.map((image) => fallsBack(image, 1)),
  ...crashing.map((image) => fallsBack(image, 3)),
];

const both: Case[] = [
  {
    name: 'A+B one data block flipped',
    should: 'restarts, no prompt; comes up when one is put right',
    damage: async (disk) => {
      for (const slot of [a, b]) await disk.flip(slot, middleOf(disk, '/usr/bin/bash'));
    },
    expect: { slot: 'a', repair: (disk) => disk.flip(a, middleOf(disk, '/usr/bin/bash')) },
  },
  {
    name: 'A+B superblock zero',
    should: 'GRUB restarts, no prompt; comes up when one is put right',
    damage: async (disk) => {
      await disk.zero(a, 0, 4096);
      await disk.zero(b, 0, 4096);
    },
    expect: { slot: 'b', repair: (disk) => disk.restorePristine(b) },
  },
];

const cuts: Case[] = [
  {
    name: 'kill -9 ten times during boot',
    should: 'comes up at the next boot',
    cutsAt: Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0 ? 'tfr: copying slot' : 'is in memory|in memory, the slot',
    ),
    expect: { slot: null },
  },
  {
    name: 'three cuts before the commit',
    should: 'comes up, and A is not given up for ever',
    cutsAt: ['tfr: copying slot', 'tfr: copying slot', 'tfr: copying slot'],
    expect: { slot: null },
  },
];

export const slotCases: readonly Case[] = [...bytes, ...works, ...both, ...cuts];
