import { createHash, randomBytes } from 'node:crypto';
import { badInput, interrupted, missingHere, stageFailed } from '../spec/failure.js';
import { type Agent, type AgentEnd, AgentFailure, startAgent } from './agent.js';
import type { UsableClient } from './container-client.js';
import type { EngineImage } from './container-image.js';
import { withOwnView } from './container-view.js';
import { containerWords, isMountable, type Share } from './container-words.js';
import type { Command, ConversationCommand, Engine, Finished, Running } from './engine.js';
import { keepOutput } from './output-keeper.js';
import { packageFile } from './package-file.js';
import { programFailure } from './program-failure.js';
import { proxyVariables } from './proxy-variables.js';
import { probeShare, shareFailure } from './share-probe.js';

/** Where programs of the image are looked for. */
const imagePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface ContainerEngineOptions {
  client: UsableClient;
  image: EngineImage;
  /** Folders that programs work in; a path outside of them is not there for them. */
  shares: readonly Share[];
  /** One of them, where root trees are made. */
  treeFolder: string;
  signal: AbortSignal;
  /** Gets a line for each program run, and each line of its output. */
  log?: (line: string) => void;
  /** How long a cancelled program may take to end by itself, 1500 ms if absent. */
  graceMs?: number;
}

/** What every engine that {@link Engine.withLog} makes shares: one container, begun when it is first needed. */
interface Shared {
  agent: Promise<Agent> | null;
  found: Map<string, string | null>;
  /** Whom files of programs that handle no tree belong to, where root in the container is somebody else than we. */
  owner: { uid: number; gid: number } | null;
}

/**
 * The engine that runs programs of a container image: one container for all that need nothing but their files, and a
 * container each for those that see a root tree. No privileges are asked for.
 * @throws Failure (exit status 3) when no container can be started, or it does not see the shared folders.
 */
export async function openContainerEngine(options: ContainerEngineOptions): Promise<Engine> {
  const odd = options.shares.find(({ path }) => !isMountable(path));
  if (odd !== undefined) throw unmountable(options.client.name, odd.path);
  const shared: Shared = { agent: null, found: new Map(), owner: null };
  const engine = containerEngine(options, shared);
  try {
    const seen = await probeShare(engine, options.treeFolder, options.signal);
    if (seen.kind !== 'shared') throw shareFailure(options.client.name, options.treeFolder, seen.kind);
    if (seen.owner !== 0) {
      shared.owner = { uid: seen.owner, gid: process.getgid?.() ?? seen.owner };
    }
    return containerEngine(options, shared);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function containerEngine(options: ContainerEngineOptions, shared: Shared): Engine {
  const log = options.log ?? (() => {});

  const open = (view: Command['view'], signal?: AbortSignal): Promise<Agent> => {
    const name = `tmpfsroot-${process.pid}-${randomBytes(4).toString('hex')}`;
    const agent = packageFile('src/engine/container-agent.py');
    const { client, image, shares } = options;
    const words = containerWords({
      client: client.program,
      image: image.id,
      name,
      shares,
      view: view ?? null,
      agent,
    });
    log(`$ ${words.join(' ')}`);
    return startAgent(words, process.env, signal).catch((error: unknown) => {
      if (signal?.aborted) throw interrupted();
      throw error instanceof AgentFailure ? noContainer(options, error) : error;
    });
  };

  const common = async (): Promise<Agent> => {
    shared.agent ??= open(undefined);
    try {
      return await shared.agent;
    } catch (error) {
      shared.agent = null;
      throw error;
    }
  };

  const find = async (program: string): Promise<string | null> => {
    const known = shared.found.get(program);
    if (known !== undefined) return known;
    const agent = await common();
    const argv = ['/bin/sh', '-c', 'command -v "$1"', 'sh', program];
    const said: Buffer[] = [];
    const job = agent.run(request({ argv }), { output: (bytes) => void said.push(bytes) });
    const how = await job.ended;
    const isThere = 'status' in how && how.status === 0;
    const path = isThere ? Buffer.concat(said).toString('utf8').trim() : null;
    shared.found.set(program, path);
    return path;
  };

  const launch = async (command: Command & ConversationCommand, conversation: boolean): Promise<Running> => {
    const { signal, view } = command;
    if (signal?.aborted) throw interrupted();
    const words = view === undefined ? null : withOwnView(view, command);
    if (words?.check !== undefined) await run(words.check);
    const file = await find(words?.program ?? command.program);
    if (file === null) throw missingProgram(command, options);
    const agent = view === undefined ? await common() : await open(view, signal);
    log(`$ ${[command.program, ...command.args].join(' ')}`);
    const startedAt = Date.now();
    const kept = keepOutput(command, log);
    const job = agent.run(
      request({
        argv: [file, ...(words?.args ?? command.args)],
        ...(command.env === undefined ? {} : { env: command.env }),
        cwd: command.cwd ?? null,
        stdin: conversation || command.input !== undefined,
        stdoutFile: command.stdoutFile ?? null,
        owner: shared.owner,
        asRoot: view !== undefined || command.handlesTree === true,
      }),
      { output: (bytes, from) => kept.take(bytes, from) },
    );
    if (command.input !== undefined) {
      job.write(command.input);
      job.closeInput();
    }
    let grace: NodeJS.Timeout | undefined;
    const abort = () => {
      job.signal('term');
      grace = setTimeout(() => job.signal('kill'), options.graceMs ?? 1500);
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    const finish = async (): Promise<Finished> => {
      const how = await job.ended;
      clearTimeout(grace);
      signal?.removeEventListener('abort', abort);
      kept.end('stdout');
      kept.end('stderr');
      if (view !== undefined) await agent.close();
      if (signal?.aborted) throw interrupted();
      const status = statusOf(how, command, options);
      log(`= ${command.program}: status ${status}, ${((Date.now() - startedAt) / 1000).toFixed(2)} s`);
      const result = { status, stdout: kept.stdout(), lastLines: kept.lastLines };
      if (!(command.okStatuses ?? [0]).includes(status)) throw programFailure(command, result);
      return result;
    };
    const finished = finish();
    finished.catch(() => {});
    return {
      finished,
      write: (text) => job.write(text),
      closeInput: () => job.closeInput(),
      kill: async () => {
        job.signal('kill');
        await job.ended;
      },
    };
  };

  const run = async (command: Command): Promise<Finished> => (await launch(command, false)).finished;

  return {
    name: options.client.name,
    place: `in the image ${options.image.name}`,
    owner: shared.owner === null ? null : `${shared.owner.uid}:${shared.owner.gid}`,
    find,
    run,
    start: (command) => launch(command, true),
    // The client's runtime has them.
    requireRights: async () => {},
    // A program of an image changes with the image alone.
    toolVersions: async (programs) => {
      const owner = JSON.stringify(shared.owner);
      const text = [options.image.id, owner, ...[...new Set(programs)].sort()].join('\n');
      return `sha256:${createHash('sha256').update(text).digest('hex')}`;
    },
    withLog: (newLog) => containerEngine({ ...options, log: newLog }, shared),
    close: async () => {
      const agent = await shared.agent?.catch(() => null);
      shared.agent = null;
      await agent?.close();
    },
  };
}

function request(asked: {
  argv: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string | null;
  stdin?: boolean;
  stdoutFile?: string | null;
  owner?: Shared['owner'];
  asRoot?: boolean;
}) {
  const { owner = null, asRoot = owner === null } = asked;
  const base = {
    PATH: imagePath,
    HOME: asRoot ? '/root' : '/tmp',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    ...proxyVariables(),
  };
  return {
    argv: asked.argv,
    env: { ...base, ...asked.env },
    cwd: asked.cwd ?? null,
    stdin: asked.stdin ?? false,
    stdoutFile: asked.stdoutFile ?? null,
    owner,
    asRoot,
  };
}

function statusOf(how: AgentEnd, command: Command, { client: { name } }: ContainerEngineOptions): number {
  if ('status' in how) return how.status;
  const program = command.shownAs ?? command.program;
  if ('failed' in how) {
    throw stageFailed({
      what: `\`${program}\` could not be started, for ${command.purpose}.`,
      why: how.failed,
    });
  }
  throw stageFailed({
    what: `The container ended while \`${program}\` ran, for ${command.purpose}.`,
    why: `Somebody else ended it, or ${name} did.`,
    lastLines: how.lost,
  });
}

/** What clients say of a folder that their daemon does not have: docker's words, then podman's. */
const noSource = /bind source path does not exist|statfs .*: no such file or directory/;

function noContainer(
  { client: { name }, image, shares }: ContainerEngineOptions,
  { lastLines, status }: AgentFailure,
) {
  const said = lastLines.find((line) => noSource.test(line));
  const unseen = shares.find(({ path }) => said?.includes(path));
  if (unseen !== undefined) return shareFailure(name, unseen.path, 'absent');
  return missingHere({
    what: `${name} could not start a container of the image ${image.name} (status ${status}).`,
    remedy: `See whether this works: ${name} run --rm ${image.name} true; or build with this machine's programs: --engine native`,
    lastLines,
  });
}

function missingProgram(command: Command, { image }: ContainerEngineOptions) {
  return missingHere({
    what: `The program \`${command.program}\` is missing in the image ${image.name}; it is needed for ${command.purpose}.`,
    remedy: 'Add its package to the image, or leave out --engine-image.',
  });
}

function unmountable(name: string, folder: string) {
  return badInput({
    what: `The folder \`${folder}\` cannot be given to a container of ${name}: its name holds a comma, a colon or a quote.`,
    remedy: "Use a folder without, or build with this machine's programs: --engine native",
  });
}
