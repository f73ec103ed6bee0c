import { spawnSync } from 'node:child_process';

export interface Ran {
  /** Exit status; 128 + N after signal N. */
  status: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  input?: string;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Only against hanging; two minutes if absent. */
  timeoutMs?: number;
}

/** Runs a program to its end, for tests of files that are run by others than our engine. */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Ran {
  const { input, env, cwd, timeoutMs = 120_000 } = options;
  const done = spawnSync(program, [...args], {
    encoding: 'utf8',
    timeout: timeoutMs,
    maxBuffer: 64 << 20,
    input: input ?? '',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (done.error !== undefined) throw done.error;
  return { status: done.status ?? 128, stdout: done.stdout, stderr: done.stderr };
}

/** Runs a program that must succeed; answers its standard output. */
export function mustRun(program: string, args: readonly string[], options: RunOptions = {}): string {
  const { status, stdout, stderr } = runProgram(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: status ${status}\n${stdout}${stderr}`);
  return stdout;
}
