import type { Command, ConversationCommand } from './engine.js';
import { splitLines } from './line-splitter.js';

/** Lines of output that are kept for the message of a failure. */
const keptLines = 20;

type Stream = 'stdout' | 'stderr';

/** What is kept and told of a program's output while it runs. */
export interface OutputKeeper {
  take(bytes: Buffer, from: Stream): void;
  /** Gives out what is left of a line that had no end. */
  end(from: Stream): void;
  /** Last lines of both outputs, as they came. */
  readonly lastLines: string[];
  /** Whole standard output, when the command asked for it. */
  stdout(): string;
}

/** Keeps what a command asked for of its output, and hands on each line to it and to the log. */
export function keepOutput(
  command: Pick<Command & ConversationCommand, 'capture' | 'onLine' | 'onOutput'>,
  log: (line: string) => void,
): OutputKeeper {
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
    take(bytes, from) {
      if (from === 'stdout') {
        if (command.capture) captured.push(bytes);
        command.onOutput?.(bytes);
      }
      splitters[from].push(bytes);
    },
    end: (from) => splitters[from].end(),
    lastLines,
    stdout: () => Buffer.concat(captured).toString('utf8'),
  };
}
