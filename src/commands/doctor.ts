import { Command } from 'commander';
import { badInput, exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { buildVerdict } from '../doctor/build-verdict.js';
import { type Diagnosis, diagnose, diagnosisText, isComplete, missingOf } from '../doctor/diagnosis.js';
import { automaticEngine } from '../doctor/engine-diagnosis.js';
import { installMissing, missingInstallLine } from '../doctor/install-programs.js';
import { createNativeEngine } from '../engine/native/native.js';
import { packagesOf } from '../engine/programs/program-check.js';
import { installLine } from '../engine/programs/programs.js';
import type { CommandContext, RunCommand } from './command.js';
import { confirm } from './confirm.js';
import { parseWith } from './parse.js';

/** `doctor`: what this machine has and lacks; `--install` gets what is missing. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(doctorCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { json, install, yes } = parsed.options;
  const engine = createNativeEngine();
  let diagnosis = await diagnose(engine, context);
  if (install === true && missingOf(diagnosis).length > 0) {
    await agree(diagnosis, yes === true, context);
    const { signal, stderr } = context;
    await installMissing(diagnosis, { signal, onLine: (line) => printText(stderr, `${line}\n`) });
    diagnosis = await diagnose(createNativeEngine(), context);
  }
  printText(
    context.stdout,
    json === true ? `${JSON.stringify(jsonOf(diagnosis))}\n` : diagnosisText(diagnosis),
  );
  return isComplete(diagnosis) ? exitStatus.done : exitStatus.missingHere;
};

function doctorCommand(): Command {
  return new Command('doctor')
    .description('Shows what this machine has and lacks for locking, building and booting images.')
    .option('--install', 'install what is missing, after asking')
    .option('--yes', 'do not ask')
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      `
Exit status 3 when something is missing.

Examples:
  tmpfsroot-wizard doctor
  tmpfsroot-wizard doctor --install --yes`,
    );
}

function jsonOf(diagnosis: Diagnosis) {
  const { distribution, programs, kvm, root, rights, engines, cache } = diagnosis;
  const { family } = distribution;
  const packages = family === null ? [] : packagesOf(programs, family);
  return {
    distribution,
    programs: programs.map(({ program: { name, purposes, use }, path }) => ({ name, purposes, use, path })),
    verdict: buildVerdict(diagnosis),
    kvm,
    root,
    rights,
    engines: {
      auto: automaticEngine(engines) ?? 'native',
      clients: engines.found.flatMap(({ facts }) => facts ?? []),
    },
    cache,
    install: family === null || packages.length === 0 ? null : installLine(family, packages),
  };
}

/** @throws Failure: 2 when nobody can be asked or the answer is no, 3 when it is not known how to install. */
async function agree(diagnosis: Diagnosis, yes: boolean, context: CommandContext): Promise<void> {
  const line = missingInstallLine(diagnosis);
  if (line === null || yes) return;
  const isAgreed = await confirm(
    `${line}\nRun this?`,
    {
      what: 'There is no terminal on which to confirm the installation.',
      remedy: 'Confirm on the command line: tmpfsroot-wizard doctor --install --yes',
    },
    context,
  );
  if (!isAgreed) throw badInput({ what: 'Nothing was installed: you did not confirm.' });
}
