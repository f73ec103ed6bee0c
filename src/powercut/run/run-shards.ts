import { availableParallelism } from 'node:os';
import type { TaskContext } from '../../engine/progress.js';
import type { ScenarioName } from '../record/scenarios.js';
import type { Lab } from './lab-folder.js';
import { openShards } from './shard.js';

/** What starts this program: its file of Node, and its own. */
export interface OwnProgram {
  node: string;
  entry: string;
}

export interface RunShardsOptions {
  own: OwnProgram;
  /** Processes side by side; as many as there are processors if null. */
  jobs: number | null;
  /** Milliseconds since 1970 at which no more is begun; null: never. */
  deadline: number | null;
}

/** What a process of ours says on its standard output, a line of JSON each. */
export interface ShardEvent {
  event: 'examined';
  scenario: ScenarioName;
  shard: number;
  states: number;
}

/**
 * Examines what is not yet examined of a recording, in processes of this program: each is a `powercut run` as one might
 * start it on another machine.
 * @returns what to show for it
 */
export async function runShards(
  ctx: TaskContext,
  lab: Lab,
  scenario: ScenarioName,
  { own, jobs, deadline }: RunShardsOptions,
): Promise<string> {
  const open = await openShards(lab, scenario);
  const total = lab.plan.shards;
  if (open.length === 0) return 'examined before';
  let [done, states] = [total - open.length, 0];
  const show = () => ctx.progress.status(`${done} of ${total} parts, ${states} cuts`);
  show();
  const count = Math.min(open.length, jobs ?? availableParallelism());
  const run = async (job: number) => {
    const numbers = open.filter((_, at) => at % count === job);
    await ctx.engine.run({
      program: own.node,
      args: [
        ...[own.entry, 'powercut', 'run', lab.dir, '--json'],
        ...['--scenario', scenario, '--shard', numbers.join(',')],
        ...(deadline === null ? [] : ['--until', String(deadline)]),
      ],
      shownAs: 'tmpfsroot-wizard powercut run',
      purpose: `examining ${scenario}`,
      onLine: (line, from) => {
        const event = from === 'stdout' ? eventOf(line) : null;
        if (event === null) return;
        done += 1;
        states += event.states;
        show();
      },
      signal: ctx.signal,
    });
  };
  await Promise.all(Array.from({ length: count }, (_, job) => run(job)));
  return done === total ? `${states} cuts` : `${done} of ${total} parts: the time is up`;
}

function eventOf(line: string): ShardEvent | null {
  try {
    const event = JSON.parse(line) as Partial<ShardEvent>;
    return event.event === 'examined' ? (event as ShardEvent) : null;
  } catch {
    return null;
  }
}
