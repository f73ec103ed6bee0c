import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { mustCli } from '../helpers/cli.js';
import { containerProject } from '../helpers/container-project.js';
import { dockerHost, podmanHost, podmanSocketHost } from '../helpers/containers.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

/** SHA-256 of the slot image of the one build that a cache holds. */
function slotDigest(cache: string): string {
  const stages = path.join(cache, 'stages');
  const slot = readdirSync(stages).find((name) => name.startsWith('slot-'));
  assert.ok(slot !== undefined);
  return mustRun('sha256sum', [path.join(stages, slot, 'slot.img')]).split(' ')[0] as string;
}

/** Digest of the slot image that this machine's own programs make of the same lock. */
async function buildNatively(t: Parameters<typeof scratchFolder>[0], dir: string): Promise<string> {
  const native = path.join(scratchFolder(t), 'native');
  mkdirSync(native);
  for (const part of ['tmpfsroot.json', 'packages.list', 'rpms.lock', 'root.override']) {
    cpSync(path.join(dir, part), path.join(native, part), { recursive: true, verbatimSymlinks: true });
  }
  const cache = path.join(native, 'cache');
  await mustCli(['build', '--output', 'iso', '--engine', 'native', '--cache-dir', cache], { cwd: native });
  return slotDigest(cache);
}

const hosts = { podman: podmanHost, docker: dockerHost, 'docker’s client with podman': podmanSocketHost };

for (const [name, hostOf] of Object.entries(hosts)) {
  test(`an ordinary user locks and builds by ${name}: the slot image of a native build, files of the user's own`, async (t) => {
    const host = await hostOf(t);
    const { dir, cache, run } = await containerProject(t, host);
    for (const command of [['lock'], ['build', '--output', 'iso,qcow2']]) {
      const { status, stderr } = run(command);
      assert.equal(status, 0, stderr);
    }
    assert.equal(host.containers(), '');
    // Root trees alone have owners of their own, and they are whole folders named `root`.
    const others = ['-not', '-user', host.user.name, '-not', '-path', '*/root', '-not', '-path', '*/root/*'];
    assert.equal(mustRun('find', [dir, cache, ...others]), '');

    const { resolver } = JSON.parse(readFileSync(path.join(dir, 'rpms.lock'), 'utf8'));
    assert.match(resolver, /^libdnf5 /);
    assert.equal(slotDigest(cache), await buildNatively(t, dir));
  });
}
