import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newFolder } from '../helpers/scratch.js';
import { openTerminal, type Terminal } from '../terminal/terminal.js';

/** Where the pictures are taken: the same on each machine and on each day. */
export const person = { home: '/home/anna', folder: '/home/anna/robot' };
const today = '2026-11-25T09:00:00Z';

/** Read by Node before the program: the clock goes on from a fixed time. */
const clock = `const Real = Date;
const startedAt = Real.now();
const now = () => Real.parse('${today}') + Real.now() - startedAt;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
};
`;

/** Mounts that nobody else sees: a home folder, and repositories under a short name. */
const enter = `mount --bind "$1" /home
mkdir -p ${person.folder} /home/fedora
if [ -n "$2" ]; then mount --bind "$2" /home/fedora; fi
cd ${person.folder}
shift 2
exec "$@"`;

export interface StageOptions {
  /** Folder that is to be seen as /home/fedora, or null. */
  repositories: string | null;
  /** Sees what the program writes, and when (`performance.now()`). */
  onOutput?: (text: string, atMs: number) => void;
  /** Fills the home folder (its path on this machine) before the program starts. */
  prepare(home: string): Promise<void>;
}

/** Opens the wizard in a terminal of 80x24, without a network, in the home folder of a person who is not there. */
export async function openStage(
  program: readonly string[],
  { repositories, onOutput, prepare }: StageOptions,
): Promise<{ terminal: Terminal; close(): Promise<void> }> {
  const scratch = newFolder('tfr-pictures-');
  const homes = path.join(scratch, 'home');
  const home = path.join(homes, path.basename(person.home));
  mkdirSync(path.join(home, path.basename(person.folder)), { recursive: true });
  const preload = path.join(scratch, 'clock.cjs');
  writeFileSync(preload, clock);
  await prepare(home);
  const terminal = openTerminal({
    program: 'unshare',
    args: ['--mount', '--net', 'sh', '-euc', enter, 'sh', homes, repositories ?? '', ...program],
    cwd: scratch,
    ...(onOutput === undefined ? {} : { onOutput }),
    env: {
      TZ: 'UTC',
      // The start screen tells what this machine builds with.
      TMPFSROOT_ENGINE: 'native',
      HOME: person.home,
      NODE_OPTIONS: `--require ${preload}`,
      ...Object.fromEntries(
        ['CONFIG', 'STATE', 'CACHE', 'DATA'].map((name) => [`XDG_${name}_HOME`, undefined]),
      ),
    },
  });
  return {
    terminal,
    async close() {
      await terminal.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
