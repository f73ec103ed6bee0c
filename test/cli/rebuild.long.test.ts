import assert from 'node:assert/strict';
import { chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { builtProject, fillOnce, iso } from './built-iso.js';
import type { CliProject } from './cli-project.js';

before(fillOnce, { timeout: 1_200_000 });

describe('a second build', () => {
  it('goes back to an earlier state without making its stages again', async (t) => {
    const project = await builtProject(t);
    const digest = () => readFileSync(path.join(project.dir, 'output/SHA256SUMS'), 'utf8');
    const first = digest();
    await project.write('root.override/usr/local/share/note', 'once\n');
    await project.rebuild();
    await rm(path.join(project.dir, 'root.override/usr/local/share'), { recursive: true });
    assert.deepEqual(await project.rebuild(), [iso]);
    assert.equal(digest(), first);
  });

  it('redoes the initramfs for a file that dracut may read', async (t) => {
    const project = await builtProject(t);
    await project.write('root.override/etc/systemd/system.conf', '[Manager]\nDefaultTimeoutStopSec=7s\n');
    assert.deepEqual(await project.rebuild(), ['compose', 'initramfs', 'slot', iso]);
  });

  it("has root.override as root's own, with the modes and links of the project", async (t) => {
    const project = await builtProject(t);
    const override = path.join(project.dir, 'root.override');
    await project.write('root.override/etc/secret.conf', 'secret\n');
    await project.write('root.override/usr/local/sbin/tool', '#!/bin/sh\n');
    await project.write('root.override/usr/local/lib/private/data', 'data\n');
    await chmod(path.join(override, 'etc/secret.conf'), 0o600);
    await chmod(path.join(override, 'usr/local/sbin/tool'), 0o755);
    await chmod(path.join(override, 'usr/local/lib/private'), 0o700);
    await symlink('secret.conf', path.join(override, 'etc/link.conf'));
    // As a project's folder is that an ordinary user with a careful umask has made.
    await chmod(path.join(override, 'etc'), 0o700);
    for (const name of readdirSync(override, { recursive: true, encoding: 'utf8' })) {
      if (!statSync(path.join(override, name), { throwIfNoEntry: false })?.isSymbolicLink())
        mustRun('chown', ['-h', '1000:1000', path.join(override, name)]);
    }
    chownSync(override, 1000, 1000);
    await project.rebuild();
    const image = newestSlot(project);
    assert.deepEqual(inodeOf(image, '/etc/secret.conf'), { type: 'regular', mode: '0600', owner: '0:0' });
    assert.deepEqual(inodeOf(image, '/usr/local/sbin/tool'), { type: 'regular', mode: '0755', owner: '0:0' });
    assert.deepEqual(inodeOf(image, '/usr/local/lib/private'), {
      type: 'directory',
      mode: '0700',
      owner: '0:0',
    });
    assert.deepEqual(inodeOf(image, '/usr/local/lib/private/data'), {
      type: 'regular',
      mode: '0644',
      owner: '0:0',
    });
    assert.deepEqual(inodeOf(image, '/etc/link.conf'), { type: 'symlink', mode: '0777', owner: '0:0' });
    assert.match(mustRun('debugfs', ['-R', 'stat /etc/link.conf', image]), /Fast link dest: "secret\.conf"/);
    // A folder that the packages own keeps the mode that they gave it.
    assert.deepEqual(inodeOf(image, '/etc'), { type: 'directory', mode: '0755', owner: '0:0' });
  });
});

function newestSlot(project: CliProject): string {
  const { keys } = JSON.parse(readFileSync(path.join(project.dir, 'output/build.json'), 'utf8')) as {
    keys: { slot: string };
  };
  return path.join(project.cacheDir, 'stages', `slot-${keys.slot}`, 'slot.img');
}

/** What debugfs(8) says of a file in an ext4 image. */
function inodeOf(image: string, file: string) {
  const text = mustRun('debugfs', ['-R', `stat ${file}`, image]);
  const [, type, mode] = /Type: (\S+)\s+Mode:\s+(\d+)/.exec(text) ?? [];
  const [, user, group] = /User:\s+(\d+)\s+Group:\s+(\d+)/.exec(text) ?? [];
  return { type, mode, owner: `${user}:${group}` };
}
