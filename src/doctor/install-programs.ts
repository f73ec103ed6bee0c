import { missingHere } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { createNativeEngine } from '../engine/native/native.js';
import { packagesOf } from '../engine/programs/program-check.js';
import { installCommands, installLine } from '../engine/programs/programs.js';
import type { Diagnosis } from './diagnosis.js';

/**
 * The command that installs what is missing, for people; null where nothing is.
 * @throws Failure (exit status 3) where it is not known how this distribution installs packages.
 */
export function missingInstallLine({ distribution, programs }: Diagnosis): string | null {
  const { family, title } = distribution;
  if (!programs.some(({ path }) => path === null)) return null;
  if (family === null) {
    throw missingHere({
      what: t`How \`${title}\` installs packages is not known.`,
      remedy: t`Install by hand what this lists: tmpfsroot-wizard doctor`,
    });
  }
  return installLine(family, packagesOf(programs, family));
}

/**
 * Installs what is missing with the system's package manager, by sudo where need be. A person must have agreed.
 * @throws Failure: 1 when the installation fails, 130 when interrupted.
 */
export async function installMissing(
  { distribution: { family }, programs, root }: Diagnosis,
  { signal, onLine }: { signal: AbortSignal; onLine(line: string): void },
): Promise<void> {
  if (family === null) return;
  const engine = createNativeEngine();
  for (const words of installCommands(family, packagesOf(programs, family))) {
    const [program, ...args] = root ? words : (['sudo', '-n', ...words] as const);
    await engine.run({
      program,
      args,
      purpose: t`installing packages`,
      env: family === 'debian' && root ? { DEBIAN_FRONTEND: 'noninteractive' } : {},
      signal,
      onLine,
    });
  }
}
