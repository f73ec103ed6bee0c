import { createHash } from 'node:crypto';
import { access, constants, open, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { interrupted, missingHere } from '../spec/failure.js';
import { readDistribution } from './distribution.js';
import type { Command, ConversationCommand, Engine, Finished, Running } from './engine.js';
import { inNamespaces } from './namespaces.js';
import { startProcess } from './native-process.js';
import { findRights, type OwnRights, ownersOfTrees, requireRights } from './own-rights.js';
import { programFailure } from './program-failure.js';
import { installLine, packageOf } from './programs.js';
import { proxyVariables } from './proxy-variables.js';
import { systemPath } from './system-path.js';

/**
 * Put in front of a program: the kernel kills it when this process dies without a chance to do so itself
 * (SIGKILL, out of memory). setpriv becomes the program, so nothing else changes.
 */
const diesWithUs = ['--pdeathsig', 'KILL', '--'];

export interface NativeEngineOptions {
  /** Gets a line for each program run, and each line of its output. */
  log?: (line: string) => void;
  /** Folders that programs are looked for in, {@link systemPath} if absent. */
  path?: readonly string[];
  /** How long a cancelled program may take to end by itself, 1500 ms if absent. */
  graceMs?: number;
}

/** The engine that runs the programs of this machine. */
export function createNativeEngine(options: NativeEngineOptions = {}): Engine {
  return nativeEngine(options, { found: new Map() });
}

/** What an engine shares with those that {@link Engine.withLog} makes of it. */
interface Shared {
  found: Map<string, string>;
  rights?: Promise<OwnRights>;
}

function nativeEngine(options: NativeEngineOptions, shared: Shared): Engine {
  const path = options.path ?? systemPath;
  const { found } = shared;

  const find = async (program: string): Promise<string | null> => {
    const known = found.get(program);
    if (known !== undefined) return known;
    for (const folder of program.includes('/') ? [''] : path) {
      const file = folder === '' ? program : join(folder, program);
      if (!(await isExecutable(file))) continue;
      found.set(program, file);
      return file;
    }
    return null;
  };

  const findOwnRights = (): Promise<OwnRights> => {
    shared.rights ??= findRights({ find });
    return shared.rights;
  };

  const launch = async (given: Command & ConversationCommand, conversation: boolean): Promise<Running> => {
    if (given.signal?.aborted) throw interrupted();
    // All others keep the rights of who runs us: virtual machines need their user's devices, sudo asks for root's.
    const isOfTree = given.view !== undefined || given.handlesTree === true;
    const own = isOfTree ? await findOwnRights() : undefined;
    if (own !== undefined && given.view !== undefined) requireRights(own, given.purpose);
    const command = inNamespaces(given);
    const file = await find(command.program);
    if (file === null) throw await missingProgram(command);
    const setpriv = await find('setpriv');
    // The program writes to the file itself: its output may be large, and need not pass through us.
    const output = command.stdoutFile === undefined ? undefined : await open(command.stdoutFile, 'w');
    try {
      const running = await startProcess({
        enter: own?.enter ?? [],
        // Behind what enters a namespace: the kernel forgets the signal when a process gets other rights.
        words: setpriv === null ? [file] : [setpriv, ...diesWithUs, file],
        command,
        conversation,
        env: { ...cleanEnvironment(path), ...command.env },
        stdout: output?.fd,
        graceMs: options.graceMs ?? 1500,
        log: options.log ?? (() => {}),
      });
      const finished = running.finished.then((result) => accepted(command, result));
      finished.catch(() => {});
      return { ...running, finished };
    } finally {
      await output?.close();
    }
  };

  return {
    name: 'native',
    place: 'on this machine',
    owner: null,
    withLog: (log) => nativeEngine({ ...options, log }, shared),
    close: async () => {},
    find,
    requireRights: async (purpose) => requireRights(await findOwnRights(), purpose),
    run: async (command) => (await launch(command, false)).finished,
    start: (command) => launch(command, true),
    toolVersions: async (programs) => {
      const states = await Promise.all([...new Set(programs)].sort().map((name) => toolState(name, find)));
      // A tree of one user's ids is another one for everybody else.
      const text = [...states, ...(await ownersOfTrees())].join('\n');
      return `sha256:${createHash('sha256').update(text).digest('hex')}`;
    },
  };
}

function accepted(command: Command, finished: Finished & { aborted: boolean }): Finished {
  const { aborted, ...result } = finished;
  if (aborted) throw interrupted();
  if (!(command.okStatuses ?? [0]).includes(result.status)) throw programFailure(command, result);
  return result;
}

function cleanEnvironment(path: readonly string[]): Record<string, string> {
  return { PATH: path.join(':'), HOME: homedir(), LC_ALL: 'C.UTF-8', TZ: 'UTC', ...proxyVariables() };
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/**
 * What tells one version of a program from another without running it (running costs up to 0.5 s each):
 * packages carry the time of their build, so that another version has another time or size.
 */
async function toolState(program: string, find: Engine['find']): Promise<string> {
  const file = await find(program);
  if (file === null) return `${program} absent`;
  const real = await realpath(file);
  const { size, mtimeMs } = await stat(real);
  return `${program} ${real} ${size} ${mtimeMs}`;
}

async function missingProgram(command: Command) {
  const { family } = await readDistribution();
  const name = family === null ? null : packageOf(command.program, family);
  return missingHere({
    what: `The program \`${command.program}\` is missing on this machine; it is needed for ${command.purpose}.`,
    remedy:
      family === null || name === null
        ? 'See what is missing: tmpfsroot-wizard doctor'
        : `Install it: ${installLine(family, [name])}, or everything that is missing: tmpfsroot-wizard doctor --install`,
  });
}
