import type { FileHandle } from 'node:fs/promises';
import type { EngineName } from '../config/engines.js';

/** A program to run. Paths in it mean the same inside and outside of the engine. */
export interface Command {
  program: string;
  args: readonly string[];
  /** Name in messages, where `program` only starts another one. */
  shownAs?: string;
  /** What is being done, in words, for messages: "making the slot's file system". */
  purpose: string;
  /** Added to the engine's clean environment (PATH, HOME, LC_ALL=C.UTF-8, TZ=UTC, and the proxy variables); the umask is 022. */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** What the program sees of files, and by that with all rights over a root tree's; the engine's own files if absent. */
  view?: View;
  /**
   * It has all rights over a root tree's files, and what it makes need not be the person's own. It sees the engine's own
   * files: so it must be one of those that follow no link of a tree (test/architecture/trees.test.ts lists them).
   */
  handlesTree?: boolean;
  /** Written to standard input, which is empty otherwise. */
  input?: string | Uint8Array;
  /** Standard output goes to this file instead of being split into lines. */
  stdoutFile?: string;
  /** Called for each line of both outputs, split at `\n` and `\r`; lines over 8192 characters come in pieces. */
  onLine?: (line: string, from: 'stdout' | 'stderr') => void;
  /** Keep the whole standard output as text (small outputs only). */
  capture?: boolean;
  /** Exit statuses that are not failures, `[0]` if absent. A program ended by signal N has the status 128 + N. */
  okStatuses?: readonly number[];
  signal?: AbortSignal;
}

/**
 * Files that a program sees, with nothing else of the machine behind them: not by /proc, a mount, a device node or an
 * absolute link. It has no network, and the rights over files of all owners, but none over the machine.
 */
export type View = RootView | SysimageView | FoldersView;

/** A folder of this machine that programs find under the same path, wherever they run. */
export interface Share {
  /** Absolute path. */
  path: string;
  readOnly: boolean;
}

/** A root tree, prepared for its own programs: see {@link chrootCommand}. */
export interface RootView {
  kind: 'root';
  /** Absolute path of the root tree; must hold the folders /dev, /proc, /run, /sys and /tmp. */
  root: string;
  binds: readonly Bind[];
  /** False for a program of the engine that enters the root by itself, as `rpm --root` does. */
  enter: boolean;
  /** What it sees outside of the root. */
  folders: readonly Share[];
}

export interface Bind {
  /** Absolute path of a file or folder outside of the root. */
  from: string;
  /**
   * Absolute path inside of the root. Under /run and /tmp, which are private, it is made as needed;
   * elsewhere it must exist, since nothing is ever created in the tree.
   */
  to: string;
  readOnly?: boolean;
}

/** A root tree from outside, as an installer's scripts see it: see {@link sysimageCommand}. */
export interface SysimageView {
  kind: 'sysimage';
  /** Absolute path of the root tree, which the program finds at /mnt/sysimage and may write to. */
  root: string;
  /** Absolute path of a folder that is shown read-only at /run/install/repo, which is empty otherwise. */
  repo: string | null;
}

/** Programs of the engine and these folders: see {@link foldersCommand}. */
export interface FoldersView {
  kind: 'folders';
  folders: readonly Share[];
}

export interface Finished {
  status: number;
  /** Whole standard output when `capture` was set, else empty. */
  stdout: string;
  /** Last lines of both outputs, as they came. */
  lastLines: readonly string[];
}

/** A command that one talks to while it runs: its standard input stays open until `closeInput`. */
export interface ConversationCommand extends Omit<Command, 'input' | 'stdoutFile' | 'capture' | 'view'> {
  /** Called with the standard output as it comes, byte for byte. */
  onOutput?: (bytes: Uint8Array) => void;
}

/** A program that runs, and that can be written to. */
export interface Running {
  /** Settles as the promise of {@link Engine.run} does. */
  readonly finished: Promise<Finished>;
  /** Writes to standard input; nothing happens when the program is gone. */
  write(text: string): void;
  closeInput(): void;
  /** SIGKILL to the whole process tree at once; resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * The one way by which external programs are run. `native` runs the host's programs; a container engine
 * runs those of an image with the same arguments and the same paths.
 */
export interface Engine {
  readonly name: EngineName;
  /** Its programs are those of an image, not this machine's. */
  readonly usesImage: boolean;
  /** Where its programs are, to end a sentence: "on this machine", "in the image NAME". */
  readonly place: string;
  /** `UID:GID` that files must be given which programs made as root, and which are the person's; null: they are. */
  readonly owner: string | null;
  /**
   * Runs a program to its end, in a process group of its own. What it left running in the background
   * is killed when it ends.
   * @throws Failure with exit status 1 and the last lines when the status is not among `okStatuses`,
   *   3 when the program is missing, 130 when `signal` was aborted (the whole process tree is gone by then).
   */
  run(command: Command): Promise<Finished>;
  /** Starts a program to talk with. Throws as {@link run} does when it is missing or `signal` is aborted already. */
  start(command: ConversationCommand): Promise<Running>;
  /**
   * Sees to it that root trees can be made, before work on one begins.
   * @param purpose What is being done, in words, as {@link Command.purpose}.
   * @throws Failure with exit status 3 that says why they cannot, and what to do.
   */
  requireRights(purpose: string): Promise<void>;
  /** Path of a program as the engine sees it, or null. */
  find(program: string): Promise<string | null>;
  /** Text that changes whenever one of these programs does: part of the stages' keys. */
  toolVersions(programs: readonly string[]): Promise<string>;
  /**
   * Words for a person on how to get programs that are missing.
   * @param programs their names in the table of programs; those that are not in it are somewhere in no package we know
   */
  installRemedy(programs: readonly string[]): Promise<string>;
  /**
   * Locks an open file for this process until it is closed: a lock of this machine's kernel, whichever engine it is.
   * @param wait until another process gives the lock back; else the answer is false
   */
  lockFile(handle: FileHandle, wait: boolean): Promise<boolean>;
  /** The same engine, which tells another log of what it runs. */
  withLog(log: (line: string) => void): Engine;
  /** Ends what the engine keeps for its programs. It may be used again. */
  close(): Promise<void>;
}
