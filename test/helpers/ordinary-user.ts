import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { mustRun, type Ran, type RunOptions, runProgram } from './run-program.js';
import { scratchFolder } from './scratch.js';

const name = 'tfr-tester';

/** An ordinary user of this machine. The account stays, as the packages do that tests install. */
export interface OrdinaryUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** A lasting one below /home. */
  readonly home: string;
  /** Folder of this test that belongs to the user and is gone afterwards. */
  readonly scratch: string;
  /** HOME, USER, PATH and XDG_RUNTIME_DIR, as a login sets them. */
  readonly env: Readonly<Record<string, string>>;
  /** Words to put before a program that is to run as that user: a signal to the process is one to the program. */
  readonly as: readonly string[];
  /** Gives the user a file or folder with everything in it. */
  own(target: string): void;
  run(program: string, args: readonly string[], options?: RunOptions): Ran;
}

/**
 * Makes sure that the user is there, with a range of subordinate ids.
 * @throws Error without root.
 */
export function ordinaryUser(t: Parameters<typeof scratchFolder>[0]): OrdinaryUser {
  const { uid, gid, home } = account() ?? addAccount();
  const runtime = `/run/user/${uid}`;
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  chownSync(runtime, uid, gid);
  const scratch = scratchFolder(t);
  chownSync(scratch, uid, gid);
  const env = {
    HOME: home,
    USER: name,
    LOGNAME: name,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    XDG_RUNTIME_DIR: runtime,
  };
  const as = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups', '--inh-caps=-all', '--'];
  return {
    ...{ name, uid, gid, home, scratch, env, as },
    own: (target) => void mustRun('chown', ['-R', '-h', `${uid}:${gid}`, target]),
    run: (program, args, options = {}) =>
      runProgram(as[0] as string, [...as.slice(1), program, ...args], {
        cwd: scratch,
        ...options,
        env: { ...env, ...options.env },
      }),
  };
}

function account(): { uid: number; gid: number; home: string } | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  if (line === undefined) return null;
  const [, , uid, gid, , home = ''] = line.split(':');
  return { uid: Number(uid), gid: Number(gid), home };
}

function addAccount() {
  // useradd takes ranges that are nobody's; without the keys it is the distribution's choice whether it does.
  const ranges = ['--key', 'SUB_UID_COUNT=65536', '--key', 'SUB_GID_COUNT=65536'];
  const { stderr } = runProgram('useradd', ['--create-home', '--shell', '/bin/sh', ...ranges, name]);
  // Another test may have been quicker.
  const made = account();
  if (made === null) throw new Error(`useradd ${name}: ${stderr}`);
  return made;
}
