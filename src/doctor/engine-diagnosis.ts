import { t, translated } from '../base/language/texts.js';
import type { EngineChoice, EngineName } from '../config/engines.js';
import { automaticChoice, engines } from '../engine/choose-engine.js';
import type { FoundEngine } from '../engine/engine-record.js';

/** What can run the programs of a build. */
export interface EngineDiagnosis {
  found: readonly FoundEngine[];
  /** What `auto` means by the environment. */
  choice: EngineChoice;
}

/** Looks at each engine on this machine. */
export async function diagnoseEngines(env: NodeJS.ProcessEnv): Promise<EngineDiagnosis> {
  const found = await Promise.all(engines.map((one) => one.find(env)));
  return { found, choice: automaticChoice(env) };
}

/** The engine with an image that `auto` takes, or null: this machine's own programs. */
export function automaticEngine({ found, choice }: EngineDiagnosis): EngineName | null {
  const taken = found.find(({ works, name }) => works && (choice === 'auto' || choice === name));
  return taken?.usesImage ? taken.name : null;
}

/** Lines for people: which engines work, why the others do not, and which one builds go by. */
export function engineLines(engines: EngineDiagnosis): string[] {
  const { found, choice } = engines;
  const why = choice === 'auto' ? '' : t`, by TMPFSROOT_ENGINE`;
  return [
    t`Engines, in the order in which --engine auto takes them:`,
    ...found.map(({ name, about }) => `  ${name}: ${translated(about)}`),
    t`Engine for builds: ${automaticEngine(engines) ?? 'native'}${why}.`,
  ];
}
