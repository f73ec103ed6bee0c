import { Failure } from '../failure.js';
import type { CauseKind } from '../failure-cause.js';
import { readSmallFile } from '../fs/read-small-file.js';
import { unreadableReason } from '../fs/regular-file.js';
import { t } from '../language/texts.js';
import { formatBytes } from '../text/format.js';
import { httpFetch, networkCause, networkReason, statusCause, statusReason } from './http-fetch.js';
import { type SilenceWatch, type TransferLimits, watchSilence } from './silence-watch.js';

/** Bytes that a text of a server may have: a metalink, a mirror list, keys, digests. */
export const mostAnswerBytes = 1_000_000;

export interface SmallRequest {
  signal: AbortSignal;
  /** {@link mostAnswerBytes} if absent. */
  mostBytes?: number;
  /** 20 s of silence and 60 s for the whole if absent. */
  limits?: TransferLimits;
  headers?: Readonly<Record<string, string>>;
}

/** Why something could not be had from a URL. */
export class FetchError extends Error {
  /** Another try may help. */
  readonly mayPass: boolean;
  /** What the server answered, if it did. */
  readonly status: number | null;
  /** Where the sentence is ours. */
  readonly causeKind: CauseKind | undefined;

  /** @param message A sentence. */
  constructor(message: string, { mayPass = false, status = null, causeKind }: FetchErrorFacts = {}) {
    super(message);
    this.mayPass = mayPass;
    this.status = status;
    this.causeKind = causeKind;
  }
}

interface FetchErrorFacts {
  mayPass?: boolean;
  status?: number | null;
  causeKind?: CauseKind | undefined;
}

/**
 * What an http, https or file URL holds: the only way in which the program reads something of a server whole. It counts
 * what comes, unpacked, and stops at the limit.
 * @throws FetchError; Failure with exit status 3 when the environment names no proxy that can be used; what the signal
 *   was aborted with.
 */
export async function fetchSmall(url: string, request: SmallRequest): Promise<Buffer> {
  const { signal, mostBytes = mostAnswerBytes, limits = { silenceMs: 20_000, wholeMs: 60_000 } } = request;
  if (url.startsWith('file:')) return await readLocal(url, mostBytes);
  const watch = watchSilence(signal, limits);
  try {
    const init = { signal: watch.signal, headers: { ...request.headers } };
    const response = await Promise.race([httpFetch(url, init), watch.ended]);
    if (response.ok) return await readBody(response, mostBytes, watch);
    discard(response);
    const { status } = response;
    const mayPass = status >= 500 || status === 429;
    throw new FetchError(statusReason(response), { mayPass, status, causeKind: statusCause(response) });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FetchError || error instanceof Failure) throw error;
    const overdue = watch.overdue();
    if (overdue !== null) throw new FetchError(overdue, { causeKind: 'timeout' });
    throw new FetchError(networkReason(error), { mayPass: true, causeKind: networkCause(error) });
  } finally {
    watch.stop();
  }
}

async function readLocal(url: string, mostBytes: number): Promise<Buffer> {
  try {
    return await readSmallFile(new URL(url), mostBytes);
  } catch (error) {
    throw new FetchError(unreadableReason(error));
  }
}

async function readBody(response: Response, mostBytes: number, watch: SilenceWatch): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await Promise.race([reader?.read(), watch.ended])) ?? { done: true };
    if (done || value === undefined) return Buffer.concat(chunks, length);
    watch.alive();
    length += value.length;
    if (length > mostBytes) {
      reader?.cancel().catch(() => {});
      throw new FetchError(t`The server sent more than ${formatBytes(mostBytes)}.`);
    }
    chunks.push(value);
  }
}

/** Closes the connection; not waited for, as a connection that is gone may never answer. */
function discard({ body }: Response): void {
  body?.cancel().catch(() => {});
}
