import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { badInput, stageFailed } from '../spec/failure.js';
import { requestedRange } from './serve-range.js';

/** One answer that is being given. */
export interface Transfer {
  /** Counts up. */
  id: number;
  /** Address of the device. */
  client: string;
  /** Path below the folder. */
  file: string;
  /** Bytes of this answer, which may be a part of the file. */
  total: number;
}

/** Told of what is asked for. `HEAD` and what is refused are no transfers. */
export interface ServeView {
  started(transfer: Transfer): void;
  bytes(transfer: Transfer, done: number): void;
  /** @param complete false when the device hung up before the end */
  ended(transfer: Transfer, done: number, complete: boolean): void;
  refused(client: string, path: string, status: number): void;
}

export const silentServeView: ServeView = { started() {}, bytes() {}, ended() {}, refused() {} };

export interface FolderServer {
  port: number;
  /** Ends what is being given, and listens no more. */
  close(): Promise<void>;
}

/** Size of the pieces in which a file is read and handed on, bytes. */
const pieceBytes = 256 * 1024;

/**
 * Serves the files of a folder over HTTP: GET and HEAD, with ranges; nothing else of this machine.
 * @param port 0 for any free one
 * @throws Failure with exit status 2 when the address or the port is not to be had.
 */
export async function serveFolder(
  dir: string,
  { address, port, view }: { address: string; port: number; view: ServeView },
): Promise<FolderServer> {
  const folder = await realpath(dir);
  let transfers = 0;
  const server = createServer((request, response) => {
    // A device that has loaded its kernel knows nothing of connections that are kept for the next file, and what
    // stands in between (QEMU's user mode network: seen) takes the next start for a part of the old one.
    response.shouldKeepAlive = false;
    // A device that hangs up is no failure of the server.
    void answer(request, response, folder, view, () => ++transfers).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, address, port)));
    server.listen(port, address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  view: ServeView,
  nextId: () => number,
): Promise<void> {
  const client = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const refuse = (status: number, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'Content-Length': '0', ...headers }).end();
    view.refused(client, request.url ?? '', status);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { Allow: 'GET, HEAD' });
  const name = servedPath(request.url ?? '');
  const opened = name === null ? null : await openInside(folder, name);
  if (name === null || opened === null) return refuse(404);
  const { handle, facts } = opened;
  try {
    const state = {
      size: facts.size,
      etag: `"${facts.ino.toString(16)}-${facts.size.toString(16)}-${Math.round(facts.mtimeMs * 1000).toString(16)}"`,
      lastModified: facts.mtime.toUTCString(),
    };
    const range = requestedRange(request.headers, state);
    if (range === 'unsatisfiable') return refuse(416, { 'Content-Range': `bytes */${facts.size}` });
    const { start, end } = range ?? { start: 0, end: facts.size - 1 };
    response.writeHead(range === null ? 200 : 206, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(end - start + 1),
      'Accept-Ranges': 'bytes',
      ETag: state.etag,
      'Last-Modified': state.lastModified,
      ...(range === null ? {} : { 'Content-Range': `bytes ${start}-${end}/${facts.size}` }),
    });
    if (request.method === 'HEAD' || facts.size === 0) {
      response.end();
      return;
    }
    const transfer = { id: nextId(), client, file: name, total: end - start + 1 };
    await give(handle, { start, end }, response, transfer, view);
  } finally {
    await handle.close();
  }
}

async function give(
  handle: FileHandle,
  range: { start: number; end: number },
  response: ServerResponse,
  transfer: Transfer,
  view: ServeView,
): Promise<void> {
  let done = 0;
  async function* pieces() {
    const content = handle.createReadStream({ ...range, autoClose: false, highWaterMark: pieceBytes });
    for await (const piece of content) {
      yield piece as Buffer;
      done += (piece as Buffer).length;
      view.bytes(transfer, done);
    }
  }
  view.started(transfer);
  try {
    await pipeline(Readable.from(pieces(), { objectMode: false }), response);
    view.ended(transfer, done, true);
  } catch {
    view.ended(transfer, done, false);
  }
}

/** The path below the folder that a request's target names; null for one that no file can have. */
export function servedPath(target: string): string | null {
  try {
    const name = decodeURIComponent(target.replace(/[?#].*$/s, '')).replace(/^\//, '');
    const parts = name.split('/');
    const isPlain = parts.every((part) => part !== '' && !part.startsWith('.') && !part.includes('\0'));
    return isPlain ? name : null;
  } catch {
    return null;
  }
}

/** A file that is in the folder itself, not behind a link that leads out of it. */
async function openInside(
  folder: string,
  name: string,
): Promise<{ handle: FileHandle; facts: Stats } | null> {
  const file = await realpath(path.join(folder, name)).catch(() => null);
  if (file === null || !file.startsWith(folder + path.sep)) return null;
  // Not to wait for the other end of a pipe.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (handle === null) return null;
  const facts = await handle.stat();
  if (facts.isFile()) return { handle, facts };
  await handle.close();
  return null;
}

function listenFailure({ code, message }: NodeJS.ErrnoException, address: string, port: number) {
  const where = `${address}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return badInput({
        what: `Port ${port} is in use by another program.`,
        where,
        remedy: `Take another one: --port ${port + 1}`,
      });
    case 'EACCES':
      return badInput({
        what: `Port ${port} is only for root.`,
        where,
        remedy: 'Take one from 1024 on: --port 8080',
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return badInput({
        what: `\`${address}\` is no address of this machine.`,
        where,
        remedy: 'Give one that `ip address` shows, or leave `--address` out to serve on all.',
      });
    default:
      return stageFailed({ what: 'The server cannot be started.', where, why: message });
  }
}
