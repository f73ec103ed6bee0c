import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';

export const containerClients = ['podman', 'docker'] as const;
export type ContainerClientName = (typeof containerClients)[number];

/** What was found of a container client on this machine. */
export type ContainerClient = UsableClient | UnusableClient;

export interface UsableClient {
  name: ContainerClientName;
  works: true;
  /** Path of the program. */
  program: string;
  version: string;
  /** Its containers run in a virtual machine or on another machine. */
  isRemote: boolean;
}

export interface UnusableClient {
  name: ContainerClientName;
  works: false;
  /** Null: it is not there. */
  program: string | null;
  /** Completes a sentence: "is not installed". */
  why: string;
  remedy: string;
}

/** What a client answers to `info --format`, in JSON; all that is read of it. */
interface PodmanInfo {
  host?: { serviceIsRemote?: boolean };
  version?: { Version?: string };
}
interface DockerInfo {
  ServerVersion?: string;
  ServerErrors?: string[];
  OperatingSystem?: string;
}

export interface ClientAnswer {
  status: number;
  stdout: string;
  stderr: string;
}

/** Arguments that make a client tell of itself, which takes it some tenths of a second. */
export const infoWords: Readonly<Record<ContainerClientName, readonly string[]>> = {
  podman: ['info', '--format', 'json'],
  docker: ['info', '--format', '{{json .}}'],
};

/** Looks for a client and asks whether it can start containers; makes none. Never throws. */
export async function findContainerClient(
  name: ContainerClientName,
  env: NodeJS.ProcessEnv,
): Promise<ContainerClient> {
  const program = await findOnPath(name, env.PATH ?? '');
  if (program === null) {
    const remedy = `Install it: ${name === 'podman' ? 'https://podman.io/docs/installation' : 'https://docs.docker.com/engine/install'}`;
    return { name, works: false, program, why: 'is not installed', remedy };
  }
  const answer = await ask(program, infoWords[name], env);
  const isElsewhere =
    Boolean(env.CONTAINER_HOST) || (env.DOCKER_HOST ?? '').match(/^(tcp|ssh|https?):/) !== null;
  const read = name === 'podman' ? readPodmanInfo(program, answer) : readDockerInfo(program, answer);
  return read.works && isElsewhere ? { ...read, isRemote: true } : read;
}

/** Reads the answer of podman-info(1). */
export function readPodmanInfo(program: string, answer: ClientAnswer): ContainerClient {
  const info = answer.status === 0 ? (parse(answer.stdout) as PodmanInfo | null) : null;
  const version = info?.version?.Version;
  if (version !== undefined) {
    return { name: 'podman', works: true, program, version, isRemote: info?.host?.serviceIsRemote === true };
  }
  const why = lastLine(answer);
  const remedy = /machine/.test(why) ? 'Start its virtual machine: podman machine start' : 'See: podman info';
  return { name: 'podman', works: false, program, why: `does not work: ${why}`, remedy };
}

/** Reads the answer of `docker info`, which ends with status 0 in old versions though no daemon answers. */
export function readDockerInfo(program: string, answer: ClientAnswer): ContainerClient {
  const info = parse(answer.stdout) as DockerInfo | null;
  const [error] = info?.ServerErrors ?? [];
  const version = info?.ServerVersion;
  if (error === undefined && version !== undefined && version !== '') {
    // Docker Desktop keeps its containers in a virtual machine on every system.
    const isRemote = info?.OperatingSystem === 'Docker Desktop';
    return { name: 'docker', works: true, program, version, isRemote };
  }
  const why = error ?? lastLine(answer);
  const remedy = /permission denied/.test(why)
    ? 'Join its group, and log in again: sudo usermod -aG docker "$USER"'
    : 'Start it: sudo systemctl start docker';
  return { name: 'docker', works: false, program, why: `does not work: ${why}`, remedy };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function lastLine({ stdout, stderr, status }: ClientAnswer): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? `status ${status}`;
}

async function findOnPath(program: string, searched: string): Promise<string | null> {
  for (const folder of searched.split(':').filter((one) => path.isAbsolute(one))) {
    const file = path.join(folder, program);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return null;
}

/** A client that does not answer is given up after this time, ms: a daemon may hang. */
const patienceMs = 30_000;

function ask(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ClientAnswer> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: patienceMs });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (bytes) => {
      said.stdout += bytes;
    });
    child.stderr.on('data', (bytes) => {
      said.stderr += bytes;
    });
    child.once('error', (error) => resolve({ status: 127, stdout: '', stderr: error.message }));
    child.once('close', (code) => resolve({ status: code ?? 137, ...said }));
  });
}
