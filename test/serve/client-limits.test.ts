import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { servedSetting } from './served-setting.js';

/** A client that sends a text, reads no more than it is told to, and notes when it is hung up on. */
function client(t: TestContext, port: number, text: string, { reads = true } = {}) {
  const socket: Socket = connect(port, '127.0.0.1', () => socket.write(text));
  t.after(() => socket.destroy());
  let answer = '';
  if (reads)
    socket.on('data', (bytes) => {
      answer += bytes;
    });
  const gone = new Promise<string>((resolve) =>
    socket.on('error', () => {}).once('close', () => resolve(answer)),
  );
  return { socket, gone };
}

test('a client that has too many connections gets no more; others are served', async (t) => {
  const { server, ask, told } = await servedSetting(t, { connections: 3 });
  const held = [1, 2, 3].map(() => client(t, server.port, 'GET / HTTP/1.1\r\n'));
  await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once('ready', resolve))));
  const { gone } = client(t, server.port, '');
  assert.match(await gone, /^HTTP\/1\.1 503 /);
  assert.deepEqual(told, [' 503']);
  for (const { socket } of held) socket.destroy();
  await Promise.all(held.map((one) => one.gone));
  // The server hears of it a moment later.
  for (let status = 0; status !== 200; )
    status = (await ask('/boot.ipxe').catch(() => ({ status: 0 }))).status;
});

test('a client that does not end its request is hung up on', async (t) => {
  const { server } = await servedSetting(t, { headMs: 100 });
  assert.match(await client(t, server.port, 'GET /boot.ipxe HTTP/1.1\r\n').gone, /^(HTTP\/1\.1 408 |$)/);
});

test('a client that stops reading is hung up on', async (t) => {
  const { server, told, dir } = await servedSetting(t, { idleMs: 200 });
  // More than the system keeps for a reader.
  writeFileSync(path.join(dir, 'huge'), '');
  truncateSync(path.join(dir, 'huge'), 64 * 2 ** 20);
  const { socket } = client(t, server.port, 'GET /huge HTTP/1.1\r\nHost: x\r\n\r\n', { reads: false });
  socket.pause();
  while (!told.some((line) => /^huge \d+ broken$/.test(line))) await new Promise((r) => setTimeout(r, 20));
});
