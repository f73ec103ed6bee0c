import { exitStatus } from '../../src/base/failure.js';
import type { EngineName } from '../../src/config/engines.js';
import type { Proof } from './evidence.js';

export type StepName = 'init' | 'lock' | 'build' | 'install and boot';

/** One call of the program. */
export interface Step {
  name: StepName;
  status: number;
  seconds: number;
  /** Its output, relative to the folder of the report. */
  log: string;
  /** The last lines of what it said, where it failed. */
  lastLines: readonly string[];
}

/** One preset of one release by one engine. */
export interface Trial {
  release: number;
  preset: string;
  engine: EngineName;
  steps: readonly Step[];
  /** What the running system says of itself; empty where it was not booted. */
  proofs: readonly Proof[];
  /** SHA-256 of the installer ISO; null where none was built. */
  iso: string | null;
  /** The engine whose ISO has the same bytes; only that one was booted. */
  sameAs: EngineName | null;
}

/** Something that was not tried: an engine, or what an interruption left over. */
export interface Untried {
  what: string;
  why: string;
}

/** One run of `npm run acceptance`, or what there is of it so far. */
export interface Report {
  /** YYYY-MM-DD. */
  day: string;
  trials: readonly Trial[];
  untried: readonly Untried[];
}

/** The exit status of a run. One that tried nothing has proven nothing. */
export function reportStatus({ trials }: Report): 0 | 1 {
  return trials.length > 0 && trials.every(hasPassed) ? 0 : 1;
}

export function hasPassed({ steps, proofs }: Trial): boolean {
  return steps.every(({ status }) => status === 0) && proofs.every(({ holds }) => holds);
}

/** The report for people. */
export function reportText({ day, trials, untried }: Report): string {
  const failed = trials.filter((trial) => !hasPassed(trial));
  const rows = trials.map((trial) => {
    const seconds = trial.steps.reduce((sum, step) => sum + step.seconds, 0);
    return `| ${trial.release} | ${trial.preset} | ${trial.engine} | ${outcome(trial)} | ${Math.round(seconds)} s |`;
  });
  return `# Acceptance of ${day}

${trials.length - failed.length} of ${trials.length} passed.

| release | preset | engine | result | time |
|---|---|---|---|---|
${rows.join('\n')}
${untriedText(untried)}${failed.map(failureText).join('')}`;
}

function untriedText(untried: readonly Untried[]): string {
  if (untried.length === 0) return '';
  return `\nNot tried:\n\n${untried.map(({ what, why }) => `- ${what}: ${why}\n`).join('')}`;
}

const interruptions: readonly number[] = [exitStatus.interrupted, exitStatus.hungUp, exitStatus.terminated];

function outcome(trial: Trial): string {
  const step = trial.steps.find(({ status }) => status !== 0);
  if (step !== undefined && interruptions.includes(step.status)) return `**${step.name}: interrupted**`;
  if (step !== undefined) return `**${step.name}: status ${step.status}**`;
  const broken = trial.proofs.filter(({ holds }) => !holds);
  if (broken.length > 0) return `**${broken.map(({ promise }) => promise).join('; ')}: no**`;
  if (trial.sameAs !== null) return `built; the same bytes as by ${trial.sameAs}`;
  return trial.proofs.length > 0 ? 'built, installed, booted' : 'built';
}

function failureText(trial: Trial): string {
  const parts = trial.steps
    .filter(({ status }) => status !== 0)
    .map(
      ({ name, log, lastLines }) => `\n${name}, [log](${log}):\n\n\`\`\`\n${lastLines.join('\n')}\n\`\`\`\n`,
    );
  const broken = trial.proofs
    .filter(({ holds }) => !holds)
    .map(({ promise, value }) => `- ${promise}: \`${value}\`\n`);
  const list = broken.length === 0 ? '' : `\nThe running system says:\n\n${broken.join('')}`;
  return `\n## ${trial.release}, ${trial.preset}, ${trial.engine}\n${parts.join('')}${list}`;
}
