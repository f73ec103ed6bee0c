import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { type ServeView, servedPath, serveFolder } from '../../src/serve/serve-folder.js';
import { failureOf } from '../helpers/failure-of.js';
import { large, servedSetting } from './served-setting.js';

test('files are given whole, with their length, and each transfer is told', async (t) => {
  const { ask, told } = await servedSetting(t);
  const whole = await ask('/image.cpio');
  assert.equal(whole.status, 200);
  assert.equal(whole.headers['content-length'], String(large.length));
  assert.equal(whole.headers['accept-ranges'], 'bytes');
  assert.equal(whole.headers.connection, 'close');
  assert.equal(whole.body, large);
  assert.deepEqual(told, [`127.0.0.1 image.cpio ${large.length}`, `image.cpio ${large.length} done`]);
  assert.equal((await ask('/below/two%20words?x=1')).body, 'below');
  assert.equal((await ask('/link-in')).body, '#!ipxe\n');
  const empty = await ask('/empty');
  assert.deepEqual([empty.status, empty.headers['content-length'], empty.body], [200, '0', '']);
});

test('HEAD gives the headers alone', async (t) => {
  const { ask, told } = await servedSetting(t);
  const { status, headers, body } = await ask('/image.cpio', {}, 'HEAD');
  assert.deepEqual([status, headers['content-length'], body], [200, String(large.length), '']);
  assert.deepEqual(told, []);
});

test('parts are given, and go on only in the state of the file that they began in', async (t) => {
  const { ask, dir } = await servedSetting(t);
  const part = await ask('/image.cpio', { Range: 'bytes=4999990-' });
  assert.deepEqual([part.status, part.body], [206, large.slice(4_999_990)]);
  assert.equal(part.headers['content-range'], `bytes 4999990-4999999/${large.length}`);
  assert.equal(part.headers['content-length'], '10');
  const etag = part.headers.etag ?? '';
  const goOn = { Range: 'bytes=4999998-', 'If-Range': etag };
  assert.deepEqual((await ask('/image.cpio', goOn)).body, 'ge');
  const out = await ask('/image.cpio', { Range: 'bytes=5000000-' });
  assert.deepEqual([out.status, out.headers['content-range']], [416, `bytes */${large.length}`]);

  // As a build does it: another file takes the name.
  writeFileSync(path.join(dir, 'new'), 'other');
  renameSync(path.join(dir, 'new'), path.join(dir, 'image.cpio'));
  const changed = await ask('/image.cpio', goOn);
  assert.deepEqual([changed.status, changed.body], [200, 'other']);
});

const refused: [target: string, status: number, method?: string][] = [
  ['/', 404],
  ['/absent', 404],
  ['/../secret', 404],
  ['/below/../../secret', 404],
  ['/%2e%2e/secret', 404],
  ['/..%2fsecret', 404],
  ['//etc/passwd', 404],
  ['/link-out', 404],
  ['/folder', 404],
  ['/.hidden', 404],
  ['/%00', 404],
  ['/%zz', 404],
  ['/boot.ipxe', 405, 'POST'],
  ['/boot.ipxe', 405, 'DELETE'],
];
for (const [target, status, method = 'GET'] of refused) {
  test(`refused: ${method} ${target}`, async (t) => {
    const { ask, told } = await servedSetting(t);
    const answer = await ask(target, {}, method);
    assert.deepEqual([answer.status, answer.body], [status, '']);
    assert.deepEqual(told, [`${target} ${status}`]);
    assert.equal((await ask('/boot.ipxe')).status, 200);
  });
}

test('a device that hangs up half way is told, and the next one is served', async (t) => {
  const { ask, told, server } = await servedSetting(t);
  await new Promise<void>((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write('GET /image.cpio HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    socket.once('data', () => socket.destroy()).once('close', () => resolve());
  });
  while (!told.some((line) => line.endsWith('broken')))
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal((await ask('/boot.ipxe')).status, 200);
});

test('a port that is in use, and an address of another machine, are errors of the input', async (t) => {
  const { dir, server } = await servedSetting(t);
  const view: ServeView = { started() {}, bytes() {}, ended() {}, refused() {} };
  const inUse = await failureOf(serveFolder(dir, { address: '127.0.0.1', port: server.port, view }));
  assert.deepEqual([inUse.status, inUse.remedy], [2, `Use another one: --port ${server.port + 1}`]);
  // An address of documentation (RFC 5737), which no machine has.
  const foreign = await failureOf(serveFolder(dir, { address: '192.0.2.1', port: 0, view }));
  assert.equal(foreign.status, 2);
  assert.match(foreign.what, /`192\.0\.2\.1` is not an address of this machine/);
});

test('a target names a path below the folder, or nothing', () => {
  assert.equal(servedPath('/a/b.c?x#y'), 'a/b.c');
  for (const target of ['', '/', '/a//b', '/a/', '/./a', '/a/../b', '/%'])
    assert.equal(servedPath(target), null);
});
