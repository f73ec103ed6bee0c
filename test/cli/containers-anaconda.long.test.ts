import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { containerProject } from '../helpers/container-project.js';
import { dockerHost, podmanHost } from '../helpers/containers.js';
import { mustRun } from '../helpers/run-program.js';
import { textKey } from '../image/anaconda/clear-sign.js';
import { signStandIn } from '../image/anaconda/project.js';
import { makeStandIn } from '../image/anaconda/stand-in.js';
import { prepareTestbed } from '../testbed/index.js';

/** Paths of the files that a folder holds. */
function filesIn(folder: string): string[] {
  return mustRun('find', ['.', '-type', 'f'], { cwd: folder }).split('\n').filter(Boolean).sort();
}

for (const [name, hostOf] of Object.entries({ podman: podmanHost, docker: dockerHost })) {
  test(`media with Anaconda are made by ${name}, with packages and with the root tree`, async (t) => {
    const host = await hostOf(t);
    const { dir, cache, run } = await containerProject(t, host);
    const isos = path.join(host.user.scratch, 'isos');
    const key = textKey(t, 'The netinst image of this test <netinst@example.org>');
    const standIn = makeStandIn(await prepareTestbed(), isos);
    signStandIn(key, standIn);
    writeFileSync(path.join(isos, 'key.asc'), key.publicKey);
    host.user.own(isos);
    const file = path.join(dir, 'tmpfsroot.json');
    const spec = JSON.parse(readFileSync(file, 'utf8'));
    spec.install = {
      method: 'anaconda',
      netinst: { image: standIn.file, key: path.join(isos, 'key.asc') },
    };
    writeFileSync(file, JSON.stringify(spec));
    for (const command of [['lock'], ['build', '--output', 'iso,pxe']]) {
      const { status, stderr } = run(command);
      assert.equal(status, 0, stderr);
    }
    const output = path.join(dir, 'output');
    const iso = path.join(output, 'small-installer.iso');
    mustRun('checkisomd5', [iso]);
    const locked = JSON.parse(readFileSync(path.join(dir, 'rpms.lock'), 'utf8')).packages.length;
    assert.equal(filesIn(path.join(output, 'pxe')).filter((one) => one.endsWith('.rpm')).length, locked);

    const { status, stderr } = run(['build', '--output', 'iso,pxe', '--install-payload', 'liveimg']);
    assert.equal(status, 0, stderr);
    mustRun('checkisomd5', [iso]);
    const after = filesIn(path.join(output, 'pxe'));
    assert.ok(after.some((one) => one.endsWith('/root.tar.gz')));
    assert.ok(!after.some((one) => one.endsWith('.rpm')));
    assert.equal(host.containers(), '');
    const others = ['-not', '-user', host.user.name, '-not', '-path', '*/root', '-not', '-path', '*/root/*'];
    assert.equal(mustRun('find', [dir, cache, ...others]), '');
  });
}
