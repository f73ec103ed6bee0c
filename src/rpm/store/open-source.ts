import { fileURLToPath } from 'node:url';
import { Failure } from '../../base/failure.js';
import type { CauseKind } from '../../base/failure-cause.js';
import { openRegularFile, UnreadableFile, unreadableReason } from '../../base/fs/regular-file.js';
import {
  httpFetch,
  networkCause,
  networkReason,
  statusCause,
  statusReason,
} from '../../base/http/http-fetch.js';
import { t } from '../../base/language/texts.js';

/** Why a file could not be had from one URL. */
export class SourceError extends Error {
  constructor(
    /**
     * `gone`: it is not there. `garbage`: something else is there. `denied`: this user may not read it. `network`:
     * another try may help.
     */
    readonly kind: 'gone' | 'garbage' | 'denied' | 'network',
    message: string,
    /** Where the message is in words of ours. */
    readonly causeKind?: CauseKind,
  ) {
    super(message);
  }
}

/** Bytes of a file on their way. */
export interface Source {
  /** Where in the file they begin: what was asked for, or 0 when the server does not do ranges. */
  from: number;
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Begins to read a file of a known size at an http, https or file URL, from `offset` on.
 * @throws SourceError; Failure with exit status 3 when the environment names no proxy that can be used.
 */
export async function openSource(
  url: string,
  offset: number,
  size: number,
  signal: AbortSignal,
): Promise<Source> {
  if (url.startsWith('file:')) return openFile(fileURLToPath(url), offset, size, signal);
  const response = await httpFetch(url, {
    signal,
    headers: { 'accept-encoding': 'identity', ...(offset > 0 ? { range: `bytes=${offset}-` } : {}) },
  }).catch((error) => {
    throw error instanceof Failure
      ? error
      : new SourceError('network', networkReason(error), networkCause(error));
  });
  const { status } = response;
  const reject = (kind: SourceError['kind'], message: string, cause?: CauseKind): never => {
    // Not waited for: on a connection that is gone it may never answer.
    response.body?.cancel().catch(() => {});
    throw new SourceError(kind, message, cause);
  };
  if (status === 416) return reject('garbage', t`The server has a file of another size.`);
  if (status === 404 || status === 410 || status === 403) {
    return reject('gone', statusReason(response, true));
  }
  if (!response.ok || response.body === null) {
    return reject('network', statusReason(response), statusCause(response));
  }
  const from = status === 206 ? rangeStart(response, offset) : 0;
  const length = Number(response.headers.get('content-length') ?? size - from);
  if (from + length !== size) {
    return reject('garbage', t`The server has a file of ${from + length} bytes; expected were ${size}.`);
  }
  return { from, chunks: response.body as AsyncIterable<Uint8Array> };
}

async function openFile(file: string, offset: number, size: number, signal: AbortSignal): Promise<Source> {
  const { handle, stats } = await openRegularFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new SourceError(kindOfFileError(error), unreadableReason(error));
  });
  if (stats.size !== size) {
    await handle.close();
    throw new SourceError('garbage', t`The file has ${stats.size} bytes; expected were ${size}.`);
  }
  return { from: offset, chunks: handle.createReadStream({ start: offset, signal, highWaterMark: 1 << 18 }) };
}

function kindOfFileError(error: NodeJS.ErrnoException): SourceError['kind'] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return 'gone';
  if (error instanceof UnreadableFile) return 'garbage';
  return error.code === 'EACCES' || error.code === 'EPERM' ? 'denied' : 'network';
}

function rangeStart(response: Response, offset: number): number {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (Number(start) === offset) return offset;
  throw new SourceError('garbage', t`The server sent another part of the file than requested.`);
}
