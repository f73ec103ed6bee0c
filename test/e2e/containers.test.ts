import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { containerProject } from '../helpers/container-project.js';
import { dockerHost, podmanHost, podmanSocketHost } from '../helpers/containers.js';
import { nativeSlotDigest, slotDigest } from '../helpers/native-slot.js';
import { mustRun } from '../helpers/run-program.js';

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
    assert.equal(slotDigest(cache), await nativeSlotDigest(t, dir));
  });
}
