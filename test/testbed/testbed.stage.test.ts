import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { newFolder } from '../helpers/scratch.js';
import { newStyleOf, prepareTestbed, serveTestbed, type Testbed, type TestbedServer } from './index.js';
import { run } from './run.js';

let testbed: Testbed;
let server: TestbedServer;
let scratch: string;

before(
  async () => {
    testbed = await prepareTestbed({ log: (line) => console.error(line) });
    server = await serveTestbed(testbed);
    scratch = newFolder('tfr-testbed-');
  },
  { timeout: 900_000 },
);

after(async () => {
  await server?.close();
  if (scratch) rmSync(scratch, { recursive: true, force: true });
});

/** What dnf would download for a list, over HTTP into an empty root: file names. */
async function solve(packages: readonly string[], ...more: string[]): Promise<string[]> {
  const to = newFolder('solve-', scratch);
  const repositories = Object.entries(server.repositories).map(([id, url]) => `--repofrompath=${id},${url}`);
  const settings = ['install_weak_deps=False', `cachedir=${to}/cache`, 'gpgcheck=0', 'reposdir=/nowhere'];
  await run('dnf', [
    '-q',
    '-y',
    `--installroot=${to}/root`,
    `--releasever=${testbed.release}`,
    ...repositories,
    '--repo=fedora',
    '--repo=updates',
    ...settings.map((each) => `--setopt=${each}`),
    ...more,
    'install',
    '--downloadonly',
    `--downloaddir=${to}/rpms`,
    ...packages,
  ]);
  return readdirSync(`${to}/rpms`);
}

/** Path and metadata digest of a test package in the fedora repository. */
function find(name: string): { file: string; sha256: string; size: number; path: string } {
  const repository = testbed.repositories[0];
  assert.ok(repository);
  const repodata = join(repository.dir, 'repodata');
  const primary = readdirSync(repodata).find((each) => each.endsWith('-primary.xml.gz'));
  const xml = gunzipSync(readFileSync(join(repodata, primary ?? ''))).toString();
  const entry = xml.split('<package ').find((each) => each.includes(`<name>${name}</name>`)) ?? '';
  const location = /<location href="([^"]+)"/.exec(entry)?.[1] ?? '';
  return {
    file: join(repository.dir, location),
    path: `/${repository.path}/${location}`,
    sha256: /pkgid="YES">([0-9a-f]{64})</.exec(entry)?.[1] ?? '',
    size: Number(/<size package="(\d+)"/.exec(entry)?.[1]),
  };
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** What rpmkeys says about a file when only the given key is known; it must also reject unsigned files. */
async function verifies(file: string, key: string): Promise<boolean> {
  const db = newFolder('keys-', scratch);
  await run('rpmkeys', ['--dbpath', db, '--import', key]);
  const args = ['--dbpath', db, '--define', '_pkgverify_level all', '--checksig', file];
  return run('rpmkeys', args).then(
    () => true,
    () => false,
  );
}

describe('the repositories', () => {
  it('solve the default list, with the newer versions from updates', async () => {
    const files = await solve(testbed.packages);
    assert.ok(files.length > 100 && files.length < 200, `${files.length} packages`);
    for (const name of testbed.updatedPackages) {
      const file = files.find((each) => new RegExp(`^${name}-\\d`).test(each));
      if (file !== undefined) assert.match(file, /\.fc41\.1\.(x86_64|noarch)\.rpm$/);
    }
    assert.ok(files.some((each) => each.startsWith('bash-')));
  });

  it('solve the minimal list', async () => {
    assert.ok((await solve(testbed.minimalPackages)).length < 130);
  });

  it('sign every package that is not a test package with one key', async () => {
    const db = newFolder('keys-', scratch);
    await run('rpmkeys', ['--dbpath', db, '--import', testbed.key]);
    const files = testbed.repositories.flatMap(({ dir }) =>
      readdirSync(dir, { recursive: true, encoding: 'utf8' })
        .filter(
          (each) =>
            each.endsWith('.rpm') &&
            testbed.faults[basename(each).replace(/-1\.0-1\.fc41.*/, '')] === undefined,
        )
        .map((each) => join(dir, each)),
    );
    assert.equal(files.length, testbed.packageCount - Object.keys(testbed.faults).length);
    await run('rpmkeys', ['--dbpath', db, '--define', '_pkgverify_level all', '--checksig', ...files]);
  });
});

describe('the test packages', () => {
  it('unsigned: right digest, no signature', async () => {
    const { file, sha256: expected } = find('tfr-test-unsigned');
    assert.equal(sha256(file), expected);
    assert.equal(await verifies(file, testbed.key), false);
  });

  it('corrupt: right size, wrong digest', () => {
    const { file, sha256: expected, size } = find('tfr-test-corrupt');
    assert.equal(statSync(file).size, size);
    assert.notEqual(sha256(file), expected);
  });

  it('foreign: right digest, good only with the foreign key', async () => {
    const { file, sha256: expected } = find('tfr-test-foreign');
    assert.equal(sha256(file), expected);
    assert.equal(await verifies(file, testbed.key), false);
    assert.equal(await verifies(file, testbed.foreignKey), true);
  });

  it('vanished: in the metadata, not in the repository', async () => {
    const { path, sha256: expected } = find('tfr-test-vanished');
    assert.equal((await fetch(server.url + path)).status, 404);
    const id = testbed.fingerprint.slice(-8).toLowerCase();
    const koji = `koji/packages/tfr-test-vanished/1.0/1.fc41/data/signed/${id}/noarch/${basename(path)}`;
    assert.equal(sha256(join(testbed.tree, koji)), expected);
  });

  it('conflict and broken do not solve; weak brings no recommended package', async () => {
    await assert.rejects(solve(['tfr-test-conflict-a', 'tfr-test-conflict-b']), /conflict/);
    await assert.rejects(solve(['tfr-test-broken']), /nothing provides tfr-test-provided-by-nobody/);
    assert.deepEqual(await solve(['tfr-test-weak']), ['tfr-test-weak-1.0-1.fc41.noarch.rpm']);
  });

  it('scriptlet-fails has a failing %post', async () => {
    const text = await run('rpm', ['-qp', '--scripts', find('tfr-test-scriptlet-fails').file]);
    assert.match(text, /postinstall[^\n]*\nexit 1/);
  });
});

describe('preparing again', () => {
  it('takes no time, and neither apt nor network', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      const start = performance.now();
      assert.deepEqual(await prepareTestbed(), testbed);
      assert.ok(performance.now() - start < 500);
    } finally {
      process.env.PATH = path;
    }
  });
});

describe('the server', () => {
  const repomd = () => `${server.repositories.fedora}repodata/repomd.xml`;
  const body = async (url: string, init?: RequestInit) =>
    Buffer.from(await (await fetch(url, init)).arrayBuffer());

  it('knows ranges and HEAD, and logs requests', async () => {
    const whole = await body(repomd());
    const part = await fetch(repomd(), { headers: { range: 'bytes=10-19' } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get('content-range'), `bytes 10-19/${whole.length}`);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), whole.subarray(10, 20));
    const head = await fetch(repomd(), { method: 'HEAD' });
    assert.equal(head.headers.get('content-length'), String(whole.length));
    assert.equal((await fetch(repomd(), { headers: { range: 'bytes=99999999-' } })).status, 416);
    const logged = server.requests.at(-3);
    assert.deepEqual([logged?.status, logged?.bytes, logged?.range], [206, 10, 'bytes=10-19']);
  });

  it('gives a metalink with the digest of repomd.xml', async () => {
    const digest = createHash('sha256')
      .update(await body(repomd()))
      .digest('hex');
    const text = (await body(`${server.url}/metalink?repo=fedora-41&arch=x86_64`)).toString();
    assert.ok(text.includes(`<hash type="sha256">${digest}</hash>`) && text.includes(repomd()));
  });

  it('fails on demand', async () => {
    const good = await body(repomd());
    const during = async (fault: object, work: () => Promise<void>) => {
      server.setFaults([{ path: /repomd\.xml$/, ...fault }]);
      await work().finally(() => server.setFaults([]));
    };
    await during({ status: 503, times: 1 }, async () => {
      assert.equal((await fetch(repomd())).status, 503);
      assert.equal((await fetch(repomd())).status, 200);
    });
    await during({ garbage: true }, async () => {
      const bad = await body(repomd());
      assert.equal(bad.length, good.length);
      assert.notDeepEqual(bad, good);
    });
    await during({ truncateTo: 100 }, async () => assert.equal((await body(repomd())).length, 100));
    await during({ resetAfter: 100 }, () => assert.rejects(body(repomd())));
    await during({ wrongDigest: 'primary' }, async () =>
      assert.match((await body(repomd())).toString(), /0{64}/),
    );
    await during({ latency: 300 }, async () => {
      const start = performance.now();
      await body(repomd());
      assert.ok(performance.now() - start >= 290);
    });
    await during({ bandwidth: good.length * 2 }, async () => {
      const start = performance.now();
      assert.deepEqual(await body(repomd()), good);
      assert.ok(performance.now() - start >= 350);
    });
  });
});

it('has a second distribution, with programs and boot loader where Fedora 44 has them', async () => {
  const { tree, packageCount } = newStyleOf(testbed);
  const rpms = readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.rpm'))
    .map((name) => join(tree, name));
  assert.equal(rpms.length, packageCount);
  const files = (await run('rpm', ['-qp', '--nosignature', '-l', ...rpms])).split('\n');
  assert.deepEqual(
    files.filter((file) => file.startsWith('/usr/sbin/')),
    [],
  );
  assert.ok(
    files.some((file) => /^\/usr\/lib\/efi\/grub2\/1:[^/]+\.fc44\/EFI\/fedora\/grubx64\.efi$/.test(file)),
  );
  assert.ok(files.some((file) => /^\/usr\/lib\/efi\/shim\/[^/]+\.fc44\/EFI\/BOOT\/BOOTX64\.EFI$/.test(file)));
  assert.ok(!rpms.some((file) => basename(file).startsWith('tfr-test-')));
});
