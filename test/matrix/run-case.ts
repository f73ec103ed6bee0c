import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine } from '../../src/vm/machine.js';
import { digestOf } from '../e2e/device.js';
import type { InstalledDevice } from '../e2e/installed-device.js';
import { lastRound, ReportReader } from '../e2e/report-service.js';
import { mustRun } from '../helpers/run-program.js';
import type { Case, Expectation } from './case.js';
import { InstalledDisk } from './installed-disk.js';
import { startCase } from './machine.js';

/** What a case did. */
export interface Outcome {
  name: string;
  should: string;
  /** In a few words, for the table. */
  did: string;
  restarts: number;
  seconds: number;
  passed: boolean;
}

/** The device that is damaged in copies. */
export interface MatrixDevice extends Pick<InstalledDevice, 'disk' | 'iso'> {
  /** Folder for copies and logs. */
  work: string;
}

/** Against hanging: with three restarts that are 300 s late, on a busy host, a case is still no slower. */
export const caseLimitMs = 25 * 60_000;
/** Against hanging too: the ESPs are looked at half a minute after the report, once the slot is committed. */
const wholeLimitMs = 8 * 60_000;
/** A device that restarts more often than this is taken for one that restarts for ever. */
const mostRestarts = 8;
/** The firmware says this once for each start. */
const started = /BdsDxe: starting/;
/** What stands above a prompt, and texts that wait for a key: no case may end there. */
const prompts =
  /Minimal BASH-like line editing|UEFI Interactive Shell|Press any key|emergency shell|maintenance/i;

/** Damages a copy of an installed disk, boots it, and says whether what came was right. */
export async function runCase(given: Case, { disk, iso, work }: MatrixDevice): Promise<Outcome> {
  const from = Date.now();
  const file = path.join(work, `${given.name.replaceAll(/\W+/g, '-')}.raw`);
  const logFile = file.replace(/\.raw$/, '.log');
  mustRun('cp', ['--sparse=always', disk, file]);
  const copy = new InstalledDisk(file, disk, given.name);
  const outcome = (did: string, restarts: number, passed: boolean): Outcome => ({
    ...{ name: given.name, should: given.should, did, restarts, passed },
    seconds: Math.round((Date.now() - from) / 1000),
  });
  const start = async () => {
    const others = (given.machine?.others ?? []).map((kind, index) => {
      const other = `${file}.other${index}`;
      if (kind === 'clone') mustRun('cp', ['--sparse=always', file, other]);
      else mustRun('truncate', ['-s', '1000M', other]);
      return other;
    });
    return await startCase(given, { disk: copy, iso, others, varsFile: `${file}.vars`, logFile });
  };
  try {
    if (given.machine?.freshFirmware !== true) await copyFile(`${disk}.vars`, `${file}.vars`);
    await given.damage?.(copy);
    for (const text of given.cutsAt ?? []) {
      const machine = await start();
      await machine.waitFor(new RegExp(text), { timeoutMs: caseLimitMs }).finally(machine.powerCut);
    }
    await given.damageAfterCuts?.(copy);
    const before = new Map((given.expect.untouched ?? []).map((label) => [label, digestOf(file, label)]));
    const { repair } = given.expect;
    let restarted = 0;
    if (repair !== undefined) {
      const seen = await watch(await start(), given.expect, { untilRestarts: 2 });
      if (seen.restarts < 2 || seen.isRight) return outcome(seen.did, seen.restarts, false);
      restarted = seen.restarts;
      await repair(copy);
    }
    const seen = await watch(await start(), given.expect, { disk: copy });
    const changed = [...before].flatMap(([label, digest]) =>
      digestOf(file, label) === digest ? [] : [label],
    );
    const did = changed.length === 0 ? seen.did : `${seen.did}; wrote into ${changed.join(', ')}`;
    const areEqual =
      given.expect.healed === undefined || digestOf(file, 'tfr-root-a') === digestOf(file, 'tfr-root-b');
    const isSoonEnough = seen.restarts <= (given.expect.restarts ?? mostRestarts);
    return outcome(
      areEqual ? did : `${did}; the slots differ`,
      restarted + seen.restarts,
      seen.isRight && changed.length === 0 && areEqual && isSoonEnough,
    );
  } finally {
    await rm(file, { force: true });
    for (const ending of ['vars', 'other0', 'other1', 'blkdebug', 'esp-file']) {
      await rm(`${file}.${ending}`, { force: true });
    }
  }
}

interface Seen {
  isRight: boolean;
  did: string;
  restarts: number;
}

/** Watches a machine until it reports what is expected, waits at a prompt, restarts for ever, or the time is over. */
async function watch(
  machine: Machine,
  expect: Expectation,
  { untilRestarts = mostRestarts, disk }: { untilRestarts?: number; disk?: InstalledDisk } = {},
): Promise<Seen> {
  let reader = new ReportReader();
  let starts = 0;
  let did = 'silence';
  let isRight = false;
  const rewritten = new RegExp(`tfr: slot ${expect.healed} was damaged and was rewritten`);
  let isHealed = expect.healed === undefined;
  const timer = setTimeout(() => void machine.powerCut(), caseLimitMs);
  const seen = (isRight: boolean, text: string): Seen => ({
    isRight,
    did: text,
    restarts: Math.max(0, starts - 1),
  });
  try {
    for await (const line of machine.console) {
      if (started.test(line)) {
        starts += 1;
        reader = new ReportReader();
        if (starts > untilRestarts) return seen(false, did === 'silence' ? `${starts - 1} restarts` : did);
      }
      const prompt = prompts.exec(line);
      if (prompt !== null) return seen(false, `prompt: ${prompt[0]}`);
      isHealed ||= rewritten.test(line);
      if (isRight && isHealed) return seen(true, `${did}; slot ${expect.healed} healed`);
      // What the right slot says for a minute it has said for good; the other one may restart yet.
      if (!isRight && lastRound.test(line) && reader.values.get('slot') === expect.slot)
        return seen(false, did);
      if (!reader.take(line)) continue;
      const wrong = differences(reader.values, expect);
      did = describe(reader.values, wrong);
      isRight = wrong.length === 0;
      if (isRight && isHealed) {
        if (expect.wholeEsps !== true || disk === undefined) return seen(true, did);
        const isWhole = await becomeWhole(disk);
        return seen(isWhole, `${did}; ${isWhole ? 'both ESPs whole' : 'an ESP stays damaged'}`);
      }
    }
    return seen(false, did);
  } finally {
    clearTimeout(timer);
    await machine.powerCut();
  }
}

/** Waits, while the device runs, until both ESPs of its disk are whole. */
async function becomeWhole(disk: InstalledDisk): Promise<boolean> {
  const until = Date.now() + wholeLimitMs;
  while (!disk.hasWholeEsps()) {
    if (Date.now() > until) return false;
    await sleep(5000);
  }
  return true;
}

function differences(report: Map<string, string>, { slot, report: wanted = {} }: Expectation): string[] {
  const checks: [string, RegExp][] = [
    ['root', /^tmpfs$/],
    ['slots-mounted', /^0$/],
    ['slot', slot === null ? /^[ab]$/ : new RegExp(`^${slot}$`)],
    ['boot-complete', /^active$/],
    ['failed-units', /^$/],
    ...Object.entries(wanted),
  ];
  return checks.flatMap(([key, pattern]) => {
    const value = report.get(key) ?? '';
    return pattern.test(value) ? [] : [`${key}: ${value || 'nothing'}`];
  });
}

function describe(report: Map<string, string>, wrong: readonly string[]): string {
  const healed = report.get('healed') ?? '';
  const parts = [`came up in slot ${report.get('slot')}`, ...wrong, ...(healed === '' ? [] : [healed])];
  return parts.join('; ');
}
