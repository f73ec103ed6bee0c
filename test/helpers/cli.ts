import { spawn } from 'node:child_process';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import type { Ran } from './run-program.js';

export interface CliOptions {
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** Shows what it prints while it runs. */
  show?: boolean;
}

/** Runs our program as a user would, the compiled one of this test run. */
export async function cli(args: readonly string[], { cwd, env, show = false }: CliOptions): Promise<Ran> {
  const child = spawn(process.execPath, [path.join(packageFile('build'), 'src/cli.js'), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    stdout += bytes.toString();
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    stderr += bytes.toString();
  });
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
  return { status, stdout, stderr };
}

/** The same for a run that must succeed. */
export async function mustCli(args: readonly string[], options: CliOptions): Promise<Ran> {
  const ran = await cli(args, options);
  if (ran.status !== 0)
    throw new Error(`${args.join(' ')}: status ${ran.status}\n${ran.stdout}${ran.stderr}`);
  return ran;
}
