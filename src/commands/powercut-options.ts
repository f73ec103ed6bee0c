import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { badInput } from '../base/failure.js';
import { isScenario, type ScenarioName, scenarioNames } from '../powercut/record/scenarios.js';
import type { LabOrder } from '../powercut/run/lab-folder.js';
import { usualPlan } from '../powercut/run/lab-folder.js';
import type { OwnPrograms } from '../powercut/run/own-programs.js';
import { cutKinds } from '../powercut/states/cuts.js';
import type { CommandContext } from './command.js';

/** Options that say what a lab is to do. */
export function addLabOptions(command: Command): Command {
  return command
    .addOption(scenarioOption())
    .option('--check <FILE>', 'program that says whether the data of your own scenario are right')
    .option('--seed <N>', `for what is left to chance; ${usualPlan.seed} by default`)
    .option('--lost-flush', 'also try disks that lose what they said they flushed; counted apart')
    .option(
      '--file-systems <N>',
      `states of each file system to repair and mount; ${usualPlan.fileSystemStates} by default`,
    )
    .option('--boots <N>', `states to start in a virtual machine; ${usualPlan.boots} by default`)
    .option('--out <DIR>', 'folder for recordings and report; IMAGE.powercut by default');
}

/** Names are offered by the completion; what is not one is a file. */
function scenarioOption(): Option {
  const option = new Option(
    '--scenario <NAME...>',
    'what the device does: some of these, or a file, which is a program that runs in the device',
  );
  option.argChoices = [...named];
  return option;
}

/** What has a name; the scenario `own` is a file. */
const named = scenarioNames.filter((name) => name !== 'own');

/** What the options ask a lab for. @throws Failure with exit status 2 for numbers that are none. */
export function askedPlan(
  options: Readonly<Record<string, unknown>>,
  context: Pick<CommandContext, 'cwd'>,
): Pick<LabOrder, 'asked' | 'own'> {
  const seed = wholeNumber(options.seed, '--seed');
  const fileSystemStates = wholeNumber(options.fileSystems, '--file-systems');
  const boots = wholeNumber(options.boots, '--boots');
  const shards = wholeNumber(options.shards, '--shards');
  const { names, own } = askedScenarios(options, context);
  const asked = {
    ...(seed === null ? {} : { seed }),
    ...(options.lostFlush === true ? { kinds: [...cutKinds] } : {}),
    ...(names === null ? {} : { scenarios: names }),
    ...(shards === null ? {} : { shards }),
    ...(fileSystemStates === null ? {} : { fileSystemStates }),
    ...(boots === null ? {} : { boots }),
  };
  return { asked, own };
}

/**
 * Scenarios by name, and the one that is a file.
 * @throws Failure with exit status 2 for what is neither, more than one file, and a check without a scenario.
 */
export function askedScenarios(
  { scenario, check }: Readonly<Record<string, unknown>>,
  { cwd }: Pick<CommandContext, 'cwd'>,
): { names: ScenarioName[] | null; own: OwnPrograms | null } {
  const words = Array.isArray(scenario) ? scenario.map(String) : [];
  const files = words.filter((word) => !isNamed(word));
  const unknown = files.find((word) => !existsSync(path.resolve(cwd, word)));
  if (unknown !== undefined) {
    throw badInput({
      what: `There is no scenario, and no file, \`${unknown}\`.`,
      remedy: `Name a file, or some of: ${named.join(', ')}.`,
    });
  }
  const [script, another] = files;
  if (another !== undefined) throw badInput({ what: '`--scenario` takes one file.' });
  if (script === undefined && check !== undefined) {
    throw badInput({
      what: '`--check` looks at the data of a scenario of your own, and there is none.',
      remedy: 'Name the program that runs in the device, too: --scenario FILE --check FILE',
    });
  }
  // Who names nothing else gets a control that takes no time.
  const also = words.length === files.length ? ['truncated-state'] : [];
  const names = scenarioNames.filter((name) =>
    name === 'own' ? script !== undefined : [...words, ...also].includes(name),
  );
  const own =
    script === undefined
      ? null
      : {
          script: path.resolve(cwd, script),
          check: typeof check === 'string' ? path.resolve(cwd, check) : null,
        };
  return { names: words.length === 0 ? null : names, own };
}

function isNamed(word: string): boolean {
  return isScenario(word) && word !== 'own';
}

/** Where the lab of an image is. */
export function labFolder(
  { out }: Readonly<Record<string, unknown>>,
  image: string,
  { cwd }: Pick<CommandContext, 'cwd'>,
): string {
  return typeof out === 'string' ? path.resolve(cwd, out) : `${image}.powercut`;
}

/** A number of an option, from 0; null where it is not given. */
export function wholeNumber(value: unknown, flag: string): number | null {
  if (value === undefined) return null;
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  throw badInput({ what: `\`${flag}\` takes a whole number, not \`${String(value)}\`.` });
}
