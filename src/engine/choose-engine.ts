import { badInput, missingHere } from '../base/failure.js';
import { oneOf, t } from '../base/language/texts.js';
import { type EngineChoice, type EngineName, engineChoices, engineNames } from '../config/engines.js';
import { containerEngine } from './container/container-record.js';
import { docker } from './container/docker.js';
import { podman } from './container/podman.js';
import type { EngineRecord, FoundEngine, UsableEngine } from './engine-record.js';
import { nativeEngine, usableNativeEngine } from './native/native.js';

const records: Readonly<Record<EngineName, EngineRecord>> = {
  podman: containerEngine(podman),
  docker: containerEngine(docker),
  native: nativeEngine,
};

/** Every engine, in the order in which `auto` tries them. */
export const engines: readonly EngineRecord[] = engineNames.map((name) => records[name]);

/**
 * What `auto` means on this machine: the engine that TMPFSROOT_ENGINE names, or the first that works.
 * @throws Failure (exit status 2) when it names none.
 */
export function automaticChoice(env: NodeJS.ProcessEnv): EngineChoice {
  const name = env.TMPFSROOT_ENGINE || 'auto';
  const choice = engineChoices.find((one) => one === name);
  if (choice !== undefined) return choice;
  throw badInput({
    what: t`\`${name}\` is not a known engine.`,
    where: 'TMPFSROOT_ENGINE',
    remedy: t`Choose one of: ${engineChoices.join(', ')}.`,
  });
}

/**
 * The engine that was asked for; for `auto` the first that works.
 * @param find for tests: looks for one
 * @throws Failure: 3 when the one that was asked for does not work here; 2 when an image was named and none is used.
 */
export async function chooseEngine(
  { use: wish, image }: { use: EngineChoice; image: string | null },
  env: NodeJS.ProcessEnv,
  find: (record: EngineRecord) => Promise<FoundEngine> = (record) => record.find(env),
): Promise<UsableEngine> {
  const use = wish === 'auto' ? automaticChoice(env) : wish;
  const chosen = await firstOf(use, find);
  if (image === null || chosen.usesImage) return chosen;
  const others = engines.filter(({ usesImage }) => usesImage).map(({ name }) => name);
  throw badInput({
    what: t`The image \`${image}\` is for a container engine, but none is used.`,
    where: 'engine.image',
    remedy:
      use === 'auto'
        ? t`Install ${oneOf(others)}, or leave out --engine-image.`
        : t`Leave out --engine-image, or --engine ${use}.`,
  });
}

async function firstOf(
  use: EngineChoice,
  find: (record: EngineRecord) => Promise<FoundEngine>,
): Promise<UsableEngine> {
  for (const record of engines) {
    if (use !== 'auto' && use !== record.name) continue;
    const found = await find(record);
    if (found.works) return found;
    if (use === record.name) {
      throw missingHere({
        what: t`${found.name} ${found.why}.`,
        where: 'engine.use',
        remedy: t`${found.remedy}; or use another engine: --engine auto`,
      });
    }
  }
  return usableNativeEngine;
}
