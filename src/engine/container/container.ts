import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { badInput, type Failure, interrupted, missingHere } from '../../base/failure.js';
import { packageFile } from '../../base/fs/package-file.js';
import { t } from '../../base/language/texts.js';
import type { EngineName } from '../../config/engines.js';
import { commandText } from '../command-text.js';
import type { Command, Engine, View } from '../engine.js';
import type { EngineRequest } from '../engine-record.js';
import { type DistributionFamily, parseOsRelease } from '../programs/distribution.js';
import { installLine, packagesFor } from '../programs/programs.js';
import type { Job } from '../start-process.js';
import {
  cleanEnvironment,
  type Driver,
  type JobEnd,
  type Launch,
  type Log,
  supervise,
} from '../supervise.js';
import { type Agent, type AgentEnd, AgentFailure, type AgentRequest, startAgent } from './agent.js';
import { containerArgs, isMountable } from './container-args.js';
import type { UsableClient } from './container-client.js';
import type { EngineImage } from './container-image.js';
import { withOwnView } from './container-view.js';
import { probeShare, shareFailure } from './share-probe.js';

/** Where programs of the image are looked for. */
const imagePath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export interface ContainerEngineOptions extends Pick<EngineRequest, 'shares' | 'treeFolder' | 'signal'> {
  client: UsableClient<EngineName>;
  image: EngineImage;
}

/** Whom files of programs that handle no tree belong to, where root in the container is somebody else than we. */
type Owner = { uid: number; gid: number } | null;

/**
 * The engine that runs programs of a container image: one container for all that need nothing but their files, and a
 * container each for those that see a root tree. No privileges are asked for.
 * @throws Failure (exit status 3) when no container can be started, or it does not see the shared folders.
 */
export async function openContainerEngine(options: ContainerEngineOptions): Promise<Engine> {
  const { client, shares, treeFolder, signal } = options;
  const odd = shares.find(({ path }) => !isMountable(path));
  if (odd !== undefined) throw unmountable(client.name, odd.path);
  await mkdir(treeFolder, { recursive: true });
  const containers = new Containers(options);
  try {
    const seen = await probeShare(supervise(containerDriver(options, containers, null)), treeFolder, signal);
    if (seen.kind !== 'shared') throw shareFailure(client.name, treeFolder, seen.kind);
    const owner = seen.owner === 0 ? null : { uid: seen.owner, gid: process.getgid?.() ?? seen.owner };
    return supervise(containerDriver(options, containers, owner));
  } catch (error) {
    await containers.close();
    throw error;
  }
}

/**
 * Containers of an engine, begun when they are first needed: a common one for programs without a view, one for all
 * that see the same folders, and one for each that works in a root tree.
 */
class Containers {
  readonly #options: ContainerEngineOptions;
  readonly #found = new Map<string, string | null>();
  readonly #kept = new Map<string, Promise<Agent>>();

  constructor(options: ContainerEngineOptions) {
    this.#options = options;
  }

  common(log: Log): Promise<Agent> {
    return this.kept(null, log);
  }

  async kept(view: View | null, log: Log): Promise<Agent> {
    const key = JSON.stringify(view);
    const agent = this.#kept.get(key) ?? this.open({ ...(view === null ? {} : { view }) }, log);
    this.#kept.set(key, agent);
    try {
      return await agent;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  async open({ view, signal }: Pick<Command, 'view' | 'signal'>, log: Log): Promise<Agent> {
    const { client, image, shares } = this.#options;
    const words = containerArgs({
      client: client.program,
      image: image.id,
      name: `tmpfsroot-${process.pid}-${randomBytes(4).toString('hex')}`,
      shares,
      view: view ?? null,
      agent: packageFile('src/engine/container/container-agent.py'),
    });
    log(`$ ${commandText(words)}`);
    try {
      return await startAgent(words, process.env, signal);
    } catch (error) {
      if (signal?.aborted) throw interrupted();
      throw error instanceof AgentFailure ? noContainer(this.#options, error) : error;
    }
  }

  async find(program: string, log: Log): Promise<string | null> {
    const known = this.#found.get(program);
    if (known !== undefined) return known;
    const said = await this.ask(['/bin/sh', '-c', 'command -v "$1"', 'sh', program], log);
    const file = said?.trim() ?? null;
    this.#found.set(program, file);
    return file;
  }

  /** What a program prints; null: it fails. */
  async ask(argv: readonly string[], log: Log): Promise<string | null> {
    const agent = await this.common(log);
    const said: Buffer[] = [];
    const env = cleanEnvironment(imagePath, '/root');
    const request = { argv, env, cwd: null, stdin: false, stdoutFile: null, owner: null, asRoot: true };
    const end = await agent.run(request, (bytes) => void said.push(bytes)).ended;
    return 'status' in end && end.status === 0 ? Buffer.concat(said).toString('utf8') : null;
  }

  async close(): Promise<void> {
    const kept = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(kept.map(async (agent) => (await agent.catch(() => null))?.close()));
  }
}

function containerDriver(options: ContainerEngineOptions, containers: Containers, owner: Owner): Driver {
  const { client, image } = options;
  const start = async ({
    command,
    file,
    args,
    conversation,
    onOutput,
    log,
  }: Launch): Promise<Job<JobEnd>> => {
    const { view, input } = command;
    const isShared = view === undefined || view.kind === 'folders';
    const agent = isShared ? await containers.kept(view ?? null, log) : await containers.open(command, log);
    // What has a view need not see the folder of the file.
    const output =
      view === undefined || command.stdoutFile === undefined ? null : createWriteStream(command.stdoutFile);
    const written = output === null ? Promise.resolve() : finished(output);
    written.catch(() => {});
    const asRoot = owner === null || view !== undefined || command.handlesTree === true;
    const request: AgentRequest = {
      argv: [file, ...args],
      env: { ...cleanEnvironment(imagePath, asRoot ? '/root' : '/tmp'), ...command.env },
      cwd: command.cwd ?? null,
      stdin: conversation || input !== undefined,
      stdoutFile: output === null ? (command.stdoutFile ?? null) : null,
      owner,
      asRoot,
    };
    const job = agent.run(request, (bytes, from) => {
      if (output !== null && from === 'stdout') output.write(bytes);
      else onOutput(bytes, from);
    });
    if (input !== undefined) {
      job.write(input);
      job.closeInput();
    }
    const ended = job.ended.then(async (end) => {
      if (!isShared) await agent.close();
      output?.end();
      await written;
      return jobEnd(end, client.name);
    });
    return { ...job, ended };
  };
  return {
    name: client.name,
    usesImage: true,
    place: t`in the image ${image.name}`,
    owner: owner === null ? null : `${owner.uid}:${owner.gid}`,
    find: (program, log) => containers.find(program, log),
    prepare: async (command) => withOwnView(command),
    start,
    // The client's runtime has them.
    requireRights: async () => {},
    // A program of an image changes with the image alone.
    toolVersions: async (programs) => {
      const text = [image.id, JSON.stringify(owner), ...[...new Set(programs)].sort()].join('\n');
      return `sha256:${createHash('sha256').update(text).digest('hex')}`;
    },
    installRemedy: async (programs) => {
      const text = await containers.ask(['/bin/cat', '/etc/os-release'], () => {});
      return imageRemedy(programs, parseOsRelease(text ?? '').family);
    },
    close: () => containers.close(),
  };
}

/** How programs come into an image of this family. */
export function imageRemedy(programs: readonly string[], family: DistributionFamily | null): string {
  const packages = family === null ? [] : packagesFor(programs, family);
  if (family !== null && packages.length > 0) {
    return t`In its Containerfile: RUN ${installLine(family, packages, true)}; or leave out --engine-image.`;
  }
  return programs.length === 1
    ? t`Install it in it; or leave out --engine-image.`
    : t`Install them in it; or leave out --engine-image.`;
}

function jobEnd(end: AgentEnd, name: string): JobEnd {
  if (!('lost' in end)) return end;
  const why = t`Another user or program ended it, or ${name} did.`;
  return { lost: { what: t`The container`, why, lastLines: end.lost } };
}

/** What clients say of a folder that their daemon does not have: docker's words, then podman's. */
const noSource = /bind source path does not exist|statfs .*: no such file or directory/;

function noContainer(
  { client: { name }, image, shares }: ContainerEngineOptions,
  { lastLines, status }: AgentFailure,
): Failure {
  const said = lastLines.find((line) => noSource.test(line));
  const unseen = shares.find(({ path }) => said?.includes(path));
  if (unseen !== undefined) return shareFailure(name, unseen.path, 'absent');
  return missingHere({
    what: t`${name} could not start a container of the image ${image.name} (status ${status}).`,
    remedy: t`Check that this works: ${name} run --rm ${image.name} true; or build with this machine's programs: --engine native`,
    lastLines,
  });
}

function unmountable(name: string, folder: string): Failure {
  return badInput({
    what: t`${name} cannot share the folder \`${folder}\` with a container: its name contains a comma, a colon or a quote.`,
    remedy: t`Use a folder without these, or build with this machine's programs: --engine native`,
  });
}
