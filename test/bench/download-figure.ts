import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readLock } from '../../src/rpm/lock/lock-file.js';
import { writeImageProject } from '../e2e/image-project.js';
import { serveTestbed, type TestbedServer } from '../testbed/index.js';
import type { Bench } from './bench.js';
import { benchFolder, ours, removeFolder } from './program.js';
import { type Figure, megabytes, seconds } from './table.js';
import { median, script, settle, timed } from './timing.js';

/** Bytes a second that the server gives to each connection. */
const bandwidth = 4e6;
/** As many as the store has on their way at once. */
const connections = 6;

interface Item {
  url: string;
  size: number;
}

/** An empty store over HTTP, from a server that limits each connection. */
export async function downloadFigures({ testbed, isSmoke }: Bench): Promise<Figure[]> {
  const rounds = isSmoke ? 1 : 2;
  const dir = path.join(benchFolder, 'download');
  await removeFolder(dir);
  const server = await serveTestbed(testbed, { bandwidth });
  try {
    const project = path.join(dir, 'project');
    await writeImageProject(project, testbed, { name: 'bench' });
    await pointAtServer(project, server);
    await timed(ours(['lock'], { project, cache: path.join(dir, 'metadata') }));
    const lock = await readLock(path.join(project, 'rpms.lock'));
    const items = lock.packages
      .map(({ repo, location, size }) => ({
        url: `${server.repositories[repo as 'fedora']}${location}`,
        size,
      }))
      .sort((a, b) => b.size - a.size);
    const own: number[] = [];
    const curl: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      own.push(await oursUntilFetched(project, path.join(dir, `cache-${round}`)));
      curl.push(await curlAll(items, path.join(dir, `curl-${round}`)));
    }
    const total = items.reduce((sum, { size }) => sum + size, 0);
    const ideal = idealSeconds(items);
    const name = `${megabytes(total)} over ${connections} connections of ${megabytes(bandwidth)}/s`;
    return [
      {
        name: `${name} / curl, as many at a time`,
        ours: seconds(median(own)),
        reference: seconds(median(curl)),
        value: median(own) / median(curl),
        limit: 1.1,
      },
      // Without a limit: the server waits a little longer than it should, more so on a busy machine.
      {
        name: '– the same / what the limits allow in theory',
        ours: seconds(median(own)),
        reference: seconds(ideal),
        value: median(own) / ideal,
        limit: null,
      },
    ];
  } finally {
    await server.close();
  }
}

async function pointAtServer(project: string, server: TestbedServer): Promise<void> {
  const file = path.join(project, 'tmpfsroot.json');
  const spec = JSON.parse(await readFile(file, 'utf8')) as {
    repositories: { id: 'fedora'; baseurl: string[] }[];
  };
  for (const repository of spec.repositories) repository.baseurl = [server.repositories[repository.id]];
  await writeFile(file, JSON.stringify(spec));
}

/** Seconds from the first byte to the last of `build`, which is then interrupted. */
async function oursUntilFetched(project: string, cache: string): Promise<number> {
  const { program, args, env, cwd } = ours(['build', '--json'], { project, cache });
  const child = spawn(program, [...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let startedAt: number | undefined;
  let took = Number.NaN;
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString();
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const event = JSON.parse(line) as { event: string; task?: string; done?: number; total?: number };
      if (event.task !== 'packages' || !Number.isNaN(took)) continue;
      if (event.event === 'task-started') startedAt = performance.now();
      if (event.event !== 'task-bytes' || event.done !== event.total) continue;
      took = (performance.now() - (startedAt ?? Number.NaN)) / 1000;
      child.kill('SIGINT');
    }
  });
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (Number.isNaN(took)) throw new Error('the build did not fetch all packages');
  return took;
}

/** By hand: largest first, and as many at a time. */
async function curlAll(items: readonly Item[], dir: string): Promise<number> {
  await mkdir(dir, { recursive: true });
  await settle();
  const fetch = script(`cd "$1"; xargs -n 1 -P ${connections} curl -sSf -O`, dir);
  const result = await timed({ ...fetch, input: items.map(({ url }) => `${url}\n`).join('') });
  return result.seconds;
}

/** What the limit of each connection allows, with whole packages, largest first. */
function idealSeconds(items: readonly Item[]): number {
  const busyUntil: number[] = Array.from({ length: connections }, () => 0);
  for (const { size } of items) {
    const next = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[next] = (busyUntil[next] ?? 0) + size / bandwidth;
  }
  return Math.max(...busyUntil);
}
