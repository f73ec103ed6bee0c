import type { Case } from '../case.js';
import type { InstalledDisk } from '../installed-disk.js';

/** What a case is called, and its damage. */
type Damage = [string, (disk: InstalledDisk) => Promise<void>];

const others = ['tfr-root-a', 'tfr-root-b'] as const;
/** Places of btrfs' superblocks in a partition, bytes; ours are too small for the third. */
const superblocks = [65_536, 67_108_864];
const mounted: Readonly<Record<'opt' | 'cache', RegExp>> = { opt: /^btrfs/, cache: /^btrfs/ };

/** Byte offsets of the root of the tree of a btrfs file system, every copy. */
function treeRoots(disk: InstalledDisk, label: string): number[] {
  return disk.btrfsCopiesOf(label, 'root');
}

function ofBtrfs(name: 'opt' | 'cache', label: string): Case[] {
  const expect = { slot: 'a', report: { [name]: mounted[name] }, untouched: others } as const;
  return [
    {
      name: `${name} primary superblock zero`,
      should: `comes up, /${name} healed (second superblock is good)`,
      damage: (disk) => disk.zero(label, superblocks[0], 4096),
      expect,
    },
    {
      name: `${name} all superblocks zero`,
      should: `comes up, ${name} formatted`,
      damage: async (disk) => {
        for (const at of superblocks) await disk.zero(label, at, 4096);
      },
      expect,
    },
    {
      name: `${name} first 4 MiB zero`,
      should: `comes up, ${name} healed or formatted`,
      damage: (disk) => disk.zero(label, 0, 4 << 20),
      expect,
    },
    {
      name: `${name} whole garbage`,
      should: `comes up, ${name} formatted`,
      damage: (disk) => disk.garbage(label),
      expect,
    },
    {
      name: `${name} tree root garbage, one copy`,
      should: 'comes up, the other copy is used',
      damage: async (disk) => disk.garbage(label, treeRoots(disk, label)[0], 4096),
      expect,
    },
    {
      name: `${name} tree root garbage, both copies`,
      should: `comes up, ${name} healed or formatted`,
      damage: async (disk) => {
        for (const at of treeRoots(disk, label)) await disk.garbage(label, at, 4096);
      },
      expect,
    },
    {
      name: `read error in ${name} superblock`,
      should: `comes up, ${name} in memory`,
      machine: { errors: [{ label, offset: 65_536, when: 'read' }] },
      expect: { slot: 'a', report: { [name]: /^tmpfs|^btrfs/ }, untouched: others },
    },
  ];
}

const salvaged: Case = {
  name: 'opt tree of extents garbage, every copy and backup',
  should: 'comes up, opt formatted, its files salvaged',
  damage: async (disk) => {
    await disk.useBtrfs('tfr-opt');
    for (const at of disk.btrfsCopiesOf('tfr-opt', 'extents')) await disk.garbage('tfr-opt', at, 4096);
  },
  expect: {
    slot: 'a',
    report: { opt: /^btrfs/, healed: /opt salvaged [1-9]\d* of \d+ files into \/opt\/salvaged/ },
    untouched: others,
  },
};

const log = 'tfr-log';
const logWorks = { slot: 'a', report: { log: /^ext4 rw,/, journal: /^1 1$/ }, untouched: others } as const;
const logDamages: Damage[] = [
  ['superblock zero', (disk) => disk.zero(log, 1024, 1024)],
  ['first 64 KiB garbage', (disk) => disk.garbage(log, 0, 65_536)],
  ['whole garbage', (disk) => disk.garbage(log)],
  ['whole zero', (disk) => disk.zero(log)],
  ['journal garbage', (disk) => disk.garbage(log, disk.inodeAt(log, 8), 128)],
  ['root dir garbage', (disk) => disk.garbage(log, disk.inodeAt(log, 2), 128)],
];
const logCases = logDamages.map(
  ([name, damage]): Case => ({
    name: `log ${name}`,
    should: 'comes up, log repaired or formatted',
    damage,
    expect: logWorks,
  }),
);

const persist = 'tfr-persist';
const persistKept = { slot: 'a', report: { persist: /^(ext4|tmpfs) / }, untouched: others } as const;
const persistDamages: Damage[] = [
  ['superblock zero', (disk) => disk.zero(persist, 1024, 1024)],
  ['inode table zero', (disk) => disk.zero(persist, disk.inodeAt(persist, 1), 4096)],
  ['root dir garbage', (disk) => disk.garbage(persist, disk.blocksOf(persist, '/')[0], 1024)],
  ['whole garbage', (disk) => disk.garbage(persist)],
];
const persistCases = persistDamages.map(
  ([name, damage]): Case => ({
    name: `persist ${name}`,
    should: 'comes up, /persist repaired, or absent and told',
    damage,
    expect: persistKept,
  }),
);

const several: Case[] = [
  {
    name: 'persist, log, opt, cache all zero',
    should: 'comes up, all but persist formatted',
    damage: async (disk) => {
      for (const label of [persist, log, 'tfr-opt', 'tfr-cache']) await disk.zero(label);
    },
    expect: { slot: 'a', report: { log: /^ext4 rw,/, ...mounted }, untouched: others },
  },
  {
    name: 'read error in log superblock',
    should: 'comes up, log in memory or repaired',
    machine: { errors: [{ label: log, offset: 1024, when: 'read' }] },
    expect: { slot: 'a', report: { log: /^(tmpfs|ext4) rw/ }, untouched: others },
  },
  {
    name: 'read error in persist superblock',
    should: 'comes up, /persist in memory',
    machine: { errors: [{ label: persist, offset: 1024, when: 'read' }] },
    expect: { slot: 'a', report: { persist: /^(tmpfs|ext4) / }, untouched: others },
  },
  {
    name: 'read error in first sector of opt',
    should: 'comes up, opt mounted: btrfs has nothing there',
    machine: { errors: [{ label: 'tfr-opt', offset: 0, when: 'read' }] },
    expect: { slot: 'a', report: { opt: /^btrfs/ }, untouched: others },
  },
  {
    name: 'log full',
    should: 'comes up, the oldest logs go',
    damage: async (disk) => disk.fill(log, 'bytes'),
    expect: logWorks,
  },
  {
    name: 'log out of inodes',
    should: 'comes up, the oldest logs go',
    damage: async (disk) => disk.fill(log, 'inodes'),
    expect: logWorks,
  },
];

export const dataCases: readonly Case[] = [
  ...logCases,
  ...persistCases,
  ...ofBtrfs('opt', 'tfr-opt'),
  salvaged,
  ...ofBtrfs('cache', 'tfr-cache'),
  ...several,
];
