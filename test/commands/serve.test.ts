import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { run } from '../../src/commands/serve.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const artefacts = ['boot.ipxe', 'image.cpio', 'initramfs.img', 'vmlinuz'].map((name) => ({
  kind: 'pxe',
  file: `pxe/${name}`,
  size: 1,
  sha256: 'aa',
}));
const record = { name: 'box', artefacts, plan: { disks: [] }, memoryMiB: 512, unattended: true };

/** A folder in which `box` was built. */
function setting(t: TestContext, more: object = {}) {
  const dir = scratchFolder(t);
  writeTree(dir, { 'output/build.json': JSON.stringify({ ...record, ...more }) });
  for (const { file } of artefacts) writeTree(dir, { [`output/${file}`]: file });
  const abort = new AbortController();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const serve = (...words: string[]) =>
    run(words, { cwd: dir, env: {}, stdout, stderr, stdin: new PassThrough(), signal: abort.signal });
  let printed = '';
  const firstLine = () =>
    new Promise<string>((resolve) => {
      stdout.on('data', (bytes) => {
        printed += String(bytes);
        resolve(printed.trim());
      });
    });
  return { dir, serve, abort, printed: () => printed, stderr, firstLine };
}

test('serve gives the folder out until it is stopped, which is its usual end', async (t) => {
  const { serve, abort, stderr, firstLine } = setting(t);
  const served = serve('--address', '127.0.0.1', '--port', '0');
  const url = await firstLine();
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/boot\.ipxe$/);
  assert.equal(await (await fetch(url)).text(), 'pxe/boot.ipxe');
  assert.equal((await fetch(new URL('/../build.json', url))).status, 404);
  abort.abort();
  assert.equal(await served, 0);
  const said = String(stderr.read());
  assert.match(said, new RegExp(`dhcp-boot=tag:ipxe,${url}`));
  assert.match(said, /127\.0\.0\.1: boot\.ipxe done, 13 B in /);
  assert.match(said, /Served 1 file \(13 B\) to 1 device\.\n$/);
  await assert.rejects(fetch(url));
});

test('without an address only this machine is served, and devices are told how to be', async (t) => {
  const { serve, abort, stderr, firstLine } = setting(t);
  const served = serve('--port', '0');
  assert.match(await firstLine(), /^http:\/\/127\.0\.0\.1:\d+\/boot\.ipxe$/);
  abort.abort();
  await served;
  assert.match(String(stderr.read()), /^Only this machine can reach it\. For devices: --address [\d.]+$/m);
});

const withHash = { spec: { system: { users: [{ name: 'op', passwordHash: 'sha256:0011' }] } } };
for (const [what, address, more, note] of [
  ['an image with password hashes', '0.0.0.0', withHash, true],
  ['the same for this machine alone', '127.0.0.1', withHash, false],
  ['an image without', '0.0.0.0', { spec: { system: { rootPasswordHash: null } } }, false],
] as const) {
  test(`${what} is${note ? '' : ' not'} told when it is served`, async (t) => {
    const { serve, abort, stderr, firstLine } = setting(t, more);
    const served = serve('--port', '0', '--address', address);
    await firstLine();
    abort.abort();
    await served;
    assert.equal(/Note: the image holds password hashes/.test(String(stderr.read())), note);
  });
}

test('programs get events', async (t) => {
  const { serve, abort, printed, stderr, firstLine } = setting(t);
  const served = serve('--json', '--address', '127.0.0.1', '--port', '0');
  const { event, urls } = JSON.parse(await firstLine());
  assert.equal(event, 'serving');
  await (await fetch(urls[0])).text();
  abort.abort();
  assert.equal(await served, 0);
  const events = printed()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    events.map((one) => one.event).filter((one) => one !== 'transfer-bytes'),
    ['serving', 'transfer-started', 'transfer-done', 'served'],
  );
  assert.deepEqual(events.at(-1), { event: 'served', devices: 1, files: 1, bytes: 13 });
  assert.equal(stderr.read(), null);
});

test('a port that is not valid, or taken, and a folder without a network installer are refused with what to do', async (t) => {
  const { dir, serve } = setting(t);
  for (const port of ['http', '-1', '65536', '1.5'])
    assert.deepEqual((await failureOf(serve(`--port=${port}`))).status, 2);
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const taken = String((other.address() as { port: number }).port);
  const inUse = await failureOf(serve('--address', '127.0.0.1', '--port', taken));
  assert.equal(inUse.status, 2);
  assert.match(inUse.remedy ?? '', /--port \d+/);
  rmSync(path.join(dir, 'output/pxe/vmlinuz'));
  const gone = await failureOf(serve());
  assert.equal(gone.status, 2);
  assert.equal(gone.remedy, 'Make a network installer: tmpfsroot-wizard build --output pxe');
  rmSync(path.join(dir, 'output'), { recursive: true });
  assert.match((await failureOf(serve())).remedy ?? '', /tmpfsroot-wizard build/);
  assert.equal(existsSync(path.join(dir, 'output')), false);
});

test('serve --updates gives out a folder of updates, for devices and for `update.url`', async (t) => {
  const { dir, serve, abort, firstLine } = setting(t);
  writeTree(dir, { 'updates/latest': 'box-1.update\n', 'updates/box-1.update': 'the update' });
  const first = firstLine();
  const ended = serve('--updates', 'updates', '--port', '0');
  const url = await first;
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  const latest = (await (await fetch(`${url}latest`)).text()).trim();
  assert.equal(await (await fetch(`${url}${latest}`)).text(), 'the update');
  abort.abort();
  assert.equal(await ended, 0);
});

test('serve --updates refuses a folder in which nothing was published', async (t) => {
  const { serve } = setting(t);
  const failure = await failureOf(() => serve('--updates', '.'));
  assert.equal(failure.status, 2);
  assert.match(failure.what, /No update was published/);
});
