import type { Case, Expectation } from '../case.js';

const up: Expectation = { slot: 'a' };

export const gptCases: readonly Case[] = [
  {
    name: 'gpt protective MBR zero',
    should: 'comes up',
    damage: (disk) => disk.zeroSectors(0, 1),
    expect: up,
  },
  {
    name: 'gpt primary header zero',
    should: 'comes up (backup)',
    damage: (disk) => disk.zeroSectors(1, 1),
    expect: up,
  },
  {
    name: 'gpt primary entries garbage',
    should: 'comes up (backup)',
    damage: (disk) => disk.garbageSectors(2, 32),
    expect: up,
  },
  {
    name: 'gpt backup zero',
    should: 'comes up, and the backup is written again',
    damage: (disk) => disk.zeroSectors(-33, 33),
    expect: up,
  },
  {
    name: 'disk grown by 1 GiB',
    should: 'comes up, and the backup moves to its end',
    damage: (disk) => disk.grow(1 << 30),
    expect: up,
  },
];
