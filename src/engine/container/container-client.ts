import { t } from '../../base/language/texts.js';
import { findProgram } from '../find-program.js';
import { askProcess, type ProcessAnswer } from '../start-process.js';

/** What was found of a container client on this machine. */
export type ContainerClient<Name extends string = string> = UsableClient<Name> | UnusableClient<Name>;

export interface UsableClient<Name extends string = string> {
  name: Name;
  works: true;
  /** Path of the program. */
  program: string;
  version: string;
  /** Its containers run in a virtual machine or on another machine. */
  isRemote: boolean;
}

export interface UnusableClient<Name extends string = string> {
  name: Name;
  works: false;
  /** Null: it is not there. */
  program: string | null;
  /** Completes a sentence: "is not installed". */
  why: string;
  remedy: string;
}

/** One container client, in all that tells it from others: the record of its engine. */
export interface ClientRecord<Name extends string = string> {
  name: Name;
  /** Where a person reads how to install it. */
  manual: string;
  /** Arguments that make it tell of itself, which takes it some tenths of a second. */
  infoArgs: readonly string[];
  /** Understands what it then says. */
  readInfo(program: string, answer: ProcessAnswer): ContainerClient<Name>;
  /** Arguments that give a build of an image the proxies of our environment. Their values stay out of argv. */
  proxyArgs(variables: readonly string[]): string[];
}

/** A client that does not answer is given up after this time, ms: a daemon may hang. */
const patienceMs = 30_000;

/** Looks for a client and asks whether it can start containers; makes none. Never throws. */
export async function findContainerClient<Name extends string>(
  { name, manual, infoArgs, readInfo }: ClientRecord<Name>,
  env: NodeJS.ProcessEnv,
): Promise<ContainerClient<Name>> {
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const program = await findProgram(name, folders);
  if (program === null) {
    return { name, works: false, program, why: t`is not installed`, remedy: t`Install it: ${manual}` };
  }
  // podman asks rpm for its own packages, and rpm on Debian then leaves an empty ~/.rpmdb; without settings it does not.
  const asking = { ...env, RPM_CONFIGDIR: '/dev/null' };
  const read = readInfo(
    program,
    await askProcess({ file: program, args: infoArgs, env: asking, isClient: true }, patienceMs),
  );
  const isElsewhere =
    Boolean(env.CONTAINER_HOST) || (env.DOCKER_HOST ?? '').match(/^(tcp|ssh|https?):/) !== null;
  return read.works && isElsewhere ? { ...read, isRemote: true } : read;
}

/** What a client answers in JSON; null: it is none. */
export function parseInfo(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The last words of a client that does not work. */
export function lastLine({ stdout, stderr, status }: ProcessAnswer): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? `status ${status}`;
}
