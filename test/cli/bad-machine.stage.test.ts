import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { serveTestbed } from '../testbed/index.js';
import { assertError, assertOnlyLogs } from './assert-failure.js';
import {
  type CliProject,
  cliProject,
  filesBelow,
  fillSharedCache,
  isTemporary,
  linkCache,
  sharedCache,
} from './cli-project.js';
import { theirs } from './their-project.js';

const bash = { lines: ['bash'] };

describe('a cache folder that cannot be written', () => {
  for (const word of ['lock', 'build']) {
    it(`${word}: a file in its place`, async (t) => {
      const project = await cliProject(t);
      await project.must(['lock']);
      await rm(project.cacheDir, { recursive: true });
      await writeFile(project.cacheDir, '');
      const before = filesBelow(project.dir);
      assertError(
        await project.run([word]),
        3,
        new RegExp(project.cacheDir),
        /cache/i,
        /cacheDir|--cache-dir/,
      );
      assertOnlyLogs(project, before);
    });

    it(`${word}: a read-only file system`, async (t) => {
      const project = await cliProject(t);
      await project.must(['lock']);
      const before = filesBelow(project.dir);
      const prepare = `mount --bind "${project.cacheDir}" "${project.cacheDir}"
        mount -o remount,bind,ro "${project.cacheDir}"`;
      const ran = await project.run([word], { prepare });
      assertError(ran, 3, new RegExp(project.cacheDir), /cache/i, /read-only|EROFS/i, /cacheDir|--cache-dir/);
      assertOnlyLogs(project, before);
    });
  }
});

/** The lock's packages and the metadata in a cache of its own that has the given size: stages must be made. */
async function smallCache(project: CliProject, sizeMiB: number) {
  await fillSharedCache(project);
  await mkdir(project.cacheDir);
  const listing = path.join(project.scratch, 'listing');
  const lock = JSON.parse(readFileSync(path.join(project.dir, 'rpms.lock'), 'utf8'));
  const digests = lock.packages.map(({ sha256 }: { sha256: string }) => sha256).join(' ');
  return {
    prepare: `mount -t tmpfs -o size=${sizeMiB}m tmpfs "${project.cacheDir}"
      [ ! -d "${sharedCache}/metadata" ] || cp -a "${sharedCache}/metadata" "${project.cacheDir}/"
      mkdir "${project.cacheDir}/packages"
      for digest in ${digests}; do cp -a "${sharedCache}/packages/$digest".* "${project.cacheDir}/packages/"; done`,
    afterwards: `find "${project.cacheDir}" -mindepth 1 -printf '%P\\n' > "${listing}"`,
    left: () => readFileSync(listing, 'utf8').split('\n'),
  };
}

describe('what another user may not read', () => {
  it('a key file: says so, and never that it is not there', async (t) => {
    const project = await cliProject(t);
    await linkCache(project, 'packages');
    const their = theirs(t, project);
    const key = path.join(their.dir, path.basename(project.testbed.key));
    mustRun('chown', ['0', key]);
    mustRun('chmod', ['0600', key]);
    const { status, stderr } = await their.start(['build']).ended;
    assert.equal(status, 2, stderr);
    assert.match(stderr, /repositories\[0\]\.keys\[0\]: The key file .* cannot be read by your user/);
  });

  it('a repository in a folder: says so, and does not send anybody to look at the network', async (t) => {
    const project = await cliProject(t);
    const folder = path.join(project.scratch, 'repositories');
    mustRun('cp', ['-al', project.testbed.tree, folder]);
    await project.edit({ repositories: await repositoriesIn(project, folder) });
    await project.must(['lock']);
    const their = theirs(t, project);
    mustRun('chmod', ['0700', folder]);
    const { status, stderr } = await their.start(['build']).ended;
    assert.equal(status, 1, stderr);
    assert.match(stderr, /could not be fetched[\s\S]*You may not read it[\s\S]*right to read it/i);
    assert.doesNotMatch(stderr, /network/);
  });
});

describe('a disk that is full', () => {
  it('before the download: says how much is needed and how much is free', async (t) => {
    const project = await cliProject(t);
    await project.must(['lock', '--cache-dir', sharedCache]);
    await mkdir(project.cacheDir);
    const prepare = `mount -t tmpfs -o size=8m tmpfs "${project.cacheDir}"`;
    const ran = await project.run(['build'], { prepare });
    assertError(
      ran,
      1,
      /need \d+ MiB, but only [78] MiB are free/,
      new RegExp(project.cacheDir),
      /CACHE_DIR/,
    );
  });

  it('in the middle of a download: says so, and keeps no package that is not whole', async (t) => {
    const server = await serveTestbed((await cliProject(t, bash)).testbed, { bandwidth: 400_000 });
    t.after(() => server.close());
    const project = await cliProject(t, { repositories: server.repositories });
    await project.must(['lock']);
    await mkdir(project.cacheDir, { recursive: true });
    const listing = path.join(project.scratch, 'listing');
    const started = project.start(['build', '--json'], {
      prepare: `mount -t tmpfs -o size=140m tmpfs "${project.cacheDir}"`,
      afterwards: `find "${project.cacheDir}/packages" -type f -printf '%f %s\\n' > "${listing}"`,
    });
    await started.until(/"event":"task-bytes","task":"packages","done":[1-9]/);
    // The namespace is reached through the process that lives in it.
    const inside = path.join('/proc', String(started.pid), 'root', project.cacheDir, 'filler');
    await writeFile(inside, Buffer.alloc(150 << 20)).catch(() => {});
    const { status, stdout } = await started.ended;
    const failed = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    assert.equal(status, 1, stdout);
    assert.match(failed.what, /disk .* is full/);
    assert.match(failed.where, new RegExp(project.cacheDir));
    const lock = JSON.parse(readFileSync(path.join(project.dir, 'rpms.lock'), 'utf8'));
    const sizes = new Map(
      lock.packages.map((item: { sha256: string; size: number }) => [item.sha256, item.size]),
    );
    for (const line of readFileSync(listing, 'utf8').split('\n')) {
      const [, sha256, size] = /^([0-9a-f]{64})\.rpm (\d+)$/.exec(line) ?? [];
      if (sha256 !== undefined) assert.equal(Number(size), sizes.get(sha256));
    }
  });

  it('in the rpm transaction: says so, and leaves no half tree', async (t) => {
    const project = await cliProject(t);
    // Room for the packages, and for a part of the tree.
    const cache = await smallCache(project, 160);
    const before = filesBelow(project.dir);
    const ran = await project.run(['build'], cache);
    assertError(ran, 1, /installing the packages/, /The disk is full/, /Free some space/, /Full log: /);
    assertOnlyLogs(project, before);
    assert.deepEqual(
      cache.left().filter((name) => isTemporary(name) || /^stages\/./.test(name)),
      [],
    );
  });

  it('in the output: says so, and leaves no half image', async (t) => {
    const project = await cliProject(t, { cacheDir: sharedCache });
    await project.must(['lock']);
    const output = path.join(project.dir, 'output');
    const listing = path.join(project.scratch, 'listing');
    const ran = await project.run(['build', '--output', 'iso'], {
      prepare: `mount -t tmpfs -o size=30m tmpfs "${output}"`,
      afterwards: `find "${output}" -mindepth 1 -not -path '*/logs*' -printf '%P\\n' > "${listing}"`,
    });
    assertError(ran, 1, /The disk is full/, /Full log: /);
    assert.equal(readFileSync(listing, 'utf8'), '');
  });
});

describe('a program that is missing', () => {
  for (const [program, packageName] of [
    ['xorriso', 'xorriso'],
    ['mkfs.vfat', 'dosfstools'],
  ] as const) {
    it(`build without ${program} says so before any work, and how to get it`, async (t) => {
      const project = await cliProject(t);
      await project.must(['lock']);
      const before = [filesBelow(project.dir), filesBelow(project.cacheDir)];
      const ran = await project.run(['build'], { prepare: hide(project, program) });
      assertError(ran, 3, new RegExp(`\`${program}\``), new RegExp(`install.*${packageName}`), /doctor/);
      assert.deepEqual([filesBelow(project.dir), filesBelow(project.cacheDir)], before);
    });
  }

  it('lock without the solver says which package has it', async (t) => {
    const project = await cliProject(t, bash);
    const before = filesBelow(project.dir);
    const prepare = `echo 'raise ImportError("No module named hawkey")' > "${project.scratch}/hidden"
      mount --bind "${project.scratch}/hidden" "$(/usr/bin/python3 -Ic 'import hawkey; print(hawkey.__file__)')"`;
    assertError(await project.run(['lock'], { prepare }), 3, /solver/, /python3-dnf/, /doctor/);
    assertOnlyLogs(project, before);
  });
});

/** A file that cannot be executed takes the program's place. */
function hide(project: CliProject, program: string): string {
  return `: > "${project.scratch}/hidden"; chmod 0644 "${project.scratch}/hidden"
  for dir in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin; do
    [ ! -e "$dir/${program}" ] || mount --bind "${project.scratch}/hidden" "$(readlink -f "$dir/${program}")"
  done`;
}

/** The project's repositories, in another folder than the test bed's. */
async function repositoriesIn(project: CliProject, folder: string): Promise<unknown> {
  const file = path.join(project.dir, 'tmpfsroot.json');
  const text = readFileSync(file, 'utf8').replaceAll(project.testbed.tree, folder);
  return (JSON.parse(text) as { repositories: unknown }).repositories;
}
