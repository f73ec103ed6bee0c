import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageFile } from '../../../src/base/fs/package-file.js';
import {
  type Agent,
  AgentFailure,
  type AgentRequest,
  startAgent,
} from '../../../src/engine/container/agent.js';
import { scratchFolder } from '../../helpers/scratch.js';

const program = packageFile('src/engine/container/container-agent.py');
/** Process 1 of a namespace, as it is in a container. */
const words = ['unshare', '--pid', '--fork', '--mount-proc', '/usr/bin/python3', '-I', program];

async function agentOf(t: TestContext): Promise<Agent> {
  const agent = await startAgent(words, process.env);
  t.after(() => agent.close());
  return agent;
}

function shell(script: string, more: Partial<AgentRequest> = {}): AgentRequest {
  return {
    argv: ['/bin/sh', '-c', script],
    env: { PATH: '/usr/bin:/bin' },
    ...{ cwd: null, stdin: false, stdoutFile: null, owner: null, asRoot: true },
    ...more,
  };
}

/** Runs a program, and answers how it ended and what it said. */
async function run(agent: Agent, request: AgentRequest, input?: string) {
  const said = { stdout: '', stderr: '' };
  const job = agent.run(request, (bytes, from) => {
    said[from] += bytes.toString();
  });
  if (input !== undefined) {
    job.write(input);
    job.closeInput();
  }
  return { how: await job.ended, ...said };
}

/** Processes of this machine whose command line holds a text. */
function processes(text: string): string {
  return execFileSync('sh', ['-c', `pgrep -af -- "$1" | grep -v pgrep || true`, 'sh', text], {
    encoding: 'utf8',
  });
}

test('a program’s outputs, status, environment, folder and input are its own', async (t) => {
  const agent = await agentOf(t);
  const cwd = scratchFolder(t);
  const script = 'pwd; echo "$A"; cat; umask; echo bad >&2; exit 7';
  const ran = await run(agent, shell(script, { cwd, stdin: true, env: { A: 'b c', PATH: '/bin' } }), 'in\n');
  assert.deepEqual(ran, { how: { status: 7 }, stdout: `${cwd}\nb c\nin\n0022\n`, stderr: 'bad\n' });
});

test('more input and output than a pipe holds passes through whole, programs side by side', async (t) => {
  const agent = await agentOf(t);
  const much = 'x'.repeat(3_000_000);
  const both = await Promise.all([
    run(agent, shell('cat', { stdin: true }), much),
    run(agent, shell('head -c 3000000 /dev/zero | tr "\\0" x')),
  ]);
  for (const { stdout, how } of both) {
    assert.deepEqual(how, { status: 0 });
    assert.equal(stdout.length, much.length);
  }
});

test('a program that does not read its input does not hold up the others', async (t) => {
  const agent = await agentOf(t);
  const deaf = agent.run(shell('exec sleep 100', { stdin: true }), () => {});
  deaf.write('x'.repeat(1_000_000));
  assert.equal((await run(agent, shell('echo still here'))).stdout, 'still here\n');
  deaf.signal('kill');
  assert.deepEqual(await deaf.ended, { status: 137 });
});

test('what a program leaves running is killed when it ends, also in a session of its own', async (t) => {
  const agent = await agentOf(t);
  await run(agent, shell('sleep 4711 & setsid sleep 4711 & exit 0'));
  assert.equal(processes('^sleep 4711'), '');
});

test('a cancelled program may end by itself; one that does not is killed', async (t) => {
  const agent = await agentOf(t);
  const polite = agent.run(shell('trap "exit 9" TERM; echo ready; while :; do sleep 0.1; done'), () =>
    polite.signal('term'),
  );
  assert.deepEqual(await polite.ended, { status: 9 });
  const stubborn = agent.run(shell('trap "" TERM; echo ready; while :; do sleep 0.1; done'), () => {
    stubborn.signal('term');
    setTimeout(() => stubborn.signal('kill'), 200);
  });
  assert.deepEqual(await stubborn.ended, { status: 137 });
  // At once, before it can have begun.
  const early = agent.run(shell('exec sleep 100'), () => {});
  early.signal('term');
  assert.deepEqual(await early.ended, { status: 143 });
});

test('a program that cannot be started says why', async (t) => {
  const agent = await agentOf(t);
  const { how } = await run(agent, { ...shell(''), argv: ['/nowhere/program'] });
  assert.deepEqual(how, { failed: '/nowhere/program: No such file or directory' });
  const file = path.join(scratchFolder(t), 'no-folder/file');
  assert.match(JSON.stringify((await run(agent, shell('', { stdoutFile: file }))).how), /failed.*no-folder/);
});

test('a program that is not root’s runs as the person, and its output file is the person’s', async (t) => {
  const agent = await agentOf(t);
  const dir = scratchFolder(t);
  execFileSync('chmod', ['0777', dir]);
  const owner = { uid: 12345, gid: 23456 };
  const stdoutFile = path.join(dir, 'out');
  const script = `id -u; id -g; id -G; touch '${dir}/made'`;
  const { how } = await run(agent, shell(script, { owner, asRoot: false, stdoutFile }));
  assert.deepEqual(how, { status: 0 });
  assert.equal(readFileSync(stdoutFile, 'utf8'), '12345\n23456\n23456\n');
  for (const file of ['out', 'made']) {
    const { uid, gid } = statSync(path.join(dir, file));
    assert.deepEqual({ uid, gid }, owner, file);
  }
});

test('a container that does not begin is a failure with its words', async () => {
  await assert.rejects(
    startAgent(['sh', '-c', 'echo no such image >&2; exit 125'], process.env),
    (error) =>
      error instanceof AgentFailure && error.status === 125 && error.lastLines.join() === 'no such image',
  );
});

test('programs of a container that is ended from outside are said to be lost', async () => {
  const agent = await startAgent(
    ['sh', '-c', 'exec "$@"', 'sh', '/usr/bin/python3', '-I', program],
    process.env,
  );
  const job = agent.run(shell('kill -9 $(ps -o ppid= -p $PPID); sleep 100'), () => {});
  assert.ok('lost' in (await job.ended));
  await agent.close();
});

test('when its input ends, everything ends: nothing outlives us', async () => {
  const agent = await startAgent(words, process.env);
  const job = agent.run(shell('trap "" TERM HUP; setsid sleep 4712 & sleep 4712'), () => {});
  while (processes('^sleep 4712').split('\n').length < 3) await sleep(20);
  await agent.close();
  assert.ok('lost' in (await job.ended));
  assert.equal(processes('^sleep 4712'), '');
});
