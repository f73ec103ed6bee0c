import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { makeOutputFolder } from './output-folder.js';

/** The full log of one run: every line of every program, with the time it came. */
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
  const file = path.join(dir, `${stamp}-${title}-${process.pid}.log`);
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
