import { badInput, missingHere } from '../spec/failure.js';
import { type EngineChoice, engineChoices } from '../spec/image-spec.js';
import {
  type ContainerClient,
  containerClients,
  findContainerClient,
  type UsableClient,
} from './container-client.js';

/** What runs the programs: a container client, or this machine itself. */
export type ChosenEngine = { name: 'native' } | { name: 'podman' | 'docker'; client: UsableClient };

/** For tests, and for what has asked the clients already. */
export type FindClient = (name: 'podman' | 'docker') => Promise<ContainerClient>;

/**
 * What `auto` means on this machine: the engine that TMPFSROOT_ENGINE names, or the first that works.
 * @throws Failure (exit status 2) when it names none.
 */
export function automaticChoice(env: NodeJS.ProcessEnv): EngineChoice {
  const name = env.TMPFSROOT_ENGINE || 'auto';
  const choice = engineChoices.find((one) => one === name);
  if (choice !== undefined) return choice;
  throw badInput({
    what: `\`${name}\` is no engine.`,
    where: 'TMPFSROOT_ENGINE',
    remedy: `Take one of: ${engineChoices.join(', ')}.`,
  });
}

/**
 * The engine that was asked for; for `auto` the first that works of podman, docker and native.
 * @throws Failure: 3 when the one that was asked for does not work here; 2 when an image was named and none is used.
 */
export async function chooseEngine(
  { use: wish, image }: { use: EngineChoice; image: string | null },
  env: NodeJS.ProcessEnv,
  find: FindClient = (name) => findContainerClient(name, env),
): Promise<ChosenEngine> {
  const use = wish === 'auto' ? automaticChoice(env) : wish;
  for (const name of containerClients) {
    if (use !== 'auto' && use !== name) continue;
    const client = await find(name);
    if (client.works) return { name, client };
    if (use === name) {
      throw missingHere({
        what: `${name} ${client.why}.`,
        where: 'engine.use',
        remedy: `${client.remedy}; or use another engine: --engine auto`,
      });
    }
  }
  if (image !== null) {
    throw badInput({
      what: `The image \`${image}\` is for a container engine, and none is used.`,
      where: 'engine.image',
      remedy:
        use === 'native'
          ? 'Leave out --engine-image, or --engine native.'
          : 'Install podman or docker, or leave out --engine-image.',
    });
  }
  return { name: 'native' };
}
