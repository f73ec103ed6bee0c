import { spawn } from 'node:child_process';

/** A program run by hand: nothing of ours is around it. */
export interface PlainCommand {
  program: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  input?: string | Uint8Array;
  /** `[0]` if absent. */
  okStatuses?: readonly number[];
  /** Appended to the environment instead of being the whole of it. */
  inherit?: boolean;
  /** Called with the standard output as it comes. */
  onOutput?: (text: string) => void;
}

export interface Timed {
  seconds: number;
  /** Processor time of the program and of all that it ran: says more than `seconds` on a busy machine. */
  cpuSeconds: number;
  /** Both outputs. */
  output: string;
}

const plainEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
};

/** Node does not tell the processor time of children; the shell does, for a millisecond or two. */
const withTimes = '"$@" 3>&-; status=$?; times >&3; exit "$status"';

/** Runs a program and takes the time from its start to its end. A failure throws with what it wrote. */
export async function timed(command: PlainCommand): Promise<Timed> {
  const { program, args, env, cwd, input, okStatuses = [0], inherit = false, onOutput } = command;
  const startedAt = performance.now();
  const child = spawn('sh', ['-c', withTimes, 'sh', program, ...args], {
    env: { HOME: process.env.HOME, ...(inherit ? process.env : plainEnvironment), ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  let output = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    output += bytes.toString();
    onOutput?.(bytes.toString());
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    output += bytes.toString();
  });
  let times = '';
  child.stdio[3]?.on('data', (bytes: Buffer) => {
    times += bytes.toString();
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (okStatuses.includes(status)) return { seconds, cpuSeconds: childrenSeconds(times), output };
  throw new Error(`${program} ${args.slice(0, 8).join(' ')}: status ${status}\n${output.slice(-4000)}`);
}

/** Second line of `times`: what the children took, `0m1.23s 0m0.45s`. */
function childrenSeconds(times: string): number {
  const [user, system] = [...(times.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  return (user ?? Number.NaN) + (system ?? Number.NaN);
}

/** A few lines of sh, with `args` as $1, $2, ... */
export function script(text: string, ...args: string[]): PlainCommand {
  return { program: 'sh', args: ['-euc', `umask 022\n${text}`, 'sh', ...args] };
}

/** What earlier work left for the disk must not cost the next one that is timed. */
export async function settle(): Promise<void> {
  await timed({ program: 'sync', args: [] });
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** What was measured of one way of doing something. */
export type Times = Pick<Timed, 'seconds' | 'cpuSeconds'>;

export function medianTimes(times: readonly Times[]): Times {
  return {
    seconds: median(times.map((one) => one.seconds)),
    cpuSeconds: median(times.map((one) => one.cpuSeconds)),
  };
}

export function sumTimes(times: readonly Times[]): Times {
  return {
    seconds: times.reduce((sum, one) => sum + one.seconds, 0),
    cpuSeconds: times.reduce((sum, one) => sum + one.cpuSeconds, 0),
  };
}

/** Runs two ways of doing the same in turn (A B A B ...), so that a busy machine is busy for both. */
export async function inTurn(
  rounds: number,
  a: () => Promise<Times>,
  b: () => Promise<Times>,
): Promise<[Times[], Times[]]> {
  const times: [Times[], Times[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    times[0].push(await a());
    times[1].push(await b());
  }
  return times;
}
