import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { Command } from 'commander';
import { type Distribution, readDistribution } from '../engine/distribution.js';
import type { Engine } from '../engine/engine.js';
import { createNativeEngine } from '../engine/native.js';
import { checkPrograms, type ProgramState, packagesOf } from '../engine/program-check.js';
import { installCommands, installLine, programPurposes } from '../engine/programs.js';
import { formatBytes } from '../pipeline/format.js';
import { cacheFolder } from '../rpm/cache-folder.js';
import { badInput, type ExitStatus, exitStatus, missingHere } from '../spec/failure.js';
import { type KvmVerdict, probeKvm } from '../vm/kvm.js';
import type { CommandContext, RunCommand } from './command.js';
import { confirm } from './confirm.js';
import { parseWith } from './parse.js';

interface Cache {
  folder: string;
  writable: boolean;
  /** Bytes, null when it cannot be told. */
  free: number | null;
}

interface Diagnosis {
  distribution: Distribution;
  programs: readonly ProgramState[];
  kvm: KvmVerdict;
  root: boolean;
  cache: Cache;
}

/** `doctor`: what this machine has and lacks; `--install` gets what is missing. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(doctorCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { json, install, yes } = parsed.options;
  const engine = createNativeEngine();
  let diagnosis = await diagnose(engine, context);
  if (install === true && missingOf(diagnosis).length > 0) {
    await installMissing(diagnosis, yes === true, context);
    diagnosis = await diagnose(createNativeEngine(), context);
  }
  context.stdout.write(json === true ? `${JSON.stringify(jsonOf(diagnosis))}\n` : textOf(diagnosis));
  return statusOf(diagnosis);
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

async function diagnose(engine: Engine, { env, signal }: CommandContext): Promise<Diagnosis> {
  const cacheDir = cacheFolder({ cacheDir: env.CACHE_DIR || null }, env);
  const cache = await inspectCache(cacheDir);
  const [distribution, programs] = await Promise.all([
    readDistribution(),
    checkPrograms(engine, programPurposes),
  ]);
  const canProbe = programs.some(
    ({ program, path }) => program.name === 'qemu-system-x86_64' && path !== null,
  );
  const kvm = canProbe
    ? await probeKvm({ engine, cacheDir, signal })
    : { works: false, why: 'not tried, as QEMU is missing' };
  return { distribution, programs, kvm, root: process.geteuid?.() === 0, cache };
}

async function inspectCache(folder: string): Promise<Cache> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch {
    return { folder, writable: false, free: null };
  }
  const { bavail, bsize } = await statfs(folder);
  return { folder, writable: true, free: bavail * bsize };
}

function missingOf({ programs }: Diagnosis): ProgramState[] {
  return programs.filter(({ path }) => path === null);
}

/** KVM is no need: it only makes virtual machines faster. */
function statusOf(diagnosis: Diagnosis): ExitStatus {
  const complete = missingOf(diagnosis).length === 0 && diagnosis.cache.writable && diagnosis.root;
  return complete ? exitStatus.done : exitStatus.missingHere;
}

function textOf(diagnosis: Diagnosis): string {
  const { distribution, programs, kvm, root, cache } = diagnosis;
  const width = Math.max(...programs.map(({ program }) => program.name.length));
  const rows = programs.map(({ program, path }) => {
    const name = `${path === null ? 'missing' : 'here   '}  ${program.name.padEnd(width)}`;
    return `${name}  ${program.purposes.join('+').padEnd(10)}  ${program.use}`;
  });
  const missing = missingOf(diagnosis);
  const space = cache.free === null ? '' : `, ${formatBytes(cache.free)} free`;
  return `${[
    distribution.title,
    '',
    ...rows,
    '',
    `Virtual machines: ${kvm.works ? 'KVM works.' : `slow, without KVM: ${kvm.why}.`}`,
    `Root's rights: ${root ? 'yes.' : 'no; building needs them: run it by sudo.'}`,
    `Cache: ${cache.folder}${cache.writable ? space : ' cannot be written to; name another with CACHE_DIR'}.`,
    missing.length === 0 ? 'Nothing is missing.' : `${missing.length} missing. ${remedyOf(diagnosis)}`,
  ].join('\n')}\n`;
}

function remedyOf(diagnosis: Diagnosis): string {
  const { distribution } = diagnosis;
  if (distribution.family !== null) {
    const line = installLine(distribution.family, packagesOf(diagnosis.programs, distribution.family));
    return `To install it:\n  ${line}\nor: tmpfsroot-wizard doctor --install`;
  }
  const names = missingOf(diagnosis).map(
    ({ program: { name, packages } }) => `  ${name}: ${packages.debian}`,
  );
  return `The packages of this distribution are not known; Debian's are called:\n${names.join('\n')}`;
}

function jsonOf({ distribution, programs, kvm, root, cache }: Diagnosis) {
  const { family } = distribution;
  const packages = family === null ? [] : packagesOf(programs, family);
  return {
    distribution,
    programs: programs.map(({ program: { name, purposes, use }, path }) => ({ name, purposes, use, path })),
    kvm,
    root,
    cache,
    install: family === null || packages.length === 0 ? null : installLine(family, packages),
  };
}

/** @throws Failure: 2 when nobody can be asked or the answer is no, 1 when the installation fails. */
async function installMissing(diagnosis: Diagnosis, yes: boolean, context: CommandContext): Promise<void> {
  const { family } = diagnosis.distribution;
  if (family === null) {
    throw missingHere({
      what: `How \`${diagnosis.distribution.title}\` installs packages is not known.`,
      remedy: 'Install by hand what this lists: tmpfsroot-wizard doctor',
    });
  }
  const packages = packagesOf(diagnosis.programs, family);
  if (!yes && !(await confirmed(installLine(family, packages), context))) {
    throw badInput({ what: 'Nothing was installed, as you did not agree.' });
  }
  const engine = createNativeEngine();
  for (const words of installCommands(family, packages)) {
    const [program, ...args] = diagnosis.root ? words : (['sudo', '-n', ...words] as const);
    await engine.run({
      program,
      args,
      purpose: 'installing packages',
      env: family === 'debian' && diagnosis.root ? { DEBIAN_FRONTEND: 'noninteractive' } : {},
      signal: context.signal,
      onLine: (line) => context.stderr.write(`${line}\n`),
    });
  }
}

async function confirmed(line: string, context: CommandContext): Promise<boolean> {
  return await confirm(
    `${line}\nRun this?`,
    {
      what: 'There is no terminal to ask on whether to install.',
      remedy: 'Agree beforehand: tmpfsroot-wizard doctor --install --yes',
    },
    context,
  );
}
