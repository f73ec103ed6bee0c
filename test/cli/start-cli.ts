import { spawn } from 'node:child_process';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import type { Ran } from '../helpers/run-program.js';

export interface StartOptions {
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** Lines of sh that run before it, in a mount namespace that it alone is in: the host sees nothing of them. */
  prepare?: string;
  /** Lines of sh that run after it, in the same namespace. */
  afterwards?: string;
  /** Words that run it as somebody else; `prepare` and `afterwards` are run by us. */
  as?: readonly string[];
  /** The program's entry instead of the compiled one of this test run. */
  entry?: string;
}

export interface StartedCli {
  readonly pid: number;
  readonly ended: Promise<Ran>;
  /** Resolves with what matched once what it has printed does; throws when it ends before that. */
  until(text: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts our program as a user would, and lets the test go on while it runs. */
export function startCli(args: readonly string[], options: StartOptions): StartedCli {
  const { cwd, env, prepare, afterwards } = options;
  const entry = options.entry ?? path.join(packageFile('build'), 'src/cli.js');
  const command = [...(options.as ?? []), process.execPath, entry, ...args];
  const [program, ...words] =
    prepare === undefined && afterwards === undefined
      ? command
      : [
          'unshare',
          '-m',
          '--propagation',
          'private',
          'sh',
          '-euc',
          script(prepare, afterwards),
          'sh',
          ...command,
        ];
  const child = spawn(program as string, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (bytes: Buffer) => {
      printed[name] += bytes.toString();
      for (const look of waiting) look();
    });
  }
  let over = false;
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      over = true;
      for (const look of waiting) look();
      resolve({ status: code ?? 128, ...printed });
    });
  });
  return {
    pid: child.pid as number,
    ended,
    kill: (signal) => child.kill(signal),
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const [found] = text.exec(printed.stdout) ?? text.exec(printed.stderr) ?? [];
          if (found === undefined && !over) return;
          waiting.delete(look);
          if (found !== undefined) resolve(found);
          else reject(new Error(`It ended before ${text}:\n${printed.stdout}${printed.stderr}`));
        };
        waiting.add(look);
        look();
      }),
  };
}

/** `exec`, where nothing comes afterwards: a signal to the process is one to our program then. */
function script(prepare = '', afterwards?: string): string {
  return afterwards === undefined
    ? `${prepare}\nexec "$@"`
    : `${prepare}\nstatus=0; "$@" || status=$?\n${afterwards}\nexit "$status"`;
}
