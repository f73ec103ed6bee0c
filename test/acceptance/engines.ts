import { Failure } from '../../src/base/failure.js';
import type { EngineName } from '../../src/config/engines.js';
import { engines as allEngines } from '../../src/engine/choose-engine.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { requirePrograms } from '../../src/engine/programs/program-check.js';
import type { Untried } from './report.js';

/** The engines that this machine has, and why the others are not tried. */
export async function findEngines(
  env: NodeJS.ProcessEnv,
): Promise<{ engines: EngineName[]; untried: Untried[] }> {
  const found = await Promise.all(allEngines.map((one) => one.find(env)));
  const engines: EngineName[] = [];
  const untried: Untried[] = [];
  for (const one of found) {
    // The native engine is always found: its programs are looked for when one is needed.
    const why = one.works
      ? one.name === 'native'
        ? await missingForNative()
        : null
      : `${one.why}. ${one.remedy}`;
    if (why === null) engines.push(one.name);
    else untried.push({ what: one.name, why });
  }
  return { engines, untried };
}

async function missingForNative(): Promise<string | null> {
  const native = createNativeEngine();
  try {
    await requirePrograms(native, 'lock');
    await requirePrograms(native, 'build');
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [error.facts.what, error.facts.remedy].join(' ');
  }
}
