import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ContainerProject, containerProject } from '../helpers/container-project.js';
import { buildImage, type ContainerHost, dockerHost, podmanHost } from '../helpers/containers.js';
import { mustRun, runProgram } from '../helpers/run-program.js';

/** Starts a build, and resolves when rpm has begun to fill the root tree. */
async function startBuild({ words, dir, env }: ContainerProject, { client }: ContainerHost) {
  const args = ['build', '--json', '--engine', client, '--engine-image', buildImage];
  const child = spawn(words[0] as string, [...words.slice(1), ...args], { cwd: dir, env: { ...env } });
  let said = '';
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 137)));
  await new Promise<void>((resolve, reject) => {
    void ended.then(() => reject(new Error(`the build ended too soon:\n${said}`)));
    child.stderr.on('data', (bytes) => {
      said += bytes;
    });
    child.stdout.on('data', (bytes) => {
      said += bytes;
      if (/"task":"tree","text":"\d+ of/.test(said)) resolve();
    });
  });
  return { ended };
}

/** The process that is our program, below what starts it. */
function ourProcess({ words }: ContainerProject): number {
  return Number(mustRun('pgrep', ['--full', '--newest', `^${words.slice(-2).join(' ')} build`]));
}

async function untilGone(what: () => string, why: string): Promise<void> {
  for (let left = 600; what() !== ''; left -= 1) {
    assert.ok(left > 0, `${why}: ${what()}`);
    await sleep(100);
  }
}

/** Processes that have a folder of the test among their words: programs and agents of containers. */
const left = ({ user }: ContainerHost) => runProgram('pgrep', ['-af', user.scratch]).stdout;

for (const hostOf of [podmanHost, dockerHost]) {
  const name = hostOf === podmanHost ? 'podman' : 'docker';

  test(`Ctrl-C ends a build by ${name} with status 130, and nothing is left; the next one goes on`, async (t) => {
    const host = await hostOf(t);
    const project = await containerProject(t, host);
    assert.equal(project.run(['lock']).status, 0);
    const { ended } = await startBuild(project, host);
    process.kill(ourProcess(project), 'SIGINT');
    assert.equal(await ended, 130);
    assert.equal(left(host), '');
    // podman's own clean-up may have the last word, a moment after its client.
    await untilGone(() => host.containers(), 'a build that was cancelled left');
    assert.deepEqual(readdirSync(path.join(project.cache, 'stages')), []);

    const again = await startBuild(project, host);
    process.kill(ourProcess(project), 'SIGKILL');
    await again.ended;
    await untilGone(() => left(host) + host.containers(), 'a killed build left');
  });
}

test('a podman image that is not there is fetched, and what keeps it from coming is said', async (t) => {
  const host = await podmanHost(t);
  const { run, dir } = await containerProject(t, host);
  const before = readdirSync(dir);
  const { status, stderr } = run(['lock', '--engine', 'podman', '--engine-image', 'localhost/no-such:1']);
  assert.equal(status, 3, stderr);
  assert.match(stderr, /Fetch the container image/);
  assert.match(stderr, /`podman pull` ended with status \d+ while fetching the image localhost\/no-such:1/);
  assert.deepEqual(readdirSync(dir).sort(), [...before, 'output'].sort());
});

test('our image is made of Fedora’s at the first use, with its release, and taken from then on', async (t) => {
  const host = await podmanHost(t);
  const project = await containerProject(t, host);
  const { user, as, env } = host;
  const podman = (...args: string[]) =>
    mustRun(as[0] as string, [...as.slice(1), 'podman', ...args], { env, cwd: user.home });
  // Fedora's is not to be had: this one has its name, and a dnf that notes what it is told.
  const stand = path.join(user.scratch, 'stand-in');
  const dnf = '#!/bin/sh\\necho "dnf $*" | tee -a /dnf-was-told\\n';
  mustRun('mkdir', [stand]);
  const lines = [`FROM ${buildImage}`, `RUN printf '${dnf}' >/usr/bin/dnf && chmod 0755 /usr/bin/dnf`];
  writeFileSync(path.join(stand, 'Containerfile'), `${lines.join('\n')}\n`);
  user.own(stand);
  // Limits and isolation that a build needs on a machine that is itself a guest (facts, testbed.md).
  const isolation = { BUILDAH_ISOLATION: 'chroot' };
  const base = 'registry.fedoraproject.org/fedora:41';
  const ours = () =>
    podman(
      'images',
      '--format',
      '{{.Repository}}:{{.Tag}}',
      '--filter',
      'reference=localhost/tmpfsroot-wizard',
    );
  const forget = () => void podman('rmi', '--force', base, ...ours().split('\n').filter(Boolean));
  t.after(forget);
  // A test that was cut short leaves it.
  forget();
  podman('build', '--isolation=chroot', '--tag', base, stand);

  const first = project.run(['lock', '--engine', 'podman'], isolation);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stderr, /Make the container image/);
  const logs = path.join(project.dir, 'output/logs');
  const log = readdirSync(logs).find((one) => one.includes('-engine-'));
  assert.match(readFileSync(path.join(logs, log ?? ''), 'utf8'), /-- STEP 2/);
  assert.match(ours(), /^localhost\/tmpfsroot-wizard:41-[0-9a-f]{12}\n$/);
  const told = podman('run', '--rm', '--network=none', ours().trim(), 'cat', '/dnf-was-told');
  assert.match(told, /^dnf install -y .*\bpython3-libdnf5\b/);
  assert.match(told, /^dnf clean all$/m);
  const second = project.run(['lock', '--engine', 'podman'], isolation);
  assert.equal(second.status, 0, second.stderr);
  assert.doesNotMatch(second.stderr, /container image/);
});

test('a daemon that does not see our folders, as one of another machine, is told apart', async (t) => {
  const host = await dockerHost(t);
  const project = await containerProject(t, host);
  const elsewhere = path.join(host.user.scratch, 'elsewhere');
  mkdirSync(elsewhere);
  // Mounted for us alone: the daemon sees an empty folder there.
  const script = 'mount -t tmpfs -o mode=1777 none "$1"; shift; exec "$@"';
  for (const cache of [elsewhere, path.join(elsewhere, 'cache')]) {
    const words = [
      '--mount',
      'sh',
      '-euc',
      script,
      'sh',
      elsewhere,
      ...project.words,
      'lock',
      '--engine',
      'docker',
    ];
    const { status, stderr } = runProgram(
      'unshare',
      [...words, '--engine-image', buildImage, '--cache-dir', cache],
      { cwd: project.dir, env: project.env },
    );
    assert.equal(status, 3, stderr);
    assert.match(stderr, new RegExp(`The containers of docker do not see the folder \`${cache}\``));
  }
  assert.equal(host.containers(), '');
});
