import { type ContainerClient, containerClients, findContainerClient } from '../engine/container-client.js';

/** What can run the programs of a build besides this machine itself. */
export type EngineDiagnosis = readonly ContainerClient[];

/** Asks each container client of this machine whether it works. */
export function diagnoseEngines(env: NodeJS.ProcessEnv): Promise<EngineDiagnosis> {
  return Promise.all(containerClients.map((name) => findContainerClient(name, env)));
}

/** The container engine that `auto` takes, or null: this machine's own programs. */
export function automaticEngine(clients: EngineDiagnosis): 'podman' | 'docker' | null {
  return clients.find(({ works }) => works)?.name ?? null;
}

/** Lines for people: which engines work, why the others do not, and which one builds go by. */
export function engineLines(clients: EngineDiagnosis): string[] {
  return [
    'Engines, in the order in which --engine auto takes them:',
    ...clients.map((client) => `  ${lineOf(client)}`),
    '  native: the programs above, with the rights below.',
    `Builds go by: ${automaticEngine(clients) ?? 'native'}.`,
  ];
}

function lineOf(client: ContainerClient): string {
  if (!client.works) return `${client.name}: no; ${client.why}. ${client.remedy}`;
  const where = client.isRemote
    ? '; its containers run elsewhere, and must see the folders of the project and the cache'
    : '';
  return `${client.name}: yes, ${client.version}${where}.`;
}
