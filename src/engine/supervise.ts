import { type Failure, interrupted, missingHere, stageFailed } from '../base/failure.js';
import { proxyVariables } from '../base/http/proxy-variables.js';
import { t } from '../base/language/texts.js';
import { splitLines } from '../base/text/line-splitter.js';
import { commandText } from './command-text.js';
import type { Command, ConversationCommand, Engine, Finished, Running } from './engine.js';
import { lockFile } from './file-lock.js';
import { programFailure } from './programs/program-failure.js';
import type { Job, ProcessEnd, Stream } from './start-process.js';

/** How long a cancelled program may take to end by itself, ms. */
const usualGraceMs = 1500;
/** Lines of output that are kept for the message of a failure. */
const keptLines = 20;

export type Log = (line: string) => void;

/** How a program of an engine ended; `lost`: what runs it ended before it did. */
export type JobEnd =
  | ProcessEnd
  | { lost: { /** "The container". */ what: string; why: string; lastLines: readonly string[] } };

/** How an engine shows a program what its command's view asks for. */
export interface Prepared {
  program: string;
  args: readonly string[];
  /** Has to succeed before. */
  check?: Command;
}

/** A program that an engine is to start. */
export interface Launch {
  command: Command;
  /** Where the program was found. */
  file: string;
  args: readonly string[];
  /** Its standard input stays open for {@link Job.write}. */
  conversation: boolean;
  onOutput(bytes: Buffer, from: Stream): void;
  log: Log;
}

/** What makes an engine: how a program is found, started and identified. {@link supervise} does the rest. */
export interface Driver
  extends Pick<
    Engine,
    'name' | 'usesImage' | 'place' | 'owner' | 'requireRights' | 'toolVersions' | 'installRemedy' | 'close'
  > {
  find(program: string, log: Log): Promise<string | null>;
  /** @throws Failure where the command's view cannot be had. */
  prepare(command: Command): Promise<Prepared>;
  /** @throws Failure where what runs programs cannot be started. */
  start(launch: Launch): Promise<Job<JobEnd>>;
}

export interface SuperviseOptions {
  /** Gets a line for each program run, and each line of its output. */
  log?: Log;
  /** How long a cancelled program may take to end by itself, 1500 ms if absent. */
  graceMs?: number;
}

/**
 * The engine that a driver makes. An aborted program gets SIGTERM, with all that it started, and SIGKILL after its
 * grace; its output is split into lines, its last ones are kept, and everything goes to the log.
 */
export function supervise(driver: Driver, options: SuperviseOptions = {}): Engine {
  const { log = () => {}, graceMs = usualGraceMs } = options;

  const launch = async (command: Command & ConversationCommand, conversation: boolean): Promise<Running> => {
    const { signal } = command;
    if (signal?.aborted) throw interrupted();
    const { program, args, check } = await driver.prepare(command);
    if (check !== undefined) await run(check);
    const file = await driver.find(program, log);
    if (file === null) throw await missingProgram(driver, program, command);
    const kept = keepOutput(command, log);
    log(`$ ${commandText([program, ...args])}`);
    const startedAt = Date.now();
    const job = await driver.start({ command, file, args, conversation, onOutput: kept.take, log });
    let isAborted = false;
    let grace: NodeJS.Timeout | undefined;
    const abort = () => {
      isAborted = true;
      job.signal('term');
      grace = setTimeout(() => job.signal('kill'), graceMs);
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();

    const finish = async (): Promise<Finished> => {
      const end = await job.ended;
      clearTimeout(grace);
      signal?.removeEventListener('abort', abort);
      const { stdout, lastLines } = kept.end();
      const status = 'status' in end ? `status ${end.status}` : 'failed' in end ? end.failed : end.lost.why;
      log(`= ${program}: ${status}, ${((Date.now() - startedAt) / 1000).toFixed(2)} s`);
      if (isAborted) throw interrupted();
      if (!('status' in end)) throw notRun(command, end);
      const result = { status: end.status, stdout, lastLines };
      if (!(command.okStatuses ?? [0]).includes(end.status)) throw programFailure(command, result);
      return result;
    };
    const finished = finish();
    finished.catch(() => {});
    return {
      finished,
      write: job.write,
      closeInput: job.closeInput,
      kill: async () => {
        job.signal('kill');
        await job.ended;
      },
    };
  };
  const run = async (command: Command): Promise<Finished> => (await launch(command, false)).finished;

  return {
    name: driver.name,
    usesImage: driver.usesImage,
    place: driver.place,
    owner: driver.owner,
    run,
    start: (command) => launch(command, true),
    find: (program) => driver.find(program, log),
    requireRights: driver.requireRights,
    toolVersions: driver.toolVersions,
    installRemedy: driver.installRemedy,
    lockFile,
    withLog: (newLog) => supervise(driver, { ...options, log: newLog }),
    close: driver.close,
  };
}

/** What every program finds in its environment; nothing of ours comes along besides. */
export function cleanEnvironment(path: readonly string[], home: string): Record<string, string> {
  return { PATH: path.join(':'), HOME: home, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...proxyVariables() };
}

/** Keeps what a command asked for of its output, and hands on each line to it and to the log. */
function keepOutput(
  command: Pick<Command & ConversationCommand, 'capture' | 'onLine' | 'onOutput'>,
  log: Log,
) {
  const lastLines: string[] = [];
  const captured: Buffer[] = [];
  const keep = (from: Stream) =>
    splitLines((line) => {
      if (lastLines.push(line) > keptLines) lastLines.shift();
      log(line);
      command.onLine?.(line, from);
    });
  const splitters = { stdout: keep('stdout'), stderr: keep('stderr') };
  return {
    take: (bytes: Buffer, from: Stream) => {
      if (from === 'stdout') {
        if (command.capture) captured.push(bytes);
        command.onOutput?.(bytes);
      }
      splitters[from].push(bytes);
    },
    /** Gives out lines that had no end. */
    end: () => {
      splitters.stdout.end();
      splitters.stderr.end();
      return { stdout: Buffer.concat(captured).toString('utf8'), lastLines };
    },
  };
}

async function missingProgram(driver: Driver, program: string, { purpose }: Command): Promise<Failure> {
  return missingHere({
    what: t`The program \`${program}\` is missing ${driver.place}; it is needed for ${purpose}.`,
    remedy: await driver.installRemedy([program]),
  });
}

/** What a person is told of a program that has no status. */
function notRun(command: Command, end: Exclude<JobEnd, { status: number }>): Failure {
  const program = command.shownAs ?? command.program;
  if ('lost' in end) {
    const { what, ...lost } = end.lost;
    return stageFailed({ what: t`${what} ended while \`${program}\` ran, for ${command.purpose}.`, ...lost });
  }
  return stageFailed({
    what: t`\`${program}\` could not be started, for ${command.purpose}.`,
    why: command.cwd === undefined ? end.failed : t`${end.failed} (in the folder \`${command.cwd}\`)`,
  });
}
