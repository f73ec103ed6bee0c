import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ran } from '../helpers/run-program.js';
import { serveTestbed } from '../testbed/index.js';
import { type CliProject, cliProject, filesBelow, linkCache, temporaryBelow } from './cli-project.js';
import { descendantsOf, mountsBelow, processesOn, stillAlive } from './processes.js';

/** What `--json` said: one object a line. */
function eventsOf({ stdout }: Ran): Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Result of a task that came to its end. */
function resultOf(ran: Ran, task: string): unknown {
  return eventsOf(ran).find((event) => event.event === 'task-done' && event.task === task)?.result;
}

/** Seconds that a person waits for the prompt after a Ctrl-C; a machine with much to do gets them too. */
const soon = 10;

/**
 * Runs a command with `--json` until it prints `moment`, sends the signal, and sees to it that it ends soon with
 * the status of the signal and leaves no process, mount or temporary file.
 */
async function interruptAt(
  project: CliProject,
  words: readonly string[],
  moment: RegExp,
  signal: NodeJS.Signals = 'SIGINT',
  further: readonly NodeJS.Signals[] = [],
): Promise<Ran> {
  const started = project.start([...words, '--json']);
  await started.until(moment);
  const children = descendantsOf(started.pid);
  const at = performance.now();
  started.kill(signal);
  for (const one of further) {
    await sleep(3);
    started.kill(one);
  }
  const ran = await started.ended;
  const seconds = (performance.now() - at) / 1000;
  const status = signal === 'SIGTERM' ? 143 : 130;
  assert.equal(ran.status, status, ran.stdout + ran.stderr);
  assert.equal(eventsOf(ran).at(-1)?.exitStatus, status);
  assert.ok(seconds < soon, `It took ${seconds} s to end.`);
  assert.deepEqual(stillAlive(children), []);
  assert.deepEqual(processesOn(project.scratch), []);
  assert.deepEqual(mountsBelow(project.scratch), []);
  assert.deepEqual(temporaryBelow(project.cacheDir), []);
  assert.deepEqual(temporaryBelow(path.join(project.dir, 'output')), []);
  return ran;
}

const status = (task: string, text: string) =>
  new RegExp(`"event":"task-status","task":"${task}","text":"[^"]*${text}`);

describe('Ctrl-C', () => {
  it('while metadata are fetched: no lock is written, and the next run writes it', async (t) => {
    const { testbed } = await cliProject(t);
    const server = await serveTestbed(testbed, { bandwidth: 20_000 });
    t.after(() => server.close());
    const project = await cliProject(t, { lines: ['bash'], repositories: server.repositories });
    await interruptAt(project, ['lock'], /"event":"task-bytes"/);
    assert.ok(!existsSync(path.join(project.dir, 'rpms.lock')));
    await project.edit({
      repositories: testbed.repositories.map(({ id, dir }) => ({
        id,
        baseurl: [`file://${dir}`],
        keys: [testbed.key],
      })),
    });
    await project.must(['lock']);
  });

  it('while a lock is made again: the one that is there stays', async (t) => {
    const project = await cliProject(t, { lines: ['bash'] });
    await project.must(['lock']);
    await project.write('packages.list', 'bash\nsudo\n');
    const lock = () => filesBelow(project.dir).filter((line) => line.startsWith('rpms.lock'));
    const before = lock();
    await interruptAt(project, ['lock'], /"event":"task-started"/);
    assert.deepEqual(lock(), before);
  });

  it('while packages are fetched: the next run goes on where it stopped', async (t) => {
    const { testbed } = await cliProject(t);
    const server = await serveTestbed(testbed, { bandwidth: 1_000_000 });
    t.after(() => server.close());
    const project = await cliProject(t, { repositories: server.repositories });
    await project.must(['lock']);
    await interruptAt(project, ['build'], /"event":"task-bytes","task":"packages","done":[1-9]\d{6}/);
    const asked = server.requests.length;
    const parts = () => readdirSync(path.join(project.cacheDir, 'packages'));
    assert.ok(parts().some((name) => name.endsWith('.part')));
    await interruptAt(project, ['build'], /"event":"task-bytes","task":"packages","done":[2-9]\d{6}/);
    assert.ok(
      server.requests.slice(asked).some(({ range, status: answer }) => range !== undefined && answer === 206),
      'no request went on in the middle of a package',
    );
  });

  it('in every stage of a build: the finished ones are used by the next run', async (t) => {
    const project = await cliProject(t);
    await linkCache(project, 'packages', 'metadata');
    const build = ['build', '--output', 'iso'];
    await interruptAt(project, build, status('tree', '\\d+ of \\d+: '));
    const dracut = await interruptAt(project, build, status('initramfs', 'making the initramfs'));
    assert.notEqual(resultOf(dracut, 'tree'), 'unchanged');
    const mkfs = await interruptAt(project, build, status('slot', 'making the file system'));
    assert.equal(resultOf(mkfs, 'tree'), 'unchanged');
    assert.notEqual(resultOf(mkfs, 'initramfs'), 'unchanged');
    const xorriso = await interruptAt(project, build, status('small-installer.iso', 'writing the ISO'));
    assert.deepEqual(
      ['tree', 'compose', 'initramfs'].map((task) => resultOf(xorriso, task)),
      ['unchanged', 'unchanged', 'unchanged'],
    );
    assert.deepEqual(
      readdirSync(path.join(project.dir, 'output')).filter((name) => /\.iso$|SUMS|build\.json/.test(name)),
      [],
    );
    const last = await project.must([...build, '--json']);
    assert.match(String(resultOf(last, 'slot')), /^unchanged/);
  });
});

describe('other ways to be stopped', () => {
  it('a Ctrl-C that npm passes on once more, and a window that is closed besides, end a build in order', async (t) => {
    const project = await cliProject(t);
    await linkCache(project, 'packages', 'metadata');
    const moment = status('tree', '\\d+ of \\d+: ');
    await interruptAt(project, ['build'], moment, 'SIGINT', ['SIGINT', 'SIGHUP']);
  });

  it('SIGTERM ends a build as Ctrl-C does', async (t) => {
    const project = await cliProject(t);
    await linkCache(project, 'packages', 'metadata');
    await interruptAt(project, ['build'], status('tree', '\\d+ of \\d+: '), 'SIGTERM');
  });
});
