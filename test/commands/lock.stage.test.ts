import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { before, describe, it, type TestContext } from 'node:test';
import { run } from '../../src/commands/lock.js';
import { parseLock } from '../../src/rpm/lock/lock-file.js';
import { serveTexts } from '../helpers/serve-texts.js';
import { failureOf, nvrs, scratchFolder } from '../rpm/fixture.js';
import { prepareTestbed, type ServeOptions, serveTestbed, type Testbed } from '../testbed/index.js';

let testbed: Testbed;

before(
  async () => {
    testbed = await prepareTestbed();
  },
  { timeout: 900_000 },
);

/** An image project in a folder of its own, and `lock(...words)` that runs the command there. */
async function setting(context: TestContext, lines: string, options: ServeOptions = {}) {
  const server = await serveTestbed(testbed, options);
  context.after(() => server.close());
  const scratch = await scratchFolder(context);
  const dir = path.join(scratch, 'project');
  const cacheDir = path.join(scratch, 'cache');
  await mkdir(dir);
  await writeFile(path.join(dir, 'packages.list'), lines);
  const write = (facts: object) =>
    writeFile(
      path.join(dir, 'tmpfsroot.json'),
      JSON.stringify({
        release: Number(testbed.release),
        repositories: Object.entries(server.repositories).map(([id, url]) => ({
          id,
          baseurl: [url],
          keys: [testbed.key],
        })),
        cacheDir,
        ...facts,
      }),
    );
  await write({});
  const file = path.join(dir, 'rpms.lock');
  const lock = async (...words: string[]) => {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const signal = new AbortController().signal;
    const status = await run(words, { cwd: dir, env: {}, stdout, stderr, stdin: new PassThrough(), signal });
    return { status, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
  };
  return { dir, file, lock, write, server, read: async () => parseLock(await readFile(file, 'utf8'), file) };
}

describe('lock', () => {
  it('writes rpms.lock, says what changed next time, and leaves the file alone when nothing did', async (context) => {
    const { dir, file, lock, read } = await setting(context, 'bash\n');
    assert.match((await lock()).stdout, /^rpms\.lock: \d+ packages\.\n$/);
    const first = await readFile(file);
    assert.match((await lock()).stdout, /^rpms\.lock is up to date: \d+ packages\.\n$/);
    assert.deepEqual(await readFile(file), first);
    await writeFile(path.join(dir, 'packages.list'), 'bash\ntfr-test-weak\n');
    assert.match((await lock()).stdout, /^Added \(1\)\n {2}tfr-test-weak\.noarch {2}1\.0-1\.fc41/);
    assert.ok((await read()).packages.some(({ name }) => name === 'tfr-test-weak'));
  });

  it('warns of a list that makes no image', async (context) => {
    const { lock } = await setting(context, 'bash\n');
    assert.match((await lock()).stderr, /Warning: `kernel-core` is not in the lock.*it holds the kernel/);
  });

  it('writes nothing when a package does not exist, and names its line', async (context) => {
    const { dir, lock } = await setting(context, '# tools\nbash\nsuod\n');
    const before = await readdir(dir);
    const failure = await failureOf(lock());
    assert.equal(failure.status, 2);
    assert.equal(failure.where, 'packages.list:3');
    assert.match(failure.remedy ?? '', /`sudo`/);
    assert.deepEqual(
      (await readdir(dir)).filter((name) => name !== 'output'),
      before,
    );
  });

  it('keeps the lock that is there when a repository cannot be read', async (context) => {
    const { file, lock, server } = await setting(context, 'bash\n');
    await lock();
    const before = await readFile(file);
    server.setFaults([{ path: /repomd\.xml$/, status: 404 }]);
    assert.equal((await failureOf(lock())).status, 1);
    assert.deepEqual(await readFile(file), before);
  });

  it('--json ends with the result as one object a line', async (context) => {
    const { lock, file } = await setting(context, 'bash\n');
    const events = (await lock('--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { event, file: written, lacks, diff } = events.at(-1);
    assert.deepEqual([event, written, diff], ['locked', file, null]);
    assert.ok(lacks.includes('kernel-core'));
  });

  it('takes repositories and key from flags', async (context) => {
    const { dir, lock, server, read } = await setting(context, 'bash\n');
    await writeFile(path.join(dir, 'tmpfsroot.json'), JSON.stringify({ release: Number(testbed.release) }));
    await lock(
      '--repo',
      `mine=${server.repositories.fedora}`,
      '--key',
      testbed.key,
      '--cache-dir',
      path.join(dir, 'c'),
    );
    assert.deepEqual(
      (await read()).repositories.map(({ id, keys }) => [id, keys]),
      [['mine', [testbed.fingerprint]]],
    );
  });
});

describe('lock --check', () => {
  it('needs no network, and tells a lock that matches from one that does not', async (context) => {
    const { dir, lock, server, write } = await setting(context, 'bash\n');
    await lock();
    await server.close();
    assert.deepEqual(await lock('--check'), {
      status: 0,
      stdout: (await lock('--check')).stdout,
      stderr: '',
    });
    assert.match((await lock('--check')).stdout, /^rpms\.lock matches its inputs/);
    await writeFile(path.join(dir, 'packages.list'), 'bash\nsudo\n');
    const added = await failureOf(lock('--check'));
    assert.equal(added.status, 2);
    assert.match(added.why ?? '', /`sudo` \(packages\.list:2\)/);
    await writeFile(path.join(dir, 'packages.list'), 'bash\n');
    await write({ release: 42 });
    assert.match((await failureOf(lock('--check'))).why ?? '', /for Fedora 41; the project is for 42/);
  });

  it('says what to do where there is no lock, or the plain list of the seed', async (context) => {
    const { file, lock } = await setting(context, 'bash\n');
    assert.match((await failureOf(lock('--check'))).what, /no lock yet/);
    await writeFile(file, 'bash-5.2-1.fc41\n');
    assert.match((await failureOf(lock('--check'))).remedy ?? '', /`tmpfsroot-wizard lock` once/);
  });
});

describe('lock, when a repository goes back in time', () => {
  it('stops, says what went back, and goes on with --allow-downgrade only', async (context) => {
    const { dir, file, lock, write, read } = await setting(context, 'bash\n');
    const { url, texts } = await serveTexts(context);
    const [fedora, updates] = testbed.repositories.map((one) => path.join(one.dir, 'repodata'));
    /** `updates` is to have its own content, or that of before there were any: signed all the same. */
    const serve = async (id: string, repodata: string, revision: string) => {
      for (const name of await readdir(repodata)) {
        const content = await readFile(path.join(repodata, name));
        const repomd = () => String(content).replace(/(<revision>)\d+/, `$1${revision}`);
        texts[`/${id}/repodata/${name}`] = name === 'repomd.xml' ? repomd() : content;
      }
    };
    await serve('fedora', fedora ?? '', '1700000000');
    await serve('updates', updates ?? '', '1700000000');
    const repositories = ['fedora', 'updates'].map((id) => ({
      id,
      baseurl: [`${url}/${id}`],
      keys: [testbed.key],
    }));
    await write({ repositories });
    await writeFile(path.join(dir, 'packages.list'), `bash\n${testbed.updatedPackages.join('\n')}\n`);
    await lock();
    const before = await readFile(file, 'utf8');
    assert.deepEqual(
      (await read()).repositories.map(({ revision }) => revision),
      [1_700_000_000, 1_700_000_000],
    );
    await serve('updates', fedora ?? '', '1500000000');
    const failure = await failureOf(lock());
    assert.equal(failure.status, 1);
    const { why = '', remedy = '' } = failure;
    assert.match(why, /repository `updates` went back from 2023-11-14 .* to 2017-07-14 /);
    for (const name of testbed.updatedPackages) assert.ok(why.includes(`\`${name}\` from `), why);
    assert.match(remedy, /`tmpfsroot-wizard lock --allow-downgrade`/);
    assert.equal(await readFile(file, 'utf8'), before);
    // By now it is in the cache.
    assert.equal((await failureOf(lock())).status, 1);
    // The lock of the last build, to which somebody compares.
    await writeFile(path.join(dir, 'output', 'rpms.lock'), before);
    assert.match((await lock('--allow-downgrade')).stdout, /^Downgraded /);
    assert.match(
      (await lock('--check')).stderr,
      /^Warning: rpms\.lock: It is older than that of the last build\. /,
    );
    assert.match((await lock()).stdout, /is up to date/);
  });
});

describe('a lock that `lock` has not written', () => {
  it('is kept beside the new one: the seed’s plain list, and one that was edited; its own is not', async (context) => {
    const { dir, file, lock, read } = await setting(context, 'bash\n');
    await lock();
    const plain = `${(await read()).packages.map((one) => `${one.name}-${one.version}-${one.release}\n`).join('')}`;
    await writeFile(file, plain);
    const { stderr } = await lock();
    const [, copy = ''] =
      /^Kept, because `lock` had not written it: (rpms\.lock\.[\dT-]+)$/m.exec(stderr) ?? [];
    assert.equal(await readFile(path.join(dir, copy), 'utf8'), plain);
    const edited = (await readFile(file, 'utf8')).replace('"why": ["listed"]', '"why": ["mine"]');
    await writeFile(file, edited);
    const { kept } = JSON.parse((await lock('--json')).stdout.trim().split('\n').at(-1) ?? '');
    assert.equal(kept.length, 1);
    assert.equal(await readFile(path.join(dir, kept[0]), 'utf8'), edited);
    await writeFile(path.join(dir, 'packages.list'), 'bash\nsed\n');
    await lock();
    assert.equal((await readdir(dir)).filter((name) => name.startsWith('rpms.lock.')).length, 2);
  });
});

describe('lock --update', () => {
  it('changes the named package and no other', async (context) => {
    const { lock, read, server, write } = await setting(context, `${testbed.packages.join('\n')}\n`);
    const old = [{ id: 'fedora', baseurl: [server.repositories.fedora], keys: [testbed.key] }];
    await write({ repositories: old });
    await lock();
    await write({});
    const before = nvrs(await read());
    const name =
      testbed.updatedPackages.find((each) => before.some((nvr) => nvr.startsWith(`${each}-`))) ?? '';
    const { stdout } = await lock('--update', name);
    assert.match(stdout, new RegExp(`^Upgraded \\(1\\)\\n {2}${name}\\.`));
    assert.equal(nvrs(await read()).filter((nvr) => !before.includes(nvr)).length, 1);
  });

  it('without a lock says so', async (context) => {
    const { lock } = await setting(context, 'bash\n');
    assert.match((await failureOf(lock('--update', 'bash'))).what, /no lock to update yet/);
  });
});
