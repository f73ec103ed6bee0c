import { existsSync } from 'node:fs';
import { Failure, missingHere } from '../../base/failure.js';
import { packageFile } from '../../base/fs/package-file.js';
import { t, translated } from '../../base/language/texts.js';
import type { Engine } from '../engine.js';
import type { DistributionFamily } from './distribution.js';
import { type NeededProgram, neededPrograms, type ProgramPurpose, packagesFor } from './programs.js';

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
  const names = missing.map(({ program }) => `\`${program.name}\` (${translated(program.use)})`);
  const command = purpose === 'anaconda' ? 'build --install-method anaconda' : purpose;
  const listed = names.join(t`, `);
  throw missingHere({
    ...(missing.length === 1
      ? {
          what: t`A program is missing ${engine.place}: ${listed}.`,
          why: t`\`tmpfsroot-wizard ${command}\` runs it.`,
        }
      : {
          what: t`Programs are missing ${engine.place}: ${listed}.`,
          why: t`\`tmpfsroot-wizard ${command}\` runs them.`,
        }),
    remedy: await engine.installRemedy(missing.map(({ program }) => program.name)),
  });
}

/** The packages that bring what is missing, each once. */
export function packagesOf(states: readonly ProgramState[], family: DistributionFamily): string[] {
  const missing = states.filter(({ path }) => path === null);
  return packagesFor(
    missing.map(({ program }) => program.name),
    family,
  );
}

async function locate(engine: Engine, { name, found }: NeededProgram): Promise<string | null> {
  if (found === 'program') return engine.find(name);
  if ('anyFile' in found) return found.anyFile.find((file) => existsSync(file)) ?? null;
  return locateModule(engine, found.anyPythonModule);
}

async function locateModule(engine: Engine, modules: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await engine.run({
      program: '/usr/bin/python3',
      args: ['-I', packageFile('src/engine/programs/find-module.py'), ...modules],
      purpose: t`looking for the Python module ${modules.join(t` or `)}`,
      capture: true,
    });
    return stdout.trim();
  } catch (error) {
    if (error instanceof Failure && error.exitStatus !== 130) return null;
    throw error;
  }
}
