import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Ran } from '../helpers/run-program.js';
import { type ServeFault, serveTestbed } from '../testbed/index.js';
import {
  type CliProject,
  cliProject,
  filesBelow,
  fillSharedCache,
  isTemporary,
  sharedCache,
  temporaryBelow,
} from './cli-project.js';

/** One clear error: the status, one message that says all that is asked for, and nothing that only we can read. */
function assertError({ status, stdout, stderr }: Ran, expected: number, ...says: RegExp[]): void {
  assert.equal(status, expected, stderr);
  assert.equal(stderr.match(/^Error: /gm)?.length, 1, stderr);
  for (const text of says) assert.match(stderr, text);
  assert.doesNotMatch(stderr + stdout, /^\s+at .+:\d+:\d+\)?$/m);
  assert.doesNotMatch(stderr, /did not foresee|undefined|\[object/);
}

/** Input that is wrong must be seen before anything is written, be it only a log. */
async function assertRefused(
  project: CliProject,
  words: readonly string[],
  ...says: RegExp[]
): Promise<void> {
  const before = [filesBelow(project.dir), filesBelow(project.cacheDir)];
  assertError(await project.run(words), 2, ...says);
  assert.deepEqual([filesBelow(project.dir), filesBelow(project.cacheDir)], before);
}

/** What a stage that failed may leave: the log, and nothing that is half-made. */
function assertOnlyLogs(project: CliProject, before: readonly string[]): void {
  const names = (list: readonly string[]) => list.map((line) => line.split(' ')[0]);
  const known = new Set(names(before));
  const added = names(filesBelow(project.dir)).filter((name) => !known.has(name));
  assert.deepEqual(
    added.filter((name) => !/^output(\/logs(\/[^/]+\.log)?)?$/.test(name ?? '')),
    [],
  );
  assert.deepEqual(temporaryBelow(project.cacheDir), []);
}

const bash = { lines: ['bash'] };

describe('a field that is wrong', () => {
  for (const words of [['lock'], ['build']]) {
    it(`${words}: an unknown key is refused with its line and the key that was meant`, async (t) => {
      const project = await cliProject(t, bash);
      await project.write('tmpfsroot.json', '{\n  "release": 41,\n  "partitons": {}\n}\n');
      await assertRefused(
        project,
        words,
        /tmpfsroot\.json:3:3/,
        /`partitons`/,
        /[Dd]id you mean.*`partitions`/,
      );
    });
  }

  it('a size that is no size is refused with its line in the file', async (t) => {
    const project = await cliProject(t, bash);
    await project.write(
      'tmpfsroot.json',
      '{\n  "release": 41,\n  "partitions": {\n    "sizes": { "log": "2 bananas" }\n  }\n}\n',
    );
    await assertRefused(
      project,
      ['lock'],
      /tmpfsroot\.json:4:\d+/,
      /partitions\.sizes\.log/,
      /`2 bananas`/,
      /8G/,
    );
  });

  it('a size that is no size is refused with the name of its flag', async (t) => {
    const project = await cliProject(t, bash);
    await assertRefused(project, ['build', '--opt-size', 'much'], /--opt-size/, /`much`/);
  });

  it('a size that is no size is refused with the name of its variable', async (t) => {
    const project = await cliProject(t, bash);
    const ran = await project.run(['lock'], { env: { PARTSIZE_DOCKER: '8Q' } });
    assertError(ran, 2, /PARTSIZE_DOCKER/, /`8Q`/);
    assert.deepEqual(filesBelow(project.cacheDir), []);
  });

  it('a plan larger than the disk is refused with how much is missing', async (t) => {
    const project = await cliProject(t, bash);
    // 64 + 2 * 400 + 32 + 3 * 128 MiB of partitions, 2 MiB of partition tables.
    await assertRefused(
      project,
      ['build', '--disk-size', '1200'],
      /--disk-size/,
      /1200 MiB|1\.2 GiB/,
      /82 MiB/,
    );
  });

  it('two wrong fields are told at once', async (t) => {
    const project = await cliProject(t, bash);
    const words = ['lock', '--opt-size', 'much', '--cache-size', 'more'];
    await assertRefused(project, words, /--opt-size.*`much`/, /--cache-size.*`more`/);
  });
});

describe('a package list that is wrong', () => {
  it('is missing: says where it should be and what makes one', async (t) => {
    const project = await cliProject(t, bash);
    await rm(path.join(project.dir, 'packages.list'));
    for (const word of ['lock', 'build'])
      await assertRefused(project, [word], /packages\.list/, /tmpfsroot-wizard init/);
  });

  it('holds only comments: says that it names no package', async (t) => {
    const project = await cliProject(t, bash);
    await project.write('packages.list', '# later\n\n');
    await assertRefused(project, ['lock'], /packages\.list/, /names no package/);
  });
});

describe('a lock that does not belong to the project', () => {
  it('build without a lock says how to make one', async (t) => {
    await assertRefused(await cliProject(t, bash), ['build'], /rpms\.lock/, /tmpfsroot-wizard lock/);
  });

  it('build refuses a lock of another release, and says of which', async (t) => {
    const project = await cliProject(t, bash);
    await project.must(['lock']);
    await assertRefused(
      project,
      ['build', '--release', '42'],
      /rpms\.lock/,
      /41.*42/,
      /tmpfsroot-wizard lock/,
    );
  });

  it('build refuses a lock whose packages.list was changed, and names the new line', async (t) => {
    const project = await cliProject(t, bash);
    await project.must(['lock']);
    await project.write('packages.list', 'bash\nsudo\n');
    await assertRefused(
      project,
      ['build'],
      /rpms\.lock/,
      /`sudo` \(packages\.list:2\)/,
      /tmpfsroot-wizard lock/,
    );
  });

  it('build refuses a lock that was cut off, with the line', async (t) => {
    const project = await cliProject(t, bash);
    await project.must(['lock']);
    const text = readFileSync(path.join(project.dir, 'rpms.lock'), 'utf8');
    await project.write('rpms.lock', text.slice(0, text.length / 2));
    await assertRefused(project, ['build'], /rpms\.lock:\d+/, /tmpfsroot-wizard lock/);
  });
});

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

/** The shared cache's packages and metadata in a cache of its own that has the given size: stages must be made. */
async function smallCache(project: CliProject, sizeMiB: number) {
  await fillSharedCache(project);
  await mkdir(project.cacheDir);
  const listing = path.join(project.scratch, 'listing');
  return {
    prepare: `mount -t tmpfs -o size=${sizeMiB}m tmpfs "${project.cacheDir}"
      for part in packages metadata; do
        [ ! -d "${sharedCache}/$part" ] || cp -a "${sharedCache}/$part" "${project.cacheDir}/"
      done`,
    afterwards: `find "${project.cacheDir}" -mindepth 1 -printf '%P\\n' > "${listing}"`,
    left: () => readFileSync(listing, 'utf8').split('\n'),
  };
}

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
      /need \d+ MiB, and only [78] MiB are free/,
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
    const cache = await smallCache(project, 230);
    const before = filesBelow(project.dir);
    const ran = await project.run(['build'], cache);
    assertError(ran, 1, /installing the packages/, /The disk is full/, /[Mm]ake room/, /Full log: /);
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

describe('a repository that does not answer as it should', () => {
  async function served(t: TestContext, ...faults: ServeFault[]) {
    const { testbed } = await cliProject(t, bash);
    const server = await serveTestbed(testbed);
    t.after(() => server.close());
    const project = await cliProject(t, { repositories: server.repositories });
    return { project, server, spoil: () => server.setFaults(faults) };
  }

  for (const [what, fault, ...says] of [
    ['404 for its metadata', { path: /repomd\.xml$/, status: 404 }, /404/],
    ['garbage for repomd.xml', { path: /repomd\.xml$/, garbage: true }, /cannot be read/],
    ['garbage for its package list', { path: /primary/, garbage: true }, /digest|checksum/i],
  ] as const satisfies [string, ServeFault, ...RegExp[]][]) {
    it(`lock: ${what} names the repository and the URL, and leaves the lock alone`, async (t) => {
      const { project, server, spoil } = await served(t, fault);
      await project.must(['lock']);
      const before = filesBelow(project.dir);
      await rm(project.cacheDir, { recursive: true });
      spoil();
      assertError(await project.run(['lock']), 1, /`(fedora|updates)`/, new RegExp(server.url), ...says);
      assertOnlyLogs(project, before);
      assert.ok(
        filesBelow(project.dir).some((line) => before.includes(line) && line.startsWith('rpms.lock')),
      );
    });
  }

  it('lock: one that cannot be reached names the repository and the URL', async (t) => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    const project = await cliProject(t, { ...bash, repositories: { fedora: url } });
    const before = filesBelow(project.dir);
    assertError(await project.run(['lock']), 1, /`fedora`/, new RegExp(url), /[Cc]onnect/, /network/);
    assertOnlyLogs(project, before);
  });

  for (const [what, fault, ...says] of [
    [
      '404 for a package',
      { path: /bash-.*\.rpm$/, status: 404 },
      /no longer in repository/,
      /lock --update bash/,
    ],
    ['garbage for a package', { path: /bash-.*\.rpm$/, garbage: true }, /not what was locked/, /SHA-256/],
  ] as const satisfies [string, ServeFault, ...RegExp[]][]) {
    it(`build: ${what} names the package and the URL`, async (t) => {
      const { project, server, spoil } = await served(t, fault);
      await project.must(['lock']);
      spoil();
      const before = filesBelow(project.dir);
      assertError(await project.run(['build']), 1, /`bash-/, new RegExp(`${server.url}.*/bash-`), ...says);
      assertOnlyLogs(project, before);
      assert.deepEqual(filesBelow(path.join(project.cacheDir, 'stages')), []);
    });
  }
});

/** A port of this machine that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
