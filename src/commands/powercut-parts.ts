import path from 'node:path';
import { Command, Option } from 'commander';
import { badInput, exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { faults } from '../powercut/check/oracle.js';
import { isScenario, scenarioNames, scenarioOf } from '../powercut/record/scenarios.js';
import { writeReport } from '../powercut/report/write-report.js';
import { aloneIn } from '../powercut/run/alone-in-lab.js';
import { openLab, readLab } from '../powercut/run/lab-folder.js';
import { mergeLabs } from '../powercut/run/merge.js';
import { replay } from '../powercut/run/replay.js';
import { recordTasks } from '../powercut/run/run-lab.js';
import { examineShards } from '../powercut/run/shard.js';
import { runUnlogged } from '../run/run.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { addLabOptions, askedPlan, labFolder, wholeNumber } from './powercut-options.js';
import { tellReport } from './powercut-report.js';

/** `powercut replay ID`: one cut of a report. */
export const replayCut: RunCommand = async (words, context) => {
  const command = new Command('powercut replay')
    .description('Shows one cut of a report, and writes the disk that it leaves.')
    .argument('<ID>', 'the cut as the report names it: SCENARIO/CUT')
    .requiredOption('--out <DIR>', 'folder of the lab')
    .option('--write <FILE>', 'file that gets the disk, to boot or to look at; it must not exist')
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      `
Exit status 1: something is wrong with this state of the disk.

Example:
  tmpfsroot-wizard powercut replay update/e12.p3.0 --out robot.raw.powercut --write cut.raw
  tmpfsroot-wizard boot --disk cut.raw`,
    );
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const { options, args } = parsed;
  const id = args[0] ?? '';
  const lab = await readLab(path.resolve(context.cwd, String(options.out)));
  const file = typeof options.write === 'string' ? path.resolve(context.cwd, options.write) : null;
  const { verdict, marks, changed } = await replay(lab, id, file);
  const scenarioName = scenarioNames.find((name) => id.startsWith(`${name}/`));
  if (options.json === true)
    printText(context.stdout, `${JSON.stringify({ id, file, ...verdict, marks, changed })}\n`);
  else {
    const lines = [
      `${id}: ${verdict.outcome}`,
      `${changed} sectors differ from the disk before the recording.`,
      ...(marks.length === 0 ? [] : [`Said before: ${marks.at(-1)}`]),
      ...(verdict.faults.length === 0
        ? ['Nothing is wrong.']
        : verdict.faults.map((fault) => `Wrong: ${faults[fault]}`)),
      ...(scenarioName !== undefined && scenarioOf(scenarioName).fileSystem !== null
        ? ['File systems are not looked at here; --write gives the disk with them.']
        : []),
      ...(file === null ? [] : [`The disk is in ${file}`]),
    ];
    printText(context.stdout, `${lines.join('\n')}\n`);
  }
  return verdict.faults.length === 0 ? exitStatus.done : exitStatus.stageFailed;
};

/** `powercut plan`: the recordings, and how to examine them elsewhere. */
export const planParts: RunCommand = async (words, context) => {
  const command = addLabOptions(
    new Command('powercut plan')
      .description('Records, and divides what is to be examined into parts that any machine can take.')
      .argument('<IMAGE>', 'a raw disk image that was built'),
  )
    .requiredOption('--shards <N>', 'number of parts')
    .option('--json', 'events as JSON lines on standard output')
    .addHelpText(
      'after',
      `
The folder of --out has all that the other machines need, but for the image: they find both under the same paths, or
copies of them.

Example:
  sudo env "PATH=$PATH" tmpfsroot-wizard powercut plan robot.raw --shards 100 --out /shared/lab`,
    );
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const { options, args } = parsed;
  const image = path.resolve(context.cwd, args[0] ?? '');
  const order = askedPlan(options, context);
  if (order.asked.shards === 0) throw badInput({ what: '`--shards` takes a number from 1 on.' });
  const lab = await openLab({ dir: labFolder(options, image, context), image, ...order });
  await aloneIn(lab, () =>
    runUnlogged(recordTasks(lab), { context, title: 'powercut', json: options.json === true }),
  );
  const { shards } = lab.plan;
  if (options.json === true)
    printText(context.stdout, `${JSON.stringify({ event: 'planned', dir: lab.dir, shards })}\n`);
  else {
    printText(
      context.stdout,
      `Examine each part, from 0 to ${shards - 1}:\n  tmpfsroot-wizard powercut run ${lab.dir} --shard K\nThen write the report:\n  tmpfsroot-wizard powercut merge ${lab.dir}\n`,
    );
  }
  return exitStatus.done;
};

/** `powercut run`: parts of a plan. */
export const runParts: RunCommand = async (words, context) => {
  const command = new Command('powercut run')
    .description('Examines parts of a plan. Parts that are examined already stay as they are.')
    .argument('<DIR>', 'folder of the lab')
    .requiredOption('--shard <K>', 'number of the part, from 0; or several with commas')
    .addOption(new Option('--scenario <NAME>', 'of this scenario alone').choices([...scenarioNames]))
    .addOption(new Option('--until <TIME>').hideHelp())
    .option('--json', 'events as JSON lines on standard output')
    .addHelpText(
      'after',
      '\nExample:\n  tmpfsroot-wizard powercut run /shared/lab --shard "$SLURM_ARRAY_TASK_ID"',
    );
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const { options, args } = parsed;
  const lab = await readLab(path.resolve(context.cwd, args[0] ?? ''));
  const numbers = String(options.shard)
    .split(',')
    .map((word) => wholeNumber(word, '--shard') ?? 0);
  const wrong = numbers.find((number) => number >= lab.plan.shards);
  if (wrong !== undefined)
    throw badInput({
      what: `There is no part \`${wrong}\`: they are numbered from 0 to ${lab.plan.shards - 1}.`,
    });
  const one = String(options.scenario ?? '');
  const scenarios = isScenario(one) ? [one] : lab.plan.scenarios;
  const until = options.until === undefined ? Number.POSITIVE_INFINITY : Number(options.until);
  for (const scenario of scenarios) {
    await examineShards(lab, scenario, numbers, {
      onShard: ({ number }, states) =>
        printText(
          context.stdout,
          options.json === true
            ? `${JSON.stringify({ event: 'examined', scenario, shard: number, states })}\n`
            : `${scenario}, part ${number}: ${states} cuts\n`,
        ),
      isLate: () => context.signal.aborted || Date.now() >= until,
    });
  }
  return context.signal.aborted ? exitStatus.interrupted : exitStatus.done;
};

/** `powercut merge`: the report of what was examined so far. */
export const mergeParts: RunCommand = async (words, context) => {
  const command = new Command('powercut merge')
    .description('Takes parts that were examined in copies of the folder, and writes the report.')
    .argument('<DIR>', 'folder of the lab')
    .argument('[DIR...]', 'copies of it from other machines')
    .option('--json', 'the summary as a JSON line on standard output')
    .addHelpText('after', '\nExample:\n  tmpfsroot-wizard powercut merge /shared/lab');
  const parsed = parseWith(command, words, context);
  if (parsed === null) return exitStatus.done;
  const [dir = '', ...others] = parsed.args.map((one) => path.resolve(context.cwd, one));
  const lab = await readLab(dir);
  await mergeLabs(lab, others);
  return tellReport(lab, await writeReport(lab), context, parsed.options.json === true);
};
