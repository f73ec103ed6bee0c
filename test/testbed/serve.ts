import { createReadStream, readFileSync, type Stats, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { metalink } from './metalink.js';
import type { Testbed } from './prepare.js';

/** Something that goes wrong for the requests whose path matches. */
export interface ServeFault {
  /** Matched against the decoded path, which starts with a slash. */
  readonly path: RegExp;
  /** How many matching requests it hits (the first ones); all unless given. HEAD requests count. */
  readonly times?: number;
  /** Answer with this status and no file. */
  readonly status?: number;
  /** The right length and status, but not the file's bytes. */
  readonly garbage?: boolean;
  /** Reset the connection after this many bytes of the body, with the full length announced. */
  readonly resetAfter?: number;
  /** End the answer properly after this many bytes, announcing that length. */
  readonly truncateTo?: number;
  /** In repomd.xml: replace the checksum of this kind of metadata, such as `primary`. */
  readonly wrongDigest?: string;
  /** Wait this long, in ms, before answering. */
  readonly latency?: number;
  /** Bytes a second for each connection. */
  readonly bandwidth?: number;
}

/** Options of `serveTestbed`. */
export interface ServeOptions {
  readonly port?: number;
  /** Checked in order; the first that matches and has hits left applies. */
  readonly faults?: readonly ServeFault[];
  /** For every request, in ms. */
  readonly latency?: number;
  /** For every connection, in bytes a second. */
  readonly bandwidth?: number;
}

/** One answered request. */
export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  status: number;
  /** Bytes of the body handed to the socket. */
  bytes: number;
  /** When it came, in ms since the server started. */
  readonly at: number;
}

/** A running server. */
export interface TestbedServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Addresses of the repositories by id, each with a slash at the end. */
  readonly repositories: Readonly<Record<'fedora' | 'updates', string>>;
  /** Every request so far, in the order they came. */
  readonly requests: readonly ServedRequest[];
  /** Replaces the faults and starts their counts again. */
  setFaults(faults: readonly ServeFault[]): void;
  /** Drops all connections and ends the server. */
  close(): Promise<void>;
}

/** Hands on at most `rate` bytes a second, in tenths of a second. */
function throttle(rate: number): Transform {
  return new Transform({
    async transform(chunk: Buffer, _encoding, done) {
      const step = Math.max(1, Math.floor(rate / 10));
      for (let at = 0; at < chunk.length; at += step) {
        if (this.destroyed) return;
        const part = chunk.subarray(at, at + step);
        this.push(part);
        await sleep((part.length / rate) * 1000);
      }
      done();
    },
  });
}

/** Lets `limit` bytes through, then resets the connection. */
function resetting(limit: number, response: ServerResponse): Transform {
  let left = limit;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const part = chunk.subarray(0, left);
      left -= part.length;
      if (left > 0) return done(null, part);
      // A reset straight after the write would overtake the bytes that are to arrive.
      response.write(part, () => setTimeout(() => response.socket?.resetAndDestroy(), 20));
    },
  });
}

/** A byte range `[first, last]`, the whole file for no header, or nothing when it cannot be satisfied. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (found === null || (found[1] === '' && found[2] === '')) return [0, size - 1];
  if (found[1] === '') return [Math.max(0, size - Number(found[2])), size - 1];
  const first = Number(found[1]);
  const last = found[2] === '' ? size - 1 : Math.min(Number(found[2]), size - 1);
  return first < size && first <= last ? [first, last] : undefined;
}

function spoilDigest(repomd: string, kind: string): string {
  const pattern = new RegExp(`(<data type="${kind}">\\s*<checksum type="sha256">)[0-9a-f]{64}`);
  return repomd.replace(pattern, `$1${'0'.repeat(64)}`);
}

/** Serves the test bed on loopback in the shape of a Fedora mirror, with faults on demand. */
export async function serveTestbed(testbed: Testbed, options: ServeOptions = {}): Promise<TestbedServer> {
  const started = Date.now();
  const requests: ServedRequest[] = [];
  let faults: { readonly fault: ServeFault; left: number }[] = [];
  const setFaults = (list: readonly ServeFault[]) => {
    faults = list.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  };
  setFaults(options.faults ?? []);
  let url = '';

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = new URL(request.url ?? '/', 'http://localhost');
    const path = normalize(decodeURIComponent(asked.pathname)).replace(/^\/(pub\/fedora\/)?linux\//, '/');
    const { range } = request.headers;
    const entry: ServedRequest = {
      method: request.method ?? 'GET',
      path,
      range,
      status: 0,
      bytes: 0,
      at: Date.now() - started,
    };
    requests.push(entry);
    const hit = faults.find((each) => each.left > 0 && each.fault.path.test(path));
    if (hit !== undefined) hit.left -= 1;
    const fault = hit?.fault;
    const head = (status: number, headers: Record<string, string | number>) => {
      entry.status = status;
      response.writeHead(status, headers);
    };
    await sleep((options.latency ?? 0) + (fault?.latency ?? 0));
    const plain = (status: number, text: string) => {
      head(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(text) });
      response.end(request.method === 'HEAD' ? undefined : text);
    };
    if (fault?.status !== undefined) return plain(fault.status, `status ${fault.status}\n`);
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'GET or HEAD\n');
    if (path === '/metalink') {
      const text = metalink(testbed, asked.searchParams.get('repo') ?? '', url);
      return plain(text === undefined ? 404 : 200, text ?? 'no such repository\n');
    }
    const file = join(testbed.tree, path);
    const stat: Stats | undefined = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined || !stat.isFile()) return plain(404, 'not found\n');

    const spoiled = fault?.wrongDigest;
    let whole: Buffer | undefined;
    if (spoiled !== undefined) whole = Buffer.from(spoilDigest(readFileSync(file, 'utf8'), spoiled));
    else if (fault?.garbage === true) whole = Buffer.alloc(stat.size, 'garbage ');
    else if (fault?.truncateTo !== undefined) whole = readFileSync(file).subarray(0, fault.truncateTo);
    const size = whole?.length ?? stat.size;
    const part = rangeOf(range, size);
    const common = { 'accept-ranges': 'bytes', 'last-modified': stat.mtime.toUTCString() };
    if (part === undefined) {
      head(416, { ...common, 'content-range': `bytes */${size}` });
      return response.end();
    }
    const [first, last] = part;
    const length = last - first + 1;
    const partial = range !== undefined && length < size;
    head(partial ? 206 : 200, {
      ...common,
      'content-type': 'application/octet-stream',
      'content-length': length,
      ...(partial ? { 'content-range': `bytes ${first}-${last}/${size}` } : {}),
    });
    if (request.method === 'HEAD' || length === 0) return response.end();
    const source =
      whole === undefined
        ? createReadStream(file, { start: first, end: last })
        : [whole.subarray(first, last + 1)];
    const rate = fault?.bandwidth ?? options.bandwidth;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        entry.bytes += chunk.length;
        done(null, chunk);
      },
    });
    const stages: (NodeJS.ReadWriteStream | NodeJS.WritableStream)[] = [
      ...(rate === undefined ? [] : [throttle(rate)]),
      ...(fault?.resetAfter === undefined ? [] : [resetting(fault.resetAfter, response)]),
      count,
    ];
    // A client that goes away in the middle is not an error of the server's.
    await pipeline([source, ...stages, response] as unknown as [
      NodeJS.ReadableStream,
      NodeJS.WritableStream,
    ]).catch(() => {});
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const address = (id: 'fedora' | 'updates') =>
    `${url}/${testbed.repositories.find((each) => each.id === id)?.path}/`;
  return {
    url,
    repositories: { fedora: address('fedora'), updates: address('updates') },
    requests,
    setFaults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
