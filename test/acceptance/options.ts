import path from 'node:path';
import { parseArgs } from 'node:util';
import { type EngineName, engineNames as engines } from '../../src/config/engines.js';
import { daysUntil, knownReleases, releaseInfo } from '../../src/config/releases/releases.js';

/** What `npm run acceptance` tries: each preset of each release by each engine. */
export interface AcceptanceOptions {
  releases: readonly number[];
  /** Names of bundled presets, or absolute paths of files. */
  presets: readonly string[];
  /** Null: each that works on this machine. */
  engines: readonly EngineName[] | null;
  /** Folder for the report, logs and the cache. */
  dir: string;
  /** Installs and boots what was built. */
  boots: boolean;
}

export const usage = `npm run acceptance -- [OPTIONS]

Locks, builds, installs and boots bundled presets from Fedora's repositories, and writes report.md, report.json and
logs. The exit status is 0 if everything passed, 1 if not, and 130 after an interruption.

  --release N      a release (repeatable); all that get updates today if absent
  --preset NAME    a bundled preset, or the file of one (repeatable); all bundled ones if absent
  --engine NAME    podman, docker or native (repeatable); each that works here if absent
  --dir DIR        where the report, logs and the cache go (.cache/acceptance)
  --no-boot        locks and builds only
`;

/**
 * Reads the words behind `npm run acceptance --`.
 * @param bundled Names of the bundled presets.
 * @throws Error that says which word is wrong.
 */
export function readOptions(
  words: readonly string[],
  bundled: readonly string[],
  today: Date,
): AcceptanceOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      release: { type: 'string', multiple: true },
      preset: { type: 'string', multiple: true },
      engine: { type: 'string', multiple: true },
      dir: { type: 'string', default: '.cache/acceptance' },
      'no-boot': { type: 'boolean', default: false },
    },
  });
  return {
    releases: values.release?.map(releaseOf) ?? supportedReleases(today),
    presets:
      values.preset?.map((preset) => (bundled.includes(preset) ? preset : path.resolve(preset))) ?? bundled,
    engines: values.engine?.map(engineOf) ?? null,
    dir: values.dir,
    boots: !values['no-boot'],
  };
}

/** Releases that are out and get updates today. */
export function supportedReleases(today: Date): number[] {
  return knownReleases().filter((release) => {
    const { released = null, endOfLife = null } = releaseInfo(release) ?? {};
    return (
      released !== null &&
      daysUntil(released, today) <= 0 &&
      (endOfLife === null || daysUntil(endOfLife, today) >= 0)
    );
  });
}

function releaseOf(word: string): number {
  if (!/^\d+$/.test(word)) throw new Error(`--release ${word}: a number is needed, such as 44.`);
  return Number(word);
}

function engineOf(word: string): EngineName {
  const name = engines.find((one) => one === word);
  if (name === undefined) throw new Error(`--engine ${word}: not one of ${engines.join(', ')}.`);
  return name;
}
