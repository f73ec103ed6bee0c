import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { visibleText } from '../base/text/visible-text.js';
import { makeOutputFolder } from './output-folder.js';
import { listen, type RunTask } from './task-events.js';

/**
 * The full log of one run: every line of every program, with the time it came, for whoever prints it on a terminal: no
 * line obeys what a program wrote into it.
 */
export interface RunLog {
  readonly file: string;
  write(line: string): void;
  close(): Promise<void>;
}

/**
 * Opens `output/logs/TIME-TITLE.log` in the project's folder.
 * @throws Failure (exit status 2) when the folder cannot be written.
 */
export async function openRunLog(projectDir: string, title: string, now = new Date()): Promise<RunLog> {
  const dir = await makeOutputFolder(projectDir, 'logs');
  const stamp = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  const file = path.join(dir, `${stamp}-${title}-${randomBytes(3).toString('hex')}.log`);
  // Programs of others may print what is nobody else's business.
  const stream = createWriteStream(file, { mode: 0o600 });
  // A full disk must not hide the failure that the run itself meets a moment later.
  stream.on('error', () => {});
  return {
    file,
    write: (line) => stream.write(`${new Date().toISOString()} ${visibleText(line)}\n`),
    close: async () => {
      stream.end();
      await finished(stream).catch(() => {});
    },
  };
}

/** Writes what becomes of a task; its failure is for the end of the run, which knows all of it. */
export function logTask(task: RunTask, { write }: RunLog): void {
  const head = `== ${task.title ?? ''}`;
  listen(task, {
    started: () => write(head),
    status: (text) => write(`-- ${text}`),
    output: write,
    done: (result, seconds) =>
      write(`${head}: done in ${seconds.toFixed(2)} s${result === undefined ? '' : `, ${result}`}`),
  });
}
