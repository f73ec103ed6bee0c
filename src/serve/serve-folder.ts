import type { Stats } from 'node:fs';
import { type FileHandle, realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { badInput, stageFailed } from '../base/failure.js';
import { openRegularFile } from '../base/fs/regular-file.js';
import { t } from '../base/language/texts.js';
import { textBefore } from '../base/text/ends.js';
import { type ClientLimits, limitClients, usualLimits } from './client-limits.js';

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

/** Told of what is asked for. `HEAD` and what is refused are not transfers. */
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
  {
    address,
    port,
    view,
    limits = usualLimits,
  }: { address: string; port: number; view: ServeView; limits?: ClientLimits },
): Promise<FolderServer> {
  const folder = await realpath(dir);
  let transfers = 0;
  const options = { connectionsCheckingInterval: Math.min(1000, limits.headMs) };
  const server = createServer(options, (request, response) => {
    // A device that has loaded its kernel knows nothing of connections that are kept for the next file, and what
    // stands in between (QEMU's user mode network: seen) takes the next start for a part of the old one.
    response.shouldKeepAlive = false;
    // A device that hangs up is not a failure of the server.
    void answer(request, response, folder, view, () => ++transfers).catch(() => response.destroy());
  });
  limitClients(server, limits, (socket, status) => view.refused(clientOf(socket), '', status));
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
  const client = clientOf(request.socket);
  const refuse = (status: number, headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'Content-Length': '0', ...headers }).end();
    view.refused(client, request.url ?? '', status);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { Allow: 'GET, HEAD' });
  const name = servedPath(request.url ?? '');
  const opened = name === null ? null : await openInside(folder, name);
  if (name === null || opened === null) return refuse(404);
  const { handle, stats: facts } = opened;
  try {
    const state: FileState = {
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
  range: ByteRange,
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
    const name = decodeURIComponent(textBefore(target, '?', '#')).replace(/^\//, '');
    const parts = name.split('/');
    const isPlain = parts.every((part) => part !== '' && !part.startsWith('.') && !part.includes('\0'));
    return isPlain ? name : null;
  } catch {
    return null;
  }
}

/** The address of a client, that of IPv4 as it is written. */
function clientOf({ remoteAddress = '' }: Pick<Socket, 'remoteAddress'>): string {
  return remoteAddress.replace(/^::ffff:/, '');
}

/** A file that is in the folder itself, not behind a link that leads out of it. */
async function openInside(
  folder: string,
  name: string,
): Promise<{ handle: FileHandle; stats: Stats } | null> {
  const file = await realpath(path.join(folder, name)).catch(() => null);
  if (file === null || !file.startsWith(folder + path.sep)) return null;
  return await openRegularFile(file).catch(() => null);
}

function listenFailure({ code, message }: NodeJS.ErrnoException, address: string, port: number) {
  const where = `${address}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return badInput({
        what: t`Port ${port} is in use by another program.`,
        where,
        remedy: t`Use another one: --port ${port + 1}`,
      });
    case 'EACCES':
      return badInput({
        what: t`Only root can use port ${port}.`,
        where,
        remedy: t`Use 1024 or higher: --port 8080`,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return badInput({
        what: t`\`${address}\` is not an address of this machine.`,
        where,
        remedy: t`Give one that \`ip address\` shows, or \`--address 0.0.0.0\` for all.`,
      });
    default:
      return stageFailed({ what: t`The server cannot be started.`, where, why: message });
  }
}

/** Part of a file that is asked for: first and last byte. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What identifies one state of a file (RFC 9110, 8.8). */
interface FileState {
  /** Bytes. */
  size: number;
  /** Strong entity tag, with its quotes. */
  etag: string;
  /** As in the header `Last-Modified`. */
  lastModified: string;
}

/**
 * The part of a file that a request's headers ask for. A header that is not a range of bytes, several ranges at once and
 * an `If-Range` of another state of the file all give the whole file (RFC 9110, 13.1.5 and 14.2).
 * @returns null for the whole file
 */
export function requestedRange(
  headers: { range?: string | undefined; 'if-range'?: string | string[] | undefined },
  file: FileState,
): ByteRange | 'unsatisfiable' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(headers.range?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const state = headers['if-range'];
  if (state !== undefined && state !== file.etag && state !== file.lastModified) return null;
  if (first === '') {
    const length = Math.min(Number(last), file.size);
    return length === 0 ? 'unsatisfiable' : { start: file.size - length, end: file.size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? file.size - 1 : Math.min(Number(last), file.size - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= file.size ? 'unsatisfiable' : { start, end };
}
