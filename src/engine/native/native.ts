import { createHash } from 'node:crypto';
import { open, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { later, t } from '../../base/language/texts.js';
import type { Engine } from '../engine.js';
import type { EngineRecord, UsableEngine } from '../engine-record.js';
import { findProgram, systemPath } from '../find-program.js';
import { readDistribution } from '../programs/distribution.js';
import { installLine, packagesFor } from '../programs/programs.js';
import { findRights, type OwnRights, ownersOfTrees, requireRights } from '../rights/own-rights.js';
import { startProcess } from '../start-process.js';
import {
  cleanEnvironment,
  type Driver,
  type Launch,
  type SuperviseOptions,
  supervise,
} from '../supervise.js';
import { inOwnView } from './view.js';

/**
 * Put in front of a program: the kernel kills it when this process dies without a chance to do so itself
 * (SIGKILL, out of memory). setpriv becomes the program, so nothing else changes.
 */
const diesWithUs = ['--pdeathsig', 'KILL', '--'];

export interface NativeEngineOptions extends SuperviseOptions {
  /** Folders that programs are looked for in, {@link systemPath} if absent. */
  path?: readonly string[];
}

/** The engine that runs the programs of this machine. */
export function createNativeEngine({ path = systemPath, ...options }: NativeEngineOptions = {}): Engine {
  return supervise(nativeDriver(path), options);
}

/** It needs nothing that could be missing: what programs lack is said when they are run. */
export const usableNativeEngine: UsableEngine = {
  name: 'native',
  usesImage: false,
  works: true,
  about: later`the programs of this machine, with the rights below.`,
  facts: null,
  plan: async () => ({ preparation: null, open: async () => createNativeEngine() }),
};

export const nativeEngine: EngineRecord = {
  name: 'native',
  usesImage: false,
  find: async () => usableNativeEngine,
};

function nativeDriver(path: readonly string[]): Driver {
  const found = new Map<string, string>();
  let rights: Promise<OwnRights> | undefined;

  const find = async (program: string): Promise<string | null> => {
    const file = found.get(program) ?? (await findProgram(program, path));
    if (file !== null) found.set(program, file);
    return file;
  };

  const findOwnRights = (): Promise<OwnRights> => {
    rights ??= findRights({ find });
    return rights;
  };

  const start = async ({ command, file, args, conversation, onOutput }: Launch) => {
    // All others keep the rights of who runs us: virtual machines need their user's devices, sudo asks for root's.
    const isOfTree = command.view !== undefined || command.handlesTree === true;
    const enter = isOfTree ? (await findOwnRights()).enter : [];
    const setpriv = await find('setpriv');
    // What enters a namespace comes first: the kernel forgets the signal when a process gets other rights.
    const words = [...enter, ...(setpriv === null ? [] : [setpriv, ...diesWithUs]), file, ...args];
    const input = conversation ? { open: true as const } : command.input;
    // The program writes to the file itself: its output may be large, and need not pass through us.
    const output = command.stdoutFile === undefined ? undefined : await open(command.stdoutFile, 'w');
    try {
      return await startProcess({
        file: words[0] as string,
        args: words.slice(1),
        env: { ...cleanEnvironment(path, homedir()), ...command.env },
        ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
        ...(input === undefined ? {} : { input }),
        ...(output === undefined ? {} : { stdout: output.fd }),
        onOutput,
        enter,
      });
    } finally {
      await output?.close();
    }
  };

  return {
    name: 'native',
    usesImage: false,
    place: t`on this machine`,
    owner: null,
    find,
    start,
    prepare: async (command) => {
      if (command.view !== undefined) requireRights(await findOwnRights(), command.purpose);
      return inOwnView(command);
    },
    requireRights: async (purpose) => requireRights(await findOwnRights(), purpose),
    toolVersions: async (programs) => {
      const states = await Promise.all([...new Set(programs)].sort().map((name) => toolState(name, find)));
      // A tree of one user's ids is another one for everybody else.
      const text = [...states, ...(await ownersOfTrees())].join('\n');
      return `sha256:${createHash('sha256').update(text).digest('hex')}`;
    },
    installRemedy: async (programs) => {
      const { family } = await readDistribution();
      const packages = family === null ? [] : packagesFor(programs, family);
      return family === null || packages.length === 0
        ? programs.length === 1
          ? t`Install it; tmpfsroot-wizard doctor lists the package names of other distributions.`
          : t`Install them; tmpfsroot-wizard doctor lists the package names of other distributions.`
        : t`${installLine(family, packages)}, or: tmpfsroot-wizard doctor --install`;
    },
    close: async () => {},
  };
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
