import { later, sentences, t } from '../../base/language/texts.js';
import { withoutTrailing } from '../../base/text/ends.js';
import type { EngineName } from '../../config/engines.js';
import type { EngineRecord, EngineRequest, FoundEngine, PlannedEngine } from '../engine-record.js';
import { createNativeEngine } from '../native/native.js';
import { openContainerEngine } from './container.js';
import {
  type ClientRecord,
  type ContainerClient,
  findContainerClient,
  type UsableClient,
} from './container-client.js';
import { makeImage, ownImageName, presentImage, pullImage } from './container-image.js';

/** The engine that a container client makes. */
export function containerEngine(record: ClientRecord<EngineName>): EngineRecord {
  return {
    name: record.name,
    usesImage: true,
    find: async (env) => foundEngine(record, await findContainerClient(record, env)),
  };
}

/** What a client that was found means for builds. */
export function foundEngine(
  record: ClientRecord<EngineName>,
  client: ContainerClient<EngineName>,
): FoundEngine {
  const { name } = client;
  if (!client.works) {
    const { why, remedy } = client;
    const about = sentences(t`no; ${withoutTrailing(why, '.?!。')}.`, remedy);
    return { name, usesImage: true, works: false, about, facts: client, why, remedy };
  }
  const where = client.isRemote
    ? t`; its containers run elsewhere, and must see the folders of the project and the cache`
    : '';
  return {
    ...{ name, usesImage: true, works: true, about: t`yes, ${client.version}${where}.`, facts: client },
    plan: (request) => plan(record, client, request),
  };
}

async function plan(
  record: ClientRecord,
  client: UsableClient<EngineName>,
  request: EngineRequest,
): Promise<PlannedEngine> {
  const { release, image: wanted, isAutomatic, shares, treeFolder, signal } = request;
  const name = wanted ?? (await ownImageName(release));
  let image = await presentImage(createNativeEngine(), client, name, signal);
  return {
    preparation:
      image !== null
        ? null
        : {
            title: wanted === null ? later`Make the container image` : later`Fetch the container image`,
            run: async (ctx) => {
              if (wanted === null)
                await makeImage(ctx, { ...client, proxyArgs: record.proxyArgs }, release, name, isAutomatic);
              else await pullImage(ctx, client, name);
              image = await presentImage(ctx.engine, client, name, ctx.signal);
              return name;
            },
          },
    open: () =>
      openContainerEngine({ client, image: image ?? { name, id: name }, shares, treeFolder, signal }),
  };
}
