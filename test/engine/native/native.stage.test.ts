import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCleanups } from '../../../src/base/cleanup.js';
import { Failure } from '../../../src/base/failure.js';
import { createNativeEngine } from '../../../src/engine/native/native.js';
import { scratchFolder } from '../../helpers/scratch.js';

const engine = createNativeEngine({ graceMs: 300 });
const shell = (script: string) => ({ program: 'sh', args: ['-c', script], purpose: 'testing' });

test('lines are split at newline and carriage return, from both outputs, and the last twenty are kept', async () => {
  const lines: string[] = [];
  const finished = await engine.run({
    ...shell('printf "1%%\\r2%%\\r\\ndone\\nno end"; for i in $(seq 30); do echo $i >&2; done'),
    onLine: (line, from) => lines.push(`${from}:${line}`),
  });
  assert.deepEqual(
    lines.filter((line) => line.startsWith('stdout')),
    ['stdout:1%', 'stdout:2%', 'stdout:done', 'stdout:no end'],
  );
  assert.ok(lines.includes('stderr:30'));
  assert.equal(finished.lastLines.length, 20);
});

test('a program sees only the clean environment and what the command adds', async () => {
  process.env.TFR_TEST_SECRET = 'seen';
  const { stdout } = await engine.run({
    program: 'env',
    args: [],
    purpose: 'testing',
    capture: true,
    env: { OWN: 'x' },
  });
  delete process.env.TFR_TEST_SECRET;
  assert.match(stdout, /^OWN=x$/m);
  assert.match(stdout, /^LC_ALL=C\.UTF-8$/m);
  assert.match(stdout, /^TZ=UTC$/m);
  assert.match(stdout, /^PATH=.*\/usr\/sbin.*$/m);
  assert.doesNotMatch(stdout, /TFR_TEST_SECRET/);
});

test('standard input is what the command gives, and empty otherwise', async () => {
  const cat = { program: 'cat', args: [], purpose: 'testing', capture: true };
  assert.equal((await engine.run({ ...cat, input: 'héllo\n' })).stdout, 'héllo\n');
  assert.equal((await engine.run(cat)).stdout, '');
});

test('a program that does not read its input is not a failure', async () => {
  await engine.run({ program: 'true', args: [], purpose: 'testing', input: 'x'.repeat(1 << 20) });
});

test('standard output goes to a file, byte for byte', async (t) => {
  const file = path.join(scratchFolder(t), 'out');
  await engine.run({ ...shell('printf "a\\r\\000b"; echo warning >&2'), stdoutFile: file });
  assert.deepEqual(readFileSync(file), Buffer.from('a\r\0b'));
});

test('a failed program is told with its purpose, status and last lines', async () => {
  await assert.rejects(engine.run(shell('echo "superblock is gone" >&2; exit 7')), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 1);
    assert.equal(error.facts.what, '`sh` ended with status 7 while testing.');
    assert.deepEqual(error.facts.lastLines, ['superblock is gone']);
    return true;
  });
});

test('statuses that the command calls good are not failures, and a signal is 128 and its number', async () => {
  assert.equal((await engine.run({ ...shell('exit 3'), okStatuses: [0, 3] })).status, 3);
  assert.equal((await engine.run({ ...shell('kill -TERM $$'), okStatuses: [143] })).status, 143);
});

test('a full disk is named as the reason', async () => {
  await assert.rejects(engine.run(shell('head -c 9 /dev/zero > /dev/full')), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.facts.why, 'The disk is full.');
    return true;
  });
});

test('a missing program says so with status 3, and how to get it', async () => {
  const empty = createNativeEngine({ path: ['/nonexistent'] });
  await assert.rejects(empty.run({ program: 'xorriso', args: [], purpose: 'writing the ISO' }), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 3);
    assert.match(error.facts.what, /`xorriso` is missing .* writing the ISO/);
    assert.match(error.facts.remedy ?? '', /tmpfsroot-wizard doctor/);
    return true;
  });
});

test('a folder that does not exist is told as such, not as a missing program', async () => {
  await assert.rejects(engine.run({ ...shell('true'), cwd: '/nonexistent' }), (error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.facts.why ?? '', /`\/nonexistent`/);
    return true;
  });
});

test('cancelling ends grandchildren too, also those that ignore SIGTERM or left the group', async (t) => {
  const dir = scratchFolder(t);
  const abort = new AbortController();
  const script = `
    sh -c 'trap "" TERM; echo $$ > ${dir}/deaf; while :; do sleep 1; done' &
    setsid sh -c 'echo $$ > ${dir}/moved; sleep 100; :' &
    echo $$ > ${dir}/first
    wait`;
  const run = engine.run({ ...shell(script), signal: abort.signal });
  run.catch(() => {});
  const pids = await pidsIn(dir, ['deaf', 'moved', 'first']);
  abort.abort();
  await assert.rejects(run, (error) => error instanceof Failure && error.exitStatus === 130);
  assert.deepEqual(pids.filter(isAlive), []);
});

test('a command whose signal is aborted already does not start', async (t) => {
  const file = path.join(scratchFolder(t), 'ran');
  await assert.rejects(
    engine.run({ ...shell(`touch ${file}`), signal: AbortSignal.abort() }),
    (error) => error instanceof Failure && error.exitStatus === 130,
  );
  assert.equal(existsSync(file), false);
});

test('a background process that holds the output open neither blocks the end nor survives it', async (t) => {
  const dir = scratchFolder(t);
  await engine.run(
    shell(`sh -c 'echo $$ > ${dir}/left; sleep 100; :' & while ! [ -s ${dir}/left ]; do sleep 0.01; done`),
  );
  const pids = await pidsIn(dir, ['left']);
  await until(() => !pids.some(isAlive));
});

for (const [what, end] of [
  ['ends', ''],
  ['keeps the output open', '; sleep 100'],
] as const) {
  test(`the last output is not lost when what passes it on is slow and ${what}`, async () => {
    const lines: string[] = [];
    await engine.run({
      ...shell(`(awk 'BEGIN { for (i = 0; i < 4e7; i++); print "last" }'${end}) & echo first`),
      onLine: (line) => lines.push(line),
    });
    assert.deepEqual(lines, ['first', 'last']);
  });
}

test('the clean-up at the end of the program kills what still runs', async (t) => {
  const dir = scratchFolder(t);
  const run = engine.run({ ...shell(`echo $$ > ${dir}/pid; sleep 100`), okStatuses: [137] });
  const pids = await pidsIn(dir, ['pid']);
  await runCleanups();
  assert.equal((await run).status, 137);
  assert.deepEqual(pids.filter(isAlive), []);
});

test('a program ends also when we are killed without a chance to end it', async (t) => {
  const dir = scratchFolder(t);
  const script = `
    import { createNativeEngine } from ${JSON.stringify(new URL('../../../src/engine/native/native.js', import.meta.url))};
    await createNativeEngine().run({ program: 'sh', args: ['-c', 'echo $$ > ${dir}/pid; exec sleep 100'], purpose: '-' });`;
  const ours = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  const pids = await pidsIn(dir, ['pid']);
  ours.kill('SIGKILL');
  await until(() => !pids.some(isAlive));
});

test('one can talk with a started program, and kill it', async () => {
  const heard: string[] = [];
  const running = await engine.start({
    ...shell('while read -r line; do echo "you said $line"; done; sleep 100'),
    okStatuses: [137],
    onOutput: (bytes) => heard.push(Buffer.from(bytes).toString()),
  });
  running.write('hello\n');
  await until(() => heard.join('') === 'you said hello\n');
  running.closeInput();
  await running.kill();
  assert.equal((await running.finished).status, 137);
  running.write('to nobody');
});

test('the text of the tools’ versions changes with any of them, and costs no run of a program', async (t) => {
  const dir = scratchFolder(t);
  const local = createNativeEngine({ path: [dir] });
  const tool = path.join(dir, 'tool');
  writeFileSync(tool, '#!/bin/sh\n', { mode: 0o755 });
  const before = await local.toolVersions(['tool']);
  assert.equal(await local.toolVersions(['tool', 'tool']), before);
  writeFileSync(tool, '#!/bin/sh\n# newer\n');
  assert.notEqual(await local.toolVersions(['tool']), before);
  assert.notEqual(await local.toolVersions(['absent']), await local.toolVersions(['tool']));
});

async function pidsIn(dir: string, names: readonly string[]): Promise<number[]> {
  const read = () => names.map((name) => Number(readText(path.join(dir, name))));
  await until(() => read().every((pid) => pid > 0));
  return read();
}

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/\) Z /.test(readText(`/proc/${pid}/stat`));
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 1000, 'it never came true');
    await sleep(10);
  }
}
