import type { Case, CaseMachine, Expectation } from '../case.js';

const up: Expectation = { slot: 'a' };
/** Seconds since 1970: no image is older than 2020. */
const notBehind: Expectation = { slot: 'a', report: { clock: /^(1[6-9]|[2-9]\d)\d{8}$/ } };
const withSwap: Expectation = { slot: 'a', report: { swaps: /^\/dev\/zram0 partition 65532 / } };
const inB: Expectation = { slot: 'b', untouched: ['tfr-root-b'] };

const machines: [string, string, CaseMachine, Expectation?][] = [
  ['undamaged', 'comes up', {}],
  ['fresh NVRAM', 'comes up', { freshFirmware: true }],
  ['memory 768 MiB', 'comes up, with a compressed swap', { memoryMiB: 768 }, withSwap],
  ['memory 1024 MiB', 'comes up', { memoryMiB: 1024 }],
  ['clock 1970', 'comes up, not before the image', { clock: '1970-01-02T00:00:00' }, notBehind],
  ['clock 2001', 'comes up, not before the image', { clock: '2001-09-09T00:00:00' }, notBehind],
  ['clock 2040', 'comes up, not before the image', { clock: '2040-01-01T00:00:00' }, notBehind],
  ['disk on virtio-blk', 'comes up', { bus: 'virtio' }],
  ['disk on nvme', 'comes up', { bus: 'nvme' }],
  ['disk on ahci', 'comes up', { bus: 'ahci' }],
  ['disk on usb-storage', 'comes up', { bus: 'usb' }],
  ['network card', 'comes up', { network: true }],
  ['empty disk second', 'comes up', { others: ['empty'] }],
  ['empty disk first in order', 'comes up', { others: ['empty'], othersFirst: true }],
  ['second disk: identical copy', 'comes up', { others: ['clone'] }],
  ['second disk: identical copy, first in order', 'comes up', { others: ['clone'], othersFirst: true }],
  ['installer ISO left in', 'comes up from the disk', { medium: 'optical' }],
  ['installer stick left in', 'comes up from the disk', { medium: 'stick' }],
  ['slow disk, 20 MB/s', 'comes up', { bytesPerSecond: 20e6 }],
  ['every write fails', 'comes up', { readOnlyDisk: true }],
  ['read error in superblock of A', 'B boots', { errors: [at('tfr-root-a', 1024)] }, inB],
  ['read error in first MiB of A', 'B boots', { errors: [at('tfr-root-a', 512 << 10)] }, { slot: null }],
];

function at(label: string, offset: number) {
  return { label, offset, when: 'read' } as const;
}

export const environmentCases: readonly Case[] = [
  ...machines.map(([name, should, machine, expect = up]) => ({ name, should, machine, expect })),
  {
    name: 'read error in kernel of A',
    should: 'B boots',
    errorIn: { label: 'tfr-root-a', file: '/boot/vmlinuz' },
    expect: inB,
  },
  {
    name: 'read error in initramfs of A',
    should: 'B boots',
    errorIn: { label: 'tfr-root-a', file: '/boot/initramfs.img' },
    expect: inB,
  },
  {
    name: 'read error in a file of A',
    should: 'B boots',
    errorIn: { label: 'tfr-root-a', file: '/usr/bin/bash' },
    expect: inB,
  },
];
