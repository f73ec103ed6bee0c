import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { FetchError, fetchSmall, type SmallRequest } from '../../../src/base/http/fetch-small.js';
import { scratchFolder } from '../../helpers/scratch.js';

type Owner = { after(undo: () => void): void };

async function serve(t: Owner, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const never = new AbortController().signal;
const limits = { silenceMs: 20_000, wholeMs: 20_000 };

async function errorOf(url: string, request: Partial<SmallRequest> = {}): Promise<FetchError> {
  return await fetchSmall(url, { signal: never, limits, ...request }).then(
    () => assert.fail('It was fetched.'),
    (error) => {
      assert.ok(error instanceof FetchError, String(error));
      return error;
    },
  );
}

/** Writes without end as fast as it is taken. */
const endless: RequestListener = (_, response) => {
  const write = () => {
    while (response.write('x'.repeat(65_536)));
    response.once('drain', write);
  };
  write();
};

test('what a server sends is read whole, with the headers that are asked for', async (t) => {
  let header: string | undefined;
  const url = await serve(t, (request, response) => {
    header = request.headers['x-test'] as string;
    response.write('first ');
    setTimeout(() => response.end('second'), 50);
  });
  const content = await fetchSmall(url, { signal: never, headers: { 'x-test': 'yes' } });
  assert.equal(content.toString(), 'first second');
  assert.equal(header, 'yes');
  assert.equal(
    (await fetchSmall(await serve(t, (_, response) => void response.end()), { signal: never })).length,
    0,
  );
});

test('an answer without an end stops at the limit, counted as it is unpacked', async (t) => {
  const url = await serve(t, endless);
  assert.equal((await errorOf(url)).message, 'The server sent more than 1.0 MB.');
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  const packed = await serve(t, (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  );
  assert.equal(
    (await errorOf(packed, { mostBytes: 5_000_000 })).message,
    'The server sent more than 5.0 MB.',
  );
  assert.equal((await fetchSmall(packed, { signal: never, mostBytes: 10_000_000 })).length, 10_000_000);
});

test('a server that is silent, or sends too slowly, is given up, before and after its first byte', async (t) => {
  const silent = await serve(t, () => {});
  const begun = await serve(t, (_, response) => void response.write('x'));
  for (const url of [silent, begun]) {
    const error = await errorOf(url, { limits: { silenceMs: 200, wholeMs: 20_000 } });
    assert.equal(error.message, 'The server sent nothing for 0.2 s.');
    assert.equal(error.mayPass, false);
    assert.equal(error.causeKind, 'timeout');
  }
  const dripping = await serve(t, (_, response) => {
    const timer = setInterval(() => response.write('x'), 20);
    response.once('close', () => clearInterval(timer));
  });
  const error = await errorOf(dripping, { limits: { silenceMs: 20_000, wholeMs: 300 } });
  assert.match(error.message, /too slow: not all came within 0\.3 s/);
});

test('it ends at once when it is interrupted', async (t) => {
  for (const listener of [
    () => {},
    (_: unknown, response: { write(text: string): void }) => response.write('x'),
  ]) {
    const url = await serve(t, listener as RequestListener);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stop')), 100);
    await assert.rejects(fetchSmall(url, { signal: controller.signal }), /stop/);
  }
});

test('another status, and a connection that breaks, say whether another try may help', async (t) => {
  for (const [status, mayPass] of [
    [401, false],
    [404, false],
    [403, false],
    [429, true],
    [503, true],
  ] as const) {
    const error = await errorOf(await serve(t, (_, response) => response.writeHead(status).end('gone')));
    assert.equal(error.message, `The server answered ${status}.`);
    assert.equal(error.mayPass, mayPass);
    assert.equal(error.status, status);
    assert.equal(error.causeKind, status === 401 ? 'asks-for-login' : undefined);
  }
  const broken = await serve(t, (_, response) => {
    response.write('x', () => response.socket?.resetAndDestroy());
  });
  assert.equal((await errorOf(broken)).mayPass, true);
  assert.match((await errorOf('http://127.0.0.1:2/')).message, /ECONNREFUSED/);
  assert.match((await errorOf('no address')).message, /URL/);
});

test('a file URL is read under the same limit', async (t) => {
  const file = path.join(scratchFolder(t), 'a b%.xml');
  writeFileSync(file, 'x'.repeat(1000));
  const { href } = pathToFileURL(file);
  assert.equal((await fetchSmall(href, { signal: never })).length, 1000);
  assert.equal((await errorOf(href, { mostBytes: 999 })).message, 'It is larger than 999 B.');
  assert.equal((await errorOf('file:///dev/zero')).message, 'It is a device, not a file.');
  assert.match((await errorOf('file://host/etc/passwd')).message, /host/);
});
