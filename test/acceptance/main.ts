/**
 * `npm run acceptance`: what the tests do on a test bed, from the repositories that users have. Each step is the program
 * itself, as a user would call it.
 */

import { readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { exitStatus } from '../../src/base/failure.js';
import { atomicWriteFile } from '../../src/base/fs/atomic-write.js';
import { packageFile } from '../../src/base/fs/package-file.js';
import { interruptSignals } from '../../src/commands/interruption.js';
import type { EngineName } from '../../src/config/engines.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { probeKvm } from '../../src/vm/kvm.js';
import { emulatedArguments, reportArguments } from '../e2e/image-project.js';
import { findEngines } from './engines.js';
import { type AcceptanceOptions, readOptions, usage } from './options.js';
import { hasPassed, type Report, reportStatus, reportText, type Trial, type Untried } from './report.js';
import { tryPreset } from './trial.js';

async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(usage);
    return exitStatus.done;
  }
  const bundled = readdirSync(packageFile('presets')).map((file) => path.basename(file, '.json'));
  let options: AcceptanceOptions;
  try {
    options = readOptions(words, bundled.sort(), new Date());
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return exitStatus.badInput;
  }
  // The step that runs ends in order, and the report of what was tried is written.
  const abort = new AbortController();
  for (const name of interruptSignals) process.on(name, () => abort.abort());
  const report = await tryAll(options, abort.signal);
  process.stdout.write(reportText(report));
  return abort.signal.aborted ? exitStatus.interrupted : reportStatus(report);
}

/** Writes the report after each trial: a run takes hours. */
async function tryAll(options: AcceptanceOptions, signal: AbortSignal): Promise<Report> {
  const dir = path.resolve(options.dir);
  await rm(path.join(dir, 'logs'), { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const { engines, untried } =
    options.engines === null ? await findEngines(process.env) : chosen(options.engines);
  const kernelArguments = options.boots ? await argumentsHere(dir, signal) : reportArguments;
  const report = { day: new Date().toISOString().slice(0, 10), trials: [] as Trial[], untried };
  await writeReport(dir, report);
  for (const { release, preset, engine } of everyTrial(options, engines)) {
    const title = `${release}, ${preset}, ${engine}`;
    if (signal.aborted) {
      untried.push({ what: title, why: 'the run was interrupted.' });
    } else {
      const before = report.trials.filter((one) => one.release === release && one.preset === preset);
      process.stderr.write(`${title} ... `);
      const { boots } = options;
      const trial = await tryPreset({
        ...{ release, preset, engine, dir, boots, kernelArguments, before, signal },
      });
      process.stderr.write(`${hasPassed(trial) ? 'passed' : 'FAILED'}\n`);
      report.trials.push(trial);
    }
    await writeReport(dir, report);
  }
  return report;
}

/** What is asked for is tried, and fails if it is not there. */
function chosen(engines: readonly EngineName[]): { engines: readonly EngineName[]; untried: Untried[] } {
  return { engines, untried: [] };
}

function everyTrial({ releases, presets }: AcceptanceOptions, engines: readonly EngineName[]) {
  return releases.flatMap((release) =>
    presets.flatMap((preset) => engines.map((engine) => ({ release, preset, engine }))),
  );
}

async function writeReport(dir: string, report: Report): Promise<void> {
  await atomicWriteFile(path.join(dir, 'report.md'), reportText(report));
  await atomicWriteFile(path.join(dir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
}

/** Processors that QEMU emulates are spared what only real ones need. */
async function argumentsHere(dir: string, signal: AbortSignal): Promise<readonly string[]> {
  const { works } = await probeKvm({
    engine: createNativeEngine(),
    cacheDir: path.join(dir, 'cache'),
    signal,
  });
  return works ? reportArguments : emulatedArguments;
}

process.exitCode = await main(process.argv.slice(2));
