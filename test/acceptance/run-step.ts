import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';

export interface RanStep {
  status: number;
  seconds: number;
  /** The last lines of what it said, where it failed. */
  lastLines: string[];
}

/**
 * Runs the compiled program as a user would.
 * @param log File that gets its output.
 * @param signal Interrupts it; it ends in order, with status 130.
 */
export async function runStep(
  words: readonly string[],
  { cwd, log, signal }: { cwd: string; log: string; signal: AbortSignal },
): Promise<RanStep> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(packageFile('build'), 'src/cli.js'), ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const interrupt = () => void child.kill('SIGTERM');
  signal.addEventListener('abort', interrupt);
  const file = createWriteStream(log);
  let text = Buffer.alloc(0);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      file.write(bytes);
      text = Buffer.concat([text, bytes]).subarray(-8000);
    });
  }
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
  signal.removeEventListener('abort', interrupt);
  await new Promise((resolve) => file.end(resolve));
  const lines = text
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  return {
    status,
    seconds: (performance.now() - startedAt) / 1000,
    lastLines: status === 0 ? [] : lines.slice(-20),
  };
}
