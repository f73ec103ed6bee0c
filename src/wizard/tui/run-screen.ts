import { setTimeout as sleep } from 'node:timers/promises';
import { registerCleanup } from '../../base/cleanup.js';
import { exitStatus, Failure, unforeseen } from '../../base/failure.js';
import { followJobControl, suspendJob, takeKeysAgain } from '../../base/job-control.js';
import { t } from '../../base/language/texts.js';
import { interruptionOf } from '../../run/run-report.js';
import type { TreeDisplay } from '../../run/tree-renderer.js';
import type { RunOutcome } from '../effects/foreground.js';

/** The terminal that work is done on, between two screens of Ink. */
export interface RunTerminal {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  /** Aborted by SIGTERM and SIGHUP, which end the program; Ctrl-C ends the work only. */
  signal: AbortSignal;
}

const controlC = '\x03';
const controlZ = '\x1a';
/** Keys that are not characters, such as arrows (ECMA-48, control sequences). */
const escapeSequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)/g;
const showCursor = '\x1b[?25h';
/** Keys that were pressed before the end may still be on their way from the terminal. */
const drainMs = 50;

/**
 * Does work that draws on the terminal itself. Its keys are ours meanwhile, so that none is echoed into the progress,
 * or reaches the screen that comes next: Ctrl-C stops the work, a second one leaves the program at once with exit
 * status 130, Ctrl-Z suspends the wizard while programs go on, `l` shows more of their output or less, all others do
 * nothing.
 */
export async function runOnTerminal<T>(
  work: (signal: AbortSignal, display: TreeDisplay) => Promise<T>,
  terminal: RunTerminal,
  stopText = t`Ctrl-C stops and keeps what is done.`,
): Promise<RunOutcome<T>> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, terminal.signal]);
  const display: TreeDisplay = { showsAllOutput: false, footer: '' };
  const label = () => {
    const keys = display.showsAllOutput ? t`l: less output` : t`l: more output`;
    display.footer = signal.aborted ? t`Stopping. Ctrl-C again leaves at once.` : `${stopText}  ${keys}`;
  };
  label();
  signal.addEventListener('abort', label, { once: true });
  const release = takeKeys(terminal, (typed) => {
    for (const key of typed.replace(escapeSequences, '')) {
      if (key === controlC && signal.aborted) process.exit(exitStatus.interrupted);
      if (key === controlC) stop.abort();
      if (key === controlZ) suspendJob();
      if (key === 'l') display.showsAllOutput = !display.showsAllOutput;
    }
    label();
  });
  try {
    return { kind: 'done', value: await work(signal, display) };
  } catch (error) {
    return outcomeOf(error, signal);
  } finally {
    signal.removeEventListener('abort', label);
    await sleep(drainMs);
    release();
  }
}

function outcomeOf(error: unknown, signal: AbortSignal): Exclude<RunOutcome<unknown>, { kind: 'done' }> {
  const failure = error instanceof Failure ? error : unforeseen(error);
  const isInterrupted = signal.aborted || failure.exitStatus === exitStatus.interrupted;
  return isInterrupted ? { kind: 'interrupted', at: interruptionOf(error) } : { kind: 'failed', failure };
}

/** @returns gives the terminal back as it was */
function takeKeys({ stdin, stdout, stderr }: RunTerminal, onKeys: (typed: string) => void): () => void {
  const take = (bytes: Buffer | string) => onKeys(bytes.toString());
  // A terminal that was closed answers everything with an error; the signal that comes with it ends the work.
  const ignore = () => {};
  const streams = [stdin, stdout, stderr];
  const wasRaw = stdin.isRaw;
  const wasPaused = stdin.isPaused();
  const release = () => {
    forget();
    endJobControl();
    stdin.off('data', take);
    stdin.setRawMode(wasRaw);
    if (wasPaused) stdin.pause();
    stderr.write(showCursor);
    for (const stream of streams) stream.off('error', ignore);
  };
  const forget = registerCleanup(release);
  const endJobControl = followJobControl({
    leave() {
      stdin.setRawMode(false);
      stderr.write(showCursor);
    },
    enter: () => takeKeysAgain(stdin),
  });
  for (const stream of streams) stream.on('error', ignore);
  stdin.setRawMode(true);
  stdin.on('data', take);
  stdin.resume();
  return release;
}
