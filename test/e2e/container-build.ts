import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { attackTarget } from '../helpers/attack.js';
import { containerProject } from '../helpers/container-project.js';
import type { ContainerHost } from '../helpers/containers.js';
import { nativeSlotDigest, slotDigest } from '../helpers/native-slot.js';
import { mustRun } from '../helpers/run-program.js';
import { writeTree } from '../helpers/scratch.js';

/** What {@link buildInContainers} shows. */
export const containerPromise =
  "the slot image of a native build, files of the user's own, no script leaves its place";

/** Locks and builds as an ordinary user, by that client, a project whose scripts attack the machine. */
export async function buildInContainers(t: TestContext, host: ContainerHost): Promise<void> {
  const { dir, cache, run } = await containerProject(t, host);
  // In a folder that programs without a view see.
  const target = attackTarget(t, dir);
  for (const file of [
    'ks/ks.post-nochroot.cfg',
    'ks/ks.post.cfg',
    'hooks.d/attack.sh',
    'build-hooks.d/attack.sh',
  ])
    writeTree(dir, { [file]: target.attack });
  host.user.own(dir);
  for (const command of [['lock'], ['build', '--output', 'iso,qcow2']]) {
    const { status, stderr } = run(command);
    assert.equal(status, 0, stderr);
  }
  target.assertUntouched();
  assert.equal(host.containers(), '');
  // Root trees alone have owners of their own, and they are whole folders named `root`.
  const others = ['-not', '-user', host.user.name, '-not', '-path', '*/root', '-not', '-path', '*/root/*'];
  assert.equal(mustRun('find', [dir, cache, ...others]), '');

  const { resolver } = JSON.parse(readFileSync(path.join(dir, 'rpms.lock'), 'utf8'));
  assert.match(resolver, /^libdnf5 /);
  assert.equal(slotDigest(cache), await nativeSlotDigest(t, dir));
}
