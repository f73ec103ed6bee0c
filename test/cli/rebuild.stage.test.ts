import assert from 'node:assert/strict';
import {
  appendFileSync,
  chownSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
} from 'node:fs';
import { chmod, mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import type { Ran } from '../helpers/run-program.js';
import { mustRun } from '../helpers/run-program.js';
import { type CliProject, cliProject, filesBelow, fillSharedCache, linkCache } from './cli-project.js';

const iso = 'small-installer.iso';
const stages = ['packages', 'tree', 'compose', 'initramfs', 'slot', iso];

/** A project that was built to its ISO, with a cache of its own. */
async function builtProject(
  t: TestContext,
): Promise<CliProject & { iso: string; rebuild(): Promise<string[]> }> {
  const project = await cliProject(t);
  await linkCache(project, 'packages', 'metadata', 'stages');
  const rebuild = async () => redone(await project.must(['build', '--output', 'iso', '--json']));
  await rebuild();
  return { ...project, iso: path.join(project.dir, 'output', iso), rebuild };
}

/** The stages that a run did not take from an earlier one. */
function redone({ stdout }: Ran): string[] {
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; task?: string; result?: string | null });
  const done = events.filter(({ event, task }) => event === 'task-done' && stages.includes(task ?? ''));
  assert.deepEqual(
    done.map(({ task }) => task),
    stages,
  );
  return done.filter(({ result }) => !/^unchanged/.test(result ?? '')).map(({ task }) => task as string);
}

before(
  async () => {
    const undo: (() => void)[] = [];
    const project = await cliProject({ after: (one) => undo.push(one) });
    await fillSharedCache(project);
    for (const one of undo) one();
  },
  { timeout: 1_200_000 },
);

describe('a second build', () => {
  it('runs no program and writes nothing when nothing changed', async (t) => {
    const project = await builtProject(t);
    const output = path.join(project.dir, 'output');
    const kept = () => filesBelow(output).filter((line) => !line.startsWith('logs'));
    const files = kept();
    const logs = readdirSync(path.join(output, 'logs'));
    assert.deepEqual(await project.rebuild(), []);
    assert.deepEqual(kept(), files);
    const [log] = readdirSync(path.join(output, 'logs')).filter((name) => !logs.includes(name));
    const text = readFileSync(path.join(output, 'logs', log ?? ''), 'utf8');
    assert.match(text, /== Root tree: done/);
    assert.doesNotMatch(text, /^\S+ \$ /m);
  });

  it('redoes neither packages nor tree nor initramfs for a file that dracut does not read', async (t) => {
    const project = await builtProject(t);
    await project.write('root.override/usr/local/bin/tfr-report', '#!/bin/sh\necho another\n');
    assert.deepEqual(await project.rebuild(), ['compose', 'slot', iso]);
  });

  it('redoes the initramfs for a file that dracut may read', async (t) => {
    const project = await builtProject(t);
    await project.write('root.override/etc/systemd/system.conf', '[Manager]\nDefaultTimeoutStopSec=7s\n');
    assert.deepEqual(await project.rebuild(), ['compose', 'initramfs', 'slot', iso]);
  });

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
});

describe('an artefact', () => {
  it('that somebody has changed is kept beside the new one, one as it was made is not', async (t) => {
    const project = await builtProject(t);
    const output = path.join(project.dir, 'output');
    const kept = () => readdirSync(output).filter((name) => name.startsWith(`${iso}.`));
    await project.write('root.override/usr/local/share/note', 'once\n');
    await project.rebuild();
    assert.deepEqual(kept(), []);
    appendFileSync(project.iso, 'mine');
    assert.deepEqual(await project.rebuild(), [iso]);
    const [copy = '', ...others] = kept();
    assert.match(copy.slice(iso.length), /^\.\d{4}-\d\d-\d\dT\d{6}$/);
    assert.deepEqual(others, []);
    assert.equal(readFileSync(path.join(output, copy)).subarray(-4).toString(), 'mine');
    assert.notEqual(readFileSync(project.iso).subarray(-4).toString(), 'mine');
  });

  it('is made again, with the same digest, when it was deleted or changed', async (t) => {
    const project = await builtProject(t);
    const digest = () => mustRun('sha256sum', [project.iso]).split(' ')[0];
    const first = digest();
    for (const harm of [
      () => rm(project.iso),
      () => appendFileSync(project.iso, 'x'),
      () => {
        // The same size, other bytes and another time.
        mustRun('dd', [
          'if=/dev/urandom',
          `of=${project.iso}`,
          'bs=4096',
          'seek=100',
          'count=1',
          'conv=notrunc',
        ]);
        utimesSync(project.iso, new Date(), new Date());
      },
    ]) {
      await harm();
      assert.deepEqual(await project.rebuild(), [iso]);
      assert.equal(digest(), first);
    }
  });
});

describe('root.override', () => {
  it("arrives as root's own, with the modes and links of the project", async (t) => {
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

  it('that does not fit the slot or the memory: says by how much, names the largest, and leaves nothing half-made', async (t) => {
    const project = await builtProject(t);
    await mkdir(path.join(project.dir, 'root.override/usr/local/share'), { recursive: true });
    const large = path.join(project.dir, 'root.override/usr/local/share/map-of-the-world');
    appendFileSync(large, '');
    truncateSync(large, 500 << 20);
    const ran = await project.run(['build', '--output', 'iso']);
    assert.equal(ran.status, 1);
    const [, needed, has, over] =
      /needs (\d+) MiB, a root slot has (\d+) MiB: (\d+) MiB too much/.exec(ran.stderr) ?? [];
    assert.equal(Number(needed) - Number(has), Number(over), ran.stderr);
    assert.ok(Number(needed) > 500);
    assert.match(ran.stderr, /usr\/local\/share\/map-of-the-world/);
    assert.match(ran.stderr, new RegExp(`--root-size ${needed}`));
    const small = await project.run([
      ...['build', '--output', 'iso'],
      ...['--root-size', String(needed), '--memory', '1G'],
    ]);
    assert.equal(small.status, 1);
    const [, memory, missing] =
      /needs (\d+) MiB of memory and has 1024 MiB: (\d+) MiB too little/.exec(small.stderr) ?? [];
    assert.equal(Number(memory) - 1024, Number(missing), small.stderr);
    assert.match(small.stderr, /usr\/local\/share\/map-of-the-world/);
    assert.equal(
      readdirSync(path.join(project.cacheDir, 'stages')).filter((name) => name.startsWith('.')).length,
      0,
    );
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
