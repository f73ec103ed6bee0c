/** A program to run. Paths in it mean the same inside and outside of the engine. */
export interface Command {
  program: string;
  args: readonly string[];
  /** What is being done, in words, for messages: "making the slot's file system". */
  purpose: string;
  /** Added to the engine's clean environment (PATH, HOME, LC_ALL=C.UTF-8). */
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Written to standard input, which is empty otherwise. */
  input?: string | Uint8Array;
  /** Standard output goes to this file instead of being split into lines. */
  stdoutFile?: string;
  /** Called for each line of both outputs, split at `\n` and `\r`. */
  onLine?: (line: string, from: 'stdout' | 'stderr') => void;
  /** Keep the whole standard output as text (small outputs only). */
  capture?: boolean;
  /** Exit statuses that are no failure, `[0]` if absent. */
  okStatuses?: readonly number[];
  signal?: AbortSignal;
}

export interface Finished {
  status: number;
  /** Whole standard output when `capture` was set, else empty. */
  stdout: string;
  /** Last lines of both outputs, as they came. */
  lastLines: readonly string[];
}

/**
 * The one way by which external programs are run. `native` runs the host's programs; a container engine
 * runs those of an image with the same arguments and the same paths.
 */
export interface Engine {
  readonly name: 'native' | 'podman' | 'docker';
  /**
   * Runs a program to its end, in a process group of its own.
   * @throws Failure with exit status 1 and the last lines when the status is not among `okStatuses`,
   *   3 when the program is missing, 130 when `signal` was aborted (the whole process tree is gone by then).
   */
  run(command: Command): Promise<Finished>;
  /** Path of a program as the engine sees it, or null. */
  find(program: string): Promise<string | null>;
  /** Text that changes whenever one of these programs does: part of the stages' keys. */
  toolVersions(programs: readonly string[]): Promise<string>;
}
