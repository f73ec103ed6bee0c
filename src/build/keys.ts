import { createHash } from 'node:crypto';
import { digestTree } from '../base/fs/file-digest.js';
import { packageFile } from '../base/fs/package-file.js';
import type { Engine } from '../engine/engine.js';
import { stageOf } from './graph.js';
import type { BuildSource, Dependency, Node, Stage } from './stage.js';

/** Raised when a stage makes something else from the same inputs. */
const stageVersion = 9;

/** A node with all that its `make` is given besides results. */
export interface PreparedNode {
  key: string;
  values: Readonly<Record<string, unknown>>;
}

/** Digest of everything that a stage depends on. */
export function stageKey(inputs: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 24);
}

/**
 * Reads the inputs of nodes and of all that they are made of, once each, and computes their keys. Every key also
 * holds what this program brings for devices.
 * @returns by id
 */
export async function prepareNodes(
  nodes: readonly Node[],
  source: BuildSource,
  engine: Pick<Engine, 'toolVersions'>,
): Promise<ReadonlyMap<string, PreparedNode>> {
  const device = await source.digestsOf(packageFile('src/device'));
  const prepared = new Map<string, Promise<PreparedNode>>();
  const versionsOf = remembered((tools: readonly string[]) => engine.toolVersions(tools));
  const prepare = (node: Node): Promise<PreparedNode> => {
    const known = prepared.get(node.id) ?? prepareOne(node);
    prepared.set(node.id, known);
    return known;
  };
  const prepareOne = async ({ id, deps, tools, inputs }: Node): Promise<PreparedNode> => {
    const [read, versions, below] = await Promise.all([
      inputs(source),
      tools.length === 0 ? null : versionsOf(tools),
      mapValues(deps, keyOfDependency),
    ]);
    const entries = Object.entries(read);
    const keys = Object.fromEntries(entries.map(([name, { key }]) => [name, key]));
    return {
      key: stageKey({ stageVersion, device, id, inputs: keys, tools: versions, deps: below }),
      values: Object.freeze(Object.fromEntries(entries.map(([name, { value }]) => [name, value]))),
    };
  };
  const keyOf = async (stage: Stage) => (await prepare(stage)).key;
  const keyOfDependency = async (dependency: Dependency) => {
    // A narrowed one is prepared too: it may have to be made.
    const whole = await keyOf(stageOf(dependency));
    return 'stage' in dependency ? await dependency.counts(source, keyOf) : whole;
  };
  await Promise.all(nodes.map(prepare));
  const done = [...prepared].map(async ([id, one]) => [id, await one] as const);
  return new Map(await Promise.all(done));
}

/** Reads folders for the inputs of one build, each once. */
export function folderDigests(): BuildSource['digestsOf'] {
  return remembered(digestTree);
}

/** Asks the same only once. */
function remembered<Asked extends { toString(): string }, Answer>(
  ask: (asked: Asked) => Promise<Answer>,
): (asked: Asked) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  return (asked) => {
    const answer = known.get(asked.toString()) ?? ask(asked);
    known.set(asked.toString(), answer);
    return answer;
  };
}

async function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Promise<Result>,
): Promise<Record<string, Result>> {
  const entries = Object.entries(record).map(async ([name, value]) => [name, await map(value)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
