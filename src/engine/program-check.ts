import { existsSync } from 'node:fs';
import { Failure, missingHere } from '../spec/failure.js';
import { type DistributionFamily, parseOsRelease, readDistribution } from './distribution.js';
import type { Engine } from './engine.js';
import { installLine, type NeededProgram, neededPrograms, type ProgramPurpose } from './programs.js';

export interface ProgramState {
  program: NeededProgram;
  /** Where it was found, or null: it is missing. */
  path: string | null;
}

/** Looks for every program that one of these purposes needs, in the order of the table. */
export async function checkPrograms(
  engine: Engine,
  purposes: readonly ProgramPurpose[],
): Promise<ProgramState[]> {
  const needed = neededPrograms.filter((one) => one.purposes.some((purpose) => purposes.includes(purpose)));
  return Promise.all(needed.map(async (program) => ({ program, path: await locate(engine, program) })));
}

/**
 * Sees to it that nothing is missing before work begins.
 * @throws Failure with exit status 3 that names everything that is missing, and the one command that gets it.
 */
export async function requirePrograms(engine: Engine, purpose: ProgramPurpose): Promise<void> {
  const missing = (await checkPrograms(engine, [purpose])).filter(({ path }) => path === null);
  if (missing.length === 0) return;
  const family = await familyOf(engine);
  const names = missing.map(({ program }) => `\`${program.name}\` (${program.use})`);
  throw missingHere({
    what: `${missing.length === 1 ? 'A program is' : 'Programs are'} missing ${engine.place}: ${names.join(', ')}.`,
    why: `\`tmpfsroot-wizard ${purpose === 'anaconda' ? 'build --install-method anaconda' : purpose}\` runs ${missing.length === 1 ? 'it' : 'them'}.`,
    remedy: engine.name === 'native' ? onMachine(missing, family) : intoImage(missing, family),
  });
}

/** What the engine's programs come from: this machine, or the container image. */
async function familyOf(engine: Engine): Promise<DistributionFamily | null> {
  if (engine.name === 'native') return (await readDistribution()).family;
  const { stdout } = await engine.run({
    program: 'sh',
    args: ['-c', 'cat /etc/os-release'],
    purpose: 'seeing what the image is made of',
    capture: true,
    okStatuses: [0, 1],
  });
  return parseOsRelease(stdout).family;
}

function onMachine(missing: readonly ProgramState[], family: DistributionFamily | null): string {
  return family === null
    ? 'Install them; tmpfsroot-wizard doctor tells what each is called elsewhere.'
    : `${installLine(family, packagesOf(missing, family))}, or: tmpfsroot-wizard doctor --install`;
}

function intoImage(missing: readonly ProgramState[], family: DistributionFamily | null): string {
  const words =
    family === null
      ? 'Install them in it'
      : `In its Containerfile: RUN ${installLine(family, packagesOf(missing, family), true)}`;
  return `${words}; or leave out --engine-image.`;
}

/** The packages that bring what is missing, each once. */
export function packagesOf(
  states: readonly ProgramState[],
  family: keyof NeededProgram['packages'],
): string[] {
  const packages = states.filter(({ path }) => path === null).map(({ program }) => program.packages[family]);
  return [...new Set(packages)].sort();
}

async function locate(engine: Engine, { name, found }: NeededProgram): Promise<string | null> {
  if (found === 'program') return engine.find(name);
  if ('anyFile' in found) return found.anyFile.find((file) => existsSync(file)) ?? null;
  return locateModule(engine, found.anyPythonModule);
}

const findModule = `import sys, importlib.util as u
found = [spec for spec in map(u.find_spec, sys.argv[1:]) if spec]
print(found[0].origin) if found else sys.exit(1)`;

/** Not imported, only found: an import takes ten times as long. */
async function locateModule(engine: Engine, modules: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await engine.run({
      program: '/usr/bin/python3',
      args: ['-I', '-c', findModule, ...modules],
      purpose: `looking for the Python module ${modules.join(' or ')}`,
      capture: true,
    });
    return stdout.trim();
  } catch (error) {
    if (error instanceof Failure && error.exitStatus !== 130) return null;
    throw error;
  }
}
