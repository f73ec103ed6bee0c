import type { BlockDisk } from '../../src/project/devices.js';
import { stageFailed } from '../../src/spec/failure.js';
import type { ImageSpec } from '../../src/spec/image-spec.js';
import { type ScreenId, steps } from '../../src/wizard/state.js';
import { Driver, knownPackages, newSpec, type Told } from './driver.js';
import { folderFacts, lastBuild, leftAt } from './folder-facts.js';
import { doneRun } from './runs.js';
import { shippedFacts } from './shipped.js';

export function blockDisk(name: string, sizeMiB: number, more: Partial<BlockDisk> = {}): BlockDisk {
  return { name, sizeMiB, sectorSize: 512, model: '', serial: '', byId: null, transport: null, ...more };
}

export const disksOfDevice: readonly BlockDisk[] = [
  blockDisk('sda', 30_000, { model: 'SATADOM 3ME4', serial: '2019Q4' }),
  blockDisk('nvme0n1', 476_940, { model: '日本語のディスク', sectorSize: 4096 }),
  blockDisk('sdb', 7_500),
];

/** A spec with an error on every screen that can have one. */
export function wrongSpec(): ImageSpec {
  const spec = structuredClone(newSpec());
  spec.release = 99;
  spec.packages = [];
  spec.disks = { ...spec.disks, devices: ['sdb', 'sda'], main: 'sdc' };
  spec.partitions.sizes.esp = 8;
  spec.partitions.disks = { docker: 'sdx' };
  spec.system.languages = [];
  spec.outputs = [];
  return spec;
}

/** Something that can be on the screen, and how to get there. */
export type Scene = readonly [string, (told: Told) => Driver];

const overlays: readonly Scene[] = [
  ['help on start', (told) => new Driver(told).press('?')],
  ['help on sizes', (told) => on('sizes', told).press('?', 'down', 'pagedown')],
  ['doctor that looks', (told) => new Driver(told).press('d')],
  [
    'doctor',
    (told) =>
      new Driver(told).press('d').tell({
        doctor: {
          lines: ['here     xorriso', 'missing  qemu', '', 'A sentence. '.repeat(20)],
          install: 'apt x',
        },
      }),
  ],
  ['leave', (told) => on('disks', told).field('Free in the root').press('right', 'ctrl+c')],
  ['save', (told) => on('review', told).press('s').type('日本語'.repeat(20))],
  ['source of disks', (told) => on('disks', told).press('ctrl+l').type('/home/op/日本/lsblk.json'.repeat(4))],
  ['choice of disks', (told) => pick(told)],
  ['choice of disks, two chosen', (told) => pick(told).press('down', 'space', 'down', 'space')],
  ['sets', (told) => on('packages', told).press('s', 'down')],
];

const others: readonly Scene[] = [
  [
    'search',
    (told) =>
      on('packages', { packages: knownPackages(), ...told })
        .press('/')
        .type('network'),
  ],
  ['long search', (told) => on('packages', told).press('/').type('日本語'.repeat(30))],
  ['unknown packages', (told) => wrongPackages(told)],
  [
    'typing a long text',
    (told) => on('disks', told).type('/dev/disk/by-id/ata-日本語'.repeat(5)).press('left'),
  ],
  ['a long password', (told) => on('system', told).field('Root password').type('secret'.repeat(30))],
  ['done', (told) => new Driver(told).tell({ result: { kind: 'done', result: doneRun } })],
  [
    'failed',
    (told) => new Driver(told).tell({ result: { kind: 'failed', failure: longFailure } }).press('pagedown'),
  ],
  ['interrupted', (told) => new Driver(told).tell({ result: { kind: 'interrupted' } })],
  [
    'a folder that was built',
    (told) =>
      new Driver({
        ...{ folder: folderFacts('ours', lastBuild), presets: shippedFacts, left: [leftAt(20)] },
        ...told,
      }),
  ],
  ...steps.map((screen): Scene => [`wrong ${screen}`, (told) => on(screen, { ...told, spec: wrongSpec() })]),
];

/** Everything that can be drawn. */
export const scenes: readonly Scene[] = [
  ['start', (told) => new Driver({ presets: shippedFacts, ...told })],
  ...steps.map((screen): Scene => [screen, (told) => on(screen, { packages: knownPackages(), ...told })]),
  ...overlays,
  ...others,
];

const longFailure = stageFailed({
  what: 'The program `dracut` failed with status 1.',
  where: '/home/op/robot/ks/ks.root.cfg:12',
  why: 'The disk is full. '.repeat(8),
  lastLines: Array.from(
    { length: 12 },
    (_, index) => `${index}\tdracut: 日本語 \u001B[31m${'x'.repeat(90)}\u001B[0m`,
  ),
  remedy: 'Free some space and try again.',
  log: '/home/op/robot/output/logs/2026-11-22.log',
});

/** On a screen with a spec that may have errors, as when it was read from a folder. */
function on(screen: ScreenId, told: Told): Driver {
  const driver = new Driver(told);
  return driver.load(driver.state.spec, screen);
}

function pick(told: Told): Driver {
  return on('disks', told).send({ type: 'disks', disks: disksOfDevice, leftOut: ['pmem0'], memoryMiB: 7900 });
}

function wrongPackages(told: Told): Driver {
  const spec = {
    ...newSpec(),
    packages: [...(newSpec().packages ?? []), 'nginks', 'vim-enhansed', '日本語'],
  };
  return on('packages', { packages: knownPackages(), ...told, spec }).press('end');
}
