import { exitStatus } from '../../src/base/failure.js';
import { RunFailure } from '../../src/run/run-report.js';
import type { ScreenId } from '../../src/wizard/model/state.js';
import { sshKey } from '../config/generated-specs.js';
import { flashDisk } from '../flash/disks.js';
import { Driver, knownPackages, newSpec, type Told } from '../wizard/driver.js';
import { folderFacts, lastBuild, leftAt } from '../wizard/folder-facts.js';
import { doneRun } from '../wizard/runs.js';
import { blockDisk, wrongSpec } from '../wizard/scenes.js';
import { shippedFacts } from '../wizard/shipped.js';

/** A screen that a person comes to, and how. */
type Stop = readonly [string, (told: Told) => Driver];

/** Every screen and every question of the wizard, as it is met on a day without trouble and on one with it. */
export const walk: readonly Stop[] = [
  ['start', (told) => start(told)],
  ['start, in a folder that was built', (told) => start({ ...built, ...told })],
  ['start, on a preset of one’s own', (told) => ownPreset(told)],
  ['help', (told) => start(told).press('?')],
  ['a new name for a preset', (told) => ownPreset(told).press('f2')],
  ['what a preset is for', (told) => ownPreset(told).press('f3')],
  ['a preset is deleted', (told) => ownPreset(told).press('delete')],
  ['release', (told) => on('release', told)],
  ['packages', (told) => on('packages', told)],
  ['packages, searched', (told) => on('packages', told).press('/').type('network')],
  ['packages, sets', (told) => on('packages', told).press('s', 'down')],
  ['disks', (told) => on('disks', told)],
  ['disks, from lsblk', (told) => on('disks', told).press('ctrl+l')],
  ['disks, picked', (told) => picked(told).press('down', 'space')],
  ['sizes', (told) => on('sizes', told)],
  ['sizes, help', (told) => on('sizes', told).press('down', '?')],
  ['system', (told) => on('system', told)],
  ['system, a time zone', (told) => on('system', told).field('Time zone').press('ctrl+l').type('tokyo')],
  ['system, a password', (told) => on('system', told).field('Root password')],
  ['system, keys', (told) => keys(told)],
  ['system, keys of a person', (told) => keys(told).type('gh:ada').press('enter')],
  ['outputs', (told) => on('outputs', told)],
  ['outputs, a key that is none', (told) => on('outputs', told).field('Keys of updates').type('x')],
  ['review', (told) => on('review', told)],
  ['review, the command', (told) => on('review', told).press('c')],
  ['review, saved as a preset', (told) => on('review', told).press('s')],
  ['review, of a spec that is wrong', (told) => on('review', { ...told, spec: wrongSpec() })],
  ['leaving', (told) => on('disks', told).field('Free space in root').press('right', 'ctrl+c')],
  ['result, done', (told) => start(told).tell({ result: { kind: 'done', result: doneRun } })],
  ['result, disks to write to', (told) => sticks(told)],
  ['result, the name of a disk', (told) => sticks(told).press('enter')],
  ['result, failed', (told) => start(told).tell({ result: { kind: 'failed', failure } })],
  ['result, interrupted', (told) => start(told).tell({ result: { kind: 'interrupted', at: inSlot } })],
];

const inSlot = { stage: 'Slot image', seconds: 24 };

const failure = new RunFailure(
  exitStatus.stageFailed,
  {
    what: 'The program `dracut` failed with status 1.',
    why: 'The disk is full.',
    lastLines: ['dracut[E]: cp: error writing: No space left on device'],
    remedy: 'Free some space. To see how much there is: df -h /home/op/robot',
    log: '/home/op/robot/output/logs/run.log',
  },
  { stages: [], seconds: 31, logFile: '/home/op/robot/output/logs/run.log' },
  { id: 'initramfs', title: 'Initramfs' },
);

const built: Told = { folder: folderFacts('ours', lastBuild), left: [leftAt(20)] };

function start(told: Told): Driver {
  return new Driver({ presets: shippedFacts, ...told });
}

function on(screen: ScreenId, told: Told): Driver {
  const driver = new Driver({ packages: knownPackages(), spec: newSpec(), ...told });
  return driver.load(driver.state.spec, screen);
}

function ownPreset(told: Told): Driver {
  const own = {
    name: 'gate',
    description: 'Gate of the yard.',
    hardware: 'sda',
    kind: 'own',
    broken: null,
  } as const;
  return start({ ...told, presets: [...shippedFacts, own] }).press('down');
}

function picked(told: Told): Driver {
  const disks = [
    blockDisk('sda', 30_000, { model: 'SATADOM 3ME4', serial: '2019Q4' }),
    blockDisk('nvme0n1', 476_940, { model: 'KIOXIA XG8', sectorSize: 4096 }),
  ];
  return on('disks', told).send({ type: 'disks', disks, leftOut: ['pmem0'], memoryMiB: 7900 });
}

function keys(told: Told): Driver {
  const own = [{ file: 'id_ed25519.pub', key: sshKey }];
  return on('system', told)
    .field('SSH keys of root')
    .press('ctrl+l')
    .send({ type: 'own-keys', keys: own, leftOut: [] });
}

function sticks(told: Told): Driver {
  const disks = [{ disk: flashDisk({ model: 'SanDisk Ultra' }), refusal: null }];
  return start(told)
    .tell({ result: { kind: 'done', result: doneRun } })
    .send({ type: 'flash-disks', file: 'robot-installer.iso', disks });
}
