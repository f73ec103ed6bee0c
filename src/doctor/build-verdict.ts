import { Failure } from '../base/failure.js';
import { asPart } from '../base/failure-cause.js';
import { t } from '../base/language/texts.js';
import type { Engine } from '../engine/engine.js';
import { checkPrograms, type ProgramState } from '../engine/programs/program-check.js';
import { findRights } from '../engine/rights/own-rights.js';
import type { Rights } from '../engine/rights/rights.js';
import { automaticEngine, diagnoseEngines, type EngineDiagnosis } from './engine-diagnosis.js';

/** Whether this machine can build, and by what, in one sentence. */
export interface BuildVerdict {
  canBuild: boolean;
  text: string;
}

/** What the verdict is decided by. */
interface BuildFacts {
  engines: EngineDiagnosis;
  /** Those that locking and building run on this machine, and maybe others. */
  programs: readonly ProgramState[];
  rights: Pick<Rights, 'way'>;
  /** Absent: not looked at. */
  cache?: { folder: string; writable: boolean };
}

/** Names of programs that are told; more of them say no more. */
const mostNames = 3;

/** Decides whether this machine can build. */
export function buildVerdict(facts: BuildFacts): BuildVerdict {
  const obstacle = obstacleOf(facts);
  if (obstacle !== null) return { canBuild: false, text: t`This machine cannot build: ${obstacle}.` };
  const name = automaticEngine(facts.engines);
  return {
    canBuild: true,
    text:
      name === null ? t`This machine builds with its own programs.` : t`This machine builds with ${name}.`,
  };
}

/**
 * Looks no further than it must: not at virtual machines, not at the cache, which that would make, and at this machine's
 * own programs and rights only where no container engine works.
 */
export async function findVerdict(engine: Engine, env: NodeJS.ProcessEnv): Promise<BuildVerdict> {
  try {
    const engines = await diagnoseEngines(env);
    if (automaticEngine(engines) !== null)
      return buildVerdict({ engines, programs: [], rights: { way: null } });
    const [programs, rights] = await Promise.all([
      checkPrograms(engine, ['lock', 'build']),
      findRights(engine),
    ]);
    return buildVerdict({ engines, programs, rights });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { what, where } = error.facts;
    const place = where === undefined ? '' : `${where}: `;
    return { canBuild: false, text: t`This machine cannot build: ${place}${what}` };
  }
}

/** What keeps this machine from building, as a part of a sentence, or null. */
function obstacleOf({ engines, programs, rights, cache }: BuildFacts): string | null {
  if (cache?.writable === false) return t`the cache folder ${cache.folder} cannot be written to`;
  const { found, choice } = engines;
  const wanted = found.find(({ name }) => name === choice);
  if (wanted?.works === false) return `${wanted.name} ${asPart(wanted.why).replace(/[.。]$/, '')}`;
  if (automaticEngine(engines) !== null) return null;
  const missing = programs.filter(
    ({ program, path }) =>
      path === null && program.purposes.some((purpose) => purpose === 'lock' || purpose === 'build'),
  );
  const noEngine = choice === 'auto' ? t`, and no container engine works` : '';
  if (missing.length > 0) return `${missingText(missing.map(({ program }) => program.name))}${noEngine}`;
  return rights.way === null ? t`nobody here may make a root tree${noEngine}` : null;
}

function missingText(names: readonly string[]): string {
  const told = names.slice(0, mostNames);
  const others = names.length - told.length;
  const list = others > 0 ? t`${told.join(', ')} and ${others} more` : told.join(', ');
  return names.length === 1 ? t`${list} is missing` : t`${list} are missing`;
}
