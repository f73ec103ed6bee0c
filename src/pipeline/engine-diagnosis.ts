import { automaticChoice } from '../engine/choose-engine.js';
import { type ContainerClient, containerClients, findContainerClient } from '../engine/container-client.js';
import type { EngineChoice } from '../spec/image-spec.js';

/** What can run the programs of a build besides this machine itself. */
export interface EngineDiagnosis {
  clients: readonly ContainerClient[];
  /** What `auto` means by the environment. */
  choice: EngineChoice;
}

/** Asks each container client of this machine whether it works. */
export async function diagnoseEngines(env: NodeJS.ProcessEnv): Promise<EngineDiagnosis> {
  const clients = await Promise.all(containerClients.map((name) => findContainerClient(name, env)));
  return { clients, choice: automaticChoice(env) };
}

/** The container engine that `auto` takes, or null: this machine's own programs. */
export function automaticEngine({ clients, choice }: EngineDiagnosis): 'podman' | 'docker' | null {
  return clients.find(({ works, name }) => works && (choice === 'auto' || choice === name))?.name ?? null;
}

/** Lines for people: which engines work, why the others do not, and which one builds go by. */
export function engineLines(engines: EngineDiagnosis): string[] {
  const { clients, choice } = engines;
  const why = choice === 'auto' ? '' : ', by TMPFSROOT_ENGINE';
  return [
    'Engines, in the order in which --engine auto takes them:',
    ...clients.map((client) => `  ${lineOf(client)}`),
    '  native: the programs of this machine, with the rights below.',
    `Builds go by: ${automaticEngine(engines) ?? 'native'}${why}.`,
  ];
}

function lineOf(client: ContainerClient): string {
  if (!client.works) return `${client.name}: no; ${client.why.replace(/[.?!]+$/, '')}. ${client.remedy}`;
  const where = client.isRemote
    ? '; its containers run elsewhere, and must see the folders of the project and the cache'
    : '';
  return `${client.name}: yes, ${client.version}${where}.`;
}
