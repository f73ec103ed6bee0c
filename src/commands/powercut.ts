import path from 'node:path';
import { Command } from 'commander';
import { exitStatus } from '../base/failure.js';
import { cutPower } from '../powercut/cut-power.js';
import { openLab } from '../powercut/run/lab-folder.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { addLabOptions, askedPlan, labFolder, wholeNumber } from './powercut-options.js';
import { mergeParts, planParts, replayCut, runParts } from './powercut-parts.js';
import { tellReport } from './powercut-report.js';

/** Behind `powercut`, beside the image that it is usually given. */
export const subcommands: Readonly<Record<string, { summary: string; run: RunCommand }>> = {
  replay: { summary: 'show one cut of a report, and write the disk that it leaves', run: replayCut },
  plan: { summary: 'record, and divide the rest into parts', run: planParts },
  run: { summary: 'examine one part, on any machine', run: runParts },
  merge: { summary: 'take parts of other machines, and write the report', run: mergeParts },
};

/** Where no subcommand stands, the image does. */
export const pathsBesideSubcommands = 'files';

/** `powercut IMAGE`: records what the device's programs write, and judges every state that a power cut may leave. */
export const run: RunCommand = async (words, context) => {
  const [name = '', ...rest] = words;
  if (Object.hasOwn(subcommands, name))
    return (await subcommands[name]?.run(rest, context)) ?? exitStatus.badInput;
  const parsed = parseWith(powercutCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { options } = parsed;
  const image = path.resolve(context.cwd, parsed.args[0] ?? '');
  const lab = await openLab({
    dir: labFolder(options, image, context),
    image,
    ...askedPlan(options, context),
  });
  const own = { node: process.execPath, entry: process.argv[1] ?? '' };
  const [jobs, minutes] = [wholeNumber(options.jobs, '--jobs'), wholeNumber(options.minutes, '--minutes')];
  const json = options.json === true;
  const findings = await cutPower(lab, { own, jobs, minutes }, { context, json });
  return tellReport(lab, findings, context, json);
};

function powercutCommand(): Command {
  return addLabOptions(
    new Command('powercut')
      .description(
        'Cuts the power of a built image at every point of what a device does, and says what becomes of it.',
      )
      .argument('<IMAGE>', 'a raw disk image that was built'),
  )
    .option('--minutes <N>', 'stop after so many minutes; the same command goes on')
    .option('--jobs <N>', 'processes side by side; as many as there are processors by default')
    .option('--json', 'events as JSON lines on standard output')
    .addHelpText(
      'after',
      `
The device's own programs write to a copy of the image, which logs each write. Every state of the disk that a power
cut could leave is made from that log and judged without booting; file systems are repaired and mounted. The folder
of --out gets the report as report.txt, report.json and report.html. Recording takes root.

Exit status 1: something is wrong, or a control, which is wrong on purpose, was found to be right.

More commands:
  powercut replay ID    shows one cut of a report, and writes the disk that it leaves
  powercut plan         records, and divides the rest into parts for other machines
  powercut run          examines parts
  powercut merge        takes parts of other machines, and writes the report

Examples:
  sudo env "PATH=$PATH" tmpfsroot-wizard powercut output/robot.raw
  sudo env "PATH=$PATH" tmpfsroot-wizard powercut output/robot.raw --scenario update --minutes 30
  tmpfsroot-wizard powercut replay update/e12.p3.0 --out output/robot.raw.powercut`,
    );
}
