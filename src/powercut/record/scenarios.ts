import type { DataPartition } from '../../config/partitions/partition-table.js';
import type { Slot } from '../../slots/boot-state.js';

/** What is done to a disk while its writes are logged: scenarios/NAME.sh, with the device's own scripts. */
export interface Scenario {
  /** One sentence for people. */
  title: string;
  /** The slot that it writes to; null: none. */
  written: Slot | null;
  /** It changes the disk before the log begins, and the changed disk is kept. */
  prepares: boolean;
  /** It is done in a way that is known to be wrong: a lab that finds nothing there proves nothing. */
  isControl: boolean;
  /** It needs an update to write. */
  needsUpdate: boolean;
  /** GRUB knows one copy of the boot state, as that of other systems. */
  hasOneCopy: boolean;
  /** It is a start of the device in a virtual machine: minutes, and an image that starts. */
  isBoot: boolean;
  /** What the console of such a start says at its end, after the commit; null: nothing. */
  lastWords: RegExp | null;
  /** How long the device of such a start runs on after that, in ms. */
  runsOnMs: number;
  /** It begins with an empty disk, and ends with a device. */
  isInstallation: boolean;
  /** Not every image, or not every machine, has what it takes. */
  isExtra: boolean;
  /** The partition whose file system is looked at by real programs; null: none. */
  fileSystem: 'persist' | DataPartition | null;
}

const usual = {
  ...{ written: null, prepares: false, isControl: false, needsUpdate: false, hasOneCopy: false },
  ...{ isBoot: false, lastWords: null, runsOnMs: 10_000, isInstallation: false, isExtra: false },
  fileSystem: null,
} as const;

/** By name, in the order in which they are run. */
export const scenarios = {
  'boot-state': { ...usual, title: 'the boot state through failed starts, commits and updates' },
  update: { ...usual, title: 'an update of slot B, and its commit', written: '1', needsUpdate: true },
  'heal-slot': { ...usual, title: 'a damaged slot B is rewritten from slot A', written: '1', prepares: true },
  'restore-slot': {
    ...usual,
    title: 'nothing is left of slot B, and all of it is written',
    written: '1',
    prepares: true,
  },
  persist: { ...usual, title: 'the identity is made, read and replaced', fileSystem: 'persist' },
  log: { ...usual, title: 'a program writes lines into /var/log', fileSystem: 'log' },
  'heal-log': {
    ...{ ...usual, title: '/var/log was in use when the power went, and is repaired', prepares: true },
    fileSystem: 'log',
  },
  opt: {
    ...{ ...usual, title: 'a program writes lines into /opt, which is btrfs', prepares: true },
    ...{ fileSystem: 'opt', isExtra: true },
  },
  'first-boot': {
    ...{ ...usual, title: 'the first start, until it is committed and for a minute after' },
    ...{ isBoot: true, runsOnMs: 60_000, fileSystem: 'log' },
  },
  'heal-esp': {
    ...{ ...usual, title: 'nothing is left on the first ESP, and all of it is written again' },
    ...{ prepares: true, isBoot: true, lastWords: /tfr: ESP \S+: repaired/ },
  },
  install: {
    ...{ ...usual, title: 'the installer writes the image onto an empty disk' },
    ...{ isBoot: true, isInstallation: true },
  },
  own: { ...usual, title: 'a script of your own, in the running device', isBoot: true },
  'truncated-state': {
    ...{ ...usual, title: 'one copy of the boot state, truncated and written again' },
    ...{ isControl: true, hasOneCopy: true },
  },
  'update-without-barrier': {
    ...{ ...usual, title: 'an update without a barrier, first block first' },
    ...{ written: '1', needsUpdate: true, isControl: true },
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as readonly ScenarioName[];

/** Those that are run unless some are named. */
export const usualScenarios = scenarioNames.filter(
  (name) => !scenarioOf(name).isBoot && !scenarioOf(name).isExtra,
);

export function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}

export function scenarioOf(name: ScenarioName): Scenario {
  return scenarios[name];
}
