import { stageFailed } from '../../src/base/failure.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import type { BlockDisk } from '../../src/doctor/block-devices.js';
import type { OfferedDisk } from '../../src/wizard/model/request.js';
import { type ScreenId, steps } from '../../src/wizard/model/state.js';
import { sshKey } from '../config/generated-specs.js';
import { flashDisk } from '../flash/disks.js';
import { doctorFacts, qemuIsMissing, rpmIsHere } from './doctor-facts.js';
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

/** Sticks of this machine: one to write to, and one that is mounted, with names as long as they come. */
export const offeredDisks: readonly OfferedDisk[] = [
  { disk: flashDisk({ model: 'SanDisk 日本語のディスク' }), refusal: null },
  {
    disk: flashDisk({ name: 'sdc', path: '/dev/sdc', model: 'Kingston DataTraveler 3.0 '.repeat(4) }),
    refusal: {
      what: 'Kingston (/dev/sdc) is in use: sdc1 is mounted at /run/media/op/HOLIDAYS.',
      remedy: 'Save what you need of it, then: sudo umount /dev/sdc1',
    },
  },
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
        doctor: doctorFacts({
          programs: [rpmIsHere, qemuIsMissing],
          verdict: ['A sentence. '.repeat(20)],
          install: 'apt x',
        }),
      }),
  ],
  ['leave', (told) => on('disks', told).field('Free space in root').press('right', 'ctrl+c')],
  ['the command', (told) => on('review', told).press('c')],
  ['save', (told) => on('review', told).press('s').type('日本語'.repeat(20))],
  ['an own preset', (told) => ownPreset(told)],
  ['a long new name of a preset', (told) => ownPreset(told).press('f2').type('日本語'.repeat(20))],
  ['a long description of a preset', (told) => ownPreset(told).press('f3').type('日本語'.repeat(40))],
  ['the deletion of a preset', (told) => ownPreset(told).press('delete')],
  ['source of disks', (told) => on('disks', told).press('ctrl+l').type('/home/op/日本/lsblk.json'.repeat(4))],
  ['time zones', (told) => list('Time zone', told)],
  ['time zones with words', (told) => list('Time zone', told).type('new york')],
  ['locales without any', (told) => list('Languages', told).type('日本語'.repeat(20))],
  ['keymaps', (told) => list('Keyboard', told).press('pagedown', 'down')],
  ['keys that are looked for', (told) => list('SSH keys of root', told)],
  ['own keys', (told) => ownKeys(told).press('down')],
  [
    'keys of a person',
    (told) =>
      ownKeys(told)
        .type(`gh:${'ada-'.repeat(9)}`)
        .press('enter'),
  ],
  ['choice of disks', (told) => pick(told)],
  ['choice of disks, two chosen', (told) => pick(told).press('down', 'space', 'down', 'space')],
  ['disks to write to', (told) => sticks(told).press('down')],
  ['the name of a disk', (told) => sticks(told).press('enter').type('日本語'.repeat(30))],
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
  ['a log', (told) => log(told)],
  ['the search of a log', (told) => log(told).press('/').type('日本語'.repeat(30))],
  ['interrupted', (told) => new Driver(told).tell({ result: { kind: 'interrupted', at: inSlot } })],
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

/** Where a run was stopped. */
const inSlot = { stage: 'Slot image', seconds: 24 };

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

/** On the row of a preset of the person's own. */
function ownPreset(told: Told): Driver {
  const own = {
    name: '日本語のプリセット',
    description: 'Mine.',
    hardware: 'sda',
    kind: 'own',
    broken: null,
  } as const;
  return new Driver({ ...told, presets: [...shippedFacts, own] }).press('down');
}

function log(told: Told): Driver {
  const driver = new Driver(told).tell({ result: { kind: 'failed', failure: longFailure } });
  const lines = longFailure.facts.lastLines ?? [];
  return driver.send({ type: 'log', file: '/home/op/日本語/run.log', text: lines.join('\n').repeat(9) });
}

function list(label: string, told: Told): Driver {
  return on('system', told).field(label).press('ctrl+l');
}

function ownKeys(told: Told): Driver {
  const keys = ['id_ed25519.pub', '日本語の鍵.pub'.repeat(4)].map((file) => ({ file, key: sshKey }));
  const leftOut = ['old.pub: sshd does not take DSA keys any more.'];
  return list('SSH keys of root', told).send({ type: 'own-keys', keys, leftOut });
}

function pick(told: Told): Driver {
  return on('disks', told).send({ type: 'disks', disks: disksOfDevice, leftOut: ['pmem0'], memoryMiB: 7900 });
}

function sticks(told: Told): Driver {
  const driver = new Driver(told).tell({ result: { kind: 'done', result: doneRun } });
  return driver.send({ type: 'flash-disks', file: 'robot-installer.iso', disks: offeredDisks });
}

function wrongPackages(told: Told): Driver {
  const spec = {
    ...newSpec(),
    packages: [...(newSpec().packages ?? []), 'nginks', 'vim-enhansed', '日本語'],
  };
  return on('packages', { packages: knownPackages(), ...told, spec }).press('end');
}
