import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { stageFailed } from '../spec/failure.js';

/** The full log of one run: every line of every program, with the time it came. */
export interface RunLog {
  readonly file: string;
  write(line: string): void;
  close(): Promise<void>;
}

/**
 * Opens `output/logs/TIME-TITLE.log` in the project's folder.
 * @throws Failure (exit status 1) when the folder cannot be written.
 */
export function openRunLog(projectDir: string, title: string, now = new Date()): RunLog {
  const dir = path.join(projectDir, 'output', 'logs');
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  const file = path.join(dir, `${stamp}-${title}-${process.pid}.log`);
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw stageFailed({
      what: `The folder for logs cannot be made (${(error as NodeJS.ErrnoException).code ?? 'error'}).`,
      where: dir,
      remedy: 'Make the project folder writable for you.',
    });
  }
  const stream = createWriteStream(file);
  // A full disk must not hide the failure that the run itself meets a moment later.
  stream.on('error', () => {});
  return {
    file,
    write: (line) => stream.write(`${new Date().toISOString()} ${line}\n`),
    close: async () => {
      stream.end();
      await finished(stream).catch(() => {});
    },
  };
}
