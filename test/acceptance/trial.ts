import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EngineName } from '../../src/config/engines.js';
import { addReport } from '../e2e/image-project.js';
import { ReportReader, reportScript } from '../e2e/report-service.js';
import { healthyEvidence, type Proof, prove } from './evidence.js';
import type { Step, StepName, Trial } from './report.js';
import { runStep } from './run-step.js';
import { machineMemory, onVirtualDevice, type ProjectFile } from './virtual-device.js';

export interface TrialInput {
  release: number;
  preset: string;
  engine: EngineName;
  /** Folder of the report. */
  dir: string;
  boots: boolean;
  /** What the kernel needs so that the report comes through. */
  kernelArguments: readonly string[];
  /**
   * Trials of the same release and preset. The lock of one that was built is used again, and the same ISO is not booted
   * twice.
   */
  before: readonly Trial[];
  signal: AbortSignal;
}

/**
 * From an empty folder to a system that reports what it is; ends at the first step that fails. Logs, lock and record
 * stay in `logs/` below the folder of the report, the project with its images is removed.
 */
export async function tryPreset(input: TrialInput): Promise<Trial> {
  const logs = path.join(input.dir, logFolder(input));
  const project = path.join(input.dir, 'project');
  for (const folder of [logs, project]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  try {
    return await takeSteps(input, project, logs);
  } finally {
    await keepLogs(project, logs);
    await rm(project, { recursive: true, force: true });
  }
}

const logFolder = ({ release, preset, engine }: Pick<TrialInput, 'release' | 'preset' | 'engine'>) =>
  `logs/${release}-${path.basename(preset, '.json')}-${engine}`;

async function takeSteps(input: TrialInput, project: string, logs: string): Promise<Trial> {
  const { release, preset, engine, dir, before, signal } = input;
  const steps: Step[] = [];
  const step = async (name: StepName, words: readonly string[]) => {
    const log = path.join(logs, `${name.replaceAll(' ', '-')}.log`);
    const ran = await runStep(words, { cwd: project, log, signal });
    steps.push({ name, ...ran, log: path.relative(dir, log) });
    return ran.status === 0 && !signal.aborted;
  };
  const ended = (more: Partial<Trial> = {}): Trial => ({
    ...{ release, preset, engine, steps, proofs: [], iso: null, sameAs: null },
    ...more,
  });

  if (!(await step('init', ['init', '--preset', preset, '--release', String(release)]))) return ended();
  const projectFile = path.join(project, 'tmpfsroot.json');
  const asWritten = JSON.parse(await readFile(projectFile, 'utf8')) as ProjectFile;
  await writeFile(projectFile, JSON.stringify(onVirtualDevice(asWritten, input.kernelArguments), null, 2));
  await addReport(path.join(project, 'root.override'), reportScript(true));

  const how = ['--engine', engine, '--cache-dir', path.join(dir, 'cache')];
  const first = before.find(({ iso }) => iso !== null);
  if (first === undefined) {
    if (!(await step('lock', ['lock', ...how]))) return ended();
  } else {
    await copyFile(path.join(dir, logFolder(first), 'rpms.lock'), path.join(project, 'rpms.lock'));
  }
  if (!(await step('build', ['build', ...how]))) return ended();
  const { name, artefacts } = JSON.parse(await readFile(path.join(project, 'output/build.json'), 'utf8'));
  const iso: string = artefacts[0].sha256;
  const same = before.find((trial) => trial.iso === iso);
  if (same !== undefined) return ended({ iso, sameAs: same.engine });
  if (!input.boots) return ended({ iso });

  // One call: installs onto an empty virtual disk, then boots what was installed.
  const patience = ['--wait-for', 'TFR-REPORT said three times', '--timeout', '1800'];
  const boot = ['boot', '--iso', '--memory', String(machineMemory(asWritten)), ...patience];
  if (!(await step('install and boot', boot))) return ended({ iso });
  return ended({ iso, proofs: await proofsOf(path.join(project, `output/vm/${name}-console.log`)) });
}

async function proofsOf(consoleLog: string): Promise<Proof[]> {
  const report = new ReportReader();
  for (const line of (await readFile(consoleLog, 'latin1')).split('\n')) report.take(line);
  return prove(report.values, healthyEvidence);
}

/** What tells of the images when they are gone: what they were made from, their digests, every log. */
async function keepLogs(project: string, logs: string): Promise<void> {
  const filesIn = async (folder: string) => {
    const names = await readdir(path.join(project, folder)).catch(() => []);
    return names.map((name) => path.join(folder, name));
  };
  const records = ['tmpfsroot.json', 'packages.list', 'rpms.lock', 'output/build.json'];
  const found = [...(await filesIn('output/logs')), ...(await filesIn('output/vm'))];
  for (const file of [...records, ...found.filter((name) => name.endsWith('.log'))]) {
    await cp(path.join(project, file), path.join(logs, path.basename(file))).catch(
      (error: NodeJS.ErrnoException) => {
        // A trial that ended early has not made all of them.
        if (error.code !== 'ENOENT') throw error;
      },
    );
  }
}
