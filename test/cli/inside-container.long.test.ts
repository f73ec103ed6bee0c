import assert from 'node:assert/strict';
import { chownSync, existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { attackTarget } from '../helpers/attack.js';
import { containerProject } from '../helpers/container-project.js';
import { buildImage, type ContainerHost, dockerHost, podmanHost } from '../helpers/containers.js';
import { nativeSlotDigest, slotDigest } from '../helpers/native-slot.js';
import { type Ran, runProgram } from '../helpers/run-program.js';
import { writeTree } from '../helpers/scratch.js';
import { assertError } from './assert-failure.js';

/** Runs our program as root of a container that is started by these flags, as a job of a build server does. */
function inside(
  { client, user, as, env }: ContainerHost,
  cwd: string,
  cache: string,
  flags: readonly string[],
) {
  // This machine's own podman needs both (facts, testbed.md).
  const here = client === 'podman' ? ['--cgroups=disabled', '--ulimit=host'] : [];
  const mounts = [user.scratch, '/usr/local'].flatMap((at) => ['--volume', `${at}:${at}`]);
  const words = [
    ...['run', '--rm', '--network=none', ...here, ...flags, ...mounts, '--workdir', cwd],
    ...['--volume', `${process.execPath}:/opt/node:ro`, '--volume', `${cache}:/cache`],
    ...['--env', 'CACHE_DIR=/cache'],
    ...[buildImage, '/opt/node', path.join(user.scratch, 'program/dist/cli.js')],
  ];
  return (args: readonly string[]): Ran =>
    runProgram(as[0] as string, [...as.slice(1), client, ...words, ...args], {
      cwd: user.scratch,
      env,
      timeoutMs: 20 * 60_000,
    });
}

for (const hostOf of [podmanHost, dockerHost]) {
  const client = hostOf === podmanHost ? 'podman' : 'docker';

  test(`inside of a container of ${client}: root without privileges builds the slot image of a native build, and no script leaves its place`, async (t) => {
    const host = await hostOf(t);
    const { dir, cache } = await containerProject(t, host);
    const target = attackTarget(t, dir);
    writeTree(dir, { 'ks/ks.post-nochroot.cfg': target.attack, 'hooks.d/attack.sh': target.attack });
    host.user.own(dir);
    const plain = inside(host, dir, cache, []);
    if (client === 'docker') {
      // Its root is the machine's, and a cache of somebody else is not used.
      assertError(
        plain(['lock']),
        3,
        /Others can change the cache folder/,
        /`\/cache` belongs to another user/,
      );
      chownSync(cache, 0, 0);
    }
    const locked = plain(['lock']);
    assert.equal(locked.status, 0, locked.stderr);
    const refused = plain(['build']);
    assert.equal(refused.status, 3, refused.stderr);
    assert.match(refused.stderr, /rights to set up a root tree are missing/);
    assert.match(refused.stderr, /start the container with `--security-opt seccomp=unconfined`/);
    assert.equal(existsSync(path.join(cache, 'stages')), false);
    assert.match(plain(['doctor']).stdout, /^Rights: none.*\n {2}root: no; namespaces are refused/m);

    const open = inside(host, dir, cache, ['--security-opt', 'seccomp=unconfined']);
    assert.match(open(['doctor']).stdout, /^Rights: root\.$/m);
    const built = open(['build', '--output', 'iso']);
    assert.equal(built.status, 0, built.stderr);
    target.assertUntouched();
    assert.equal(slotDigest(cache), await nativeSlotDigest(t, dir));
  });
}
