import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, interrupted } from '../../base/failure.js';
import { causeOfReasons, type Reason, reasonOf } from '../../base/failure-cause.js';
import { openRegularFile } from '../../base/fs/regular-file.js';
import { networkCause, networkReason } from '../../base/http/http-fetch.js';
import { watchSilence } from '../../base/http/silence-watch.js';
import { t } from '../../base/language/texts.js';
import { openSource, SourceError } from './open-source.js';

export interface Download {
  /** In the order in which they are tried. */
  urls: readonly string[];
  sha256: string;
  size: number;
  /** Where the bytes are kept until they are all there and right. What is in it already is not fetched again. */
  part: string;
  /** The final path; the file appears there whole or not at all. */
  file: string;
  /** Told how many bytes of the file are there now; may go back when a mirror sent rubbish. */
  onBytes(done: number): void;
  log(line: string): void;
  signal: AbortSignal;
}

interface UrlFailure extends Reason {
  kind: SourceError['kind'];
}

/** What went wrong at each URL. */
export class DownloadError extends Error {
  constructor(readonly failures: readonly (UrlFailure & { url: string })[]) {
    super(failures.at(-1)?.reason ?? t`There is no URL to fetch it from.`);
  }
}

/** What to do where a server could not be reached, after the last one's words, or a file may not be read. */
export function remedyOfAccess(failures: readonly UrlFailure[]): string {
  if (failures.at(-1)?.kind === 'denied') {
    return t`Give your user the right to read it and to enter every folder above it, then run the same command again.`;
  }
  const last = failures.findLast(({ kind }) => kind === 'network');
  const cause = last === undefined ? null : causeOfReasons([last]);
  const first = cause?.isOfNetwork === true ? cause.remedy.replace(/[.。]$/, '') : t`Check the network`;
  return t`${first}; then run the same command again: it resumes where it stopped.`;
}

/** Milliseconds before each further round over the URLs. */
const pauses = [500, 2000];
/** A server that sends nothing for this long, in milliseconds, is given up. */
const silenceMs = 30_000;

/**
 * Fetches one file: from the first URL that gives bytes of the right size and digest. A broken connection is
 * taken up where it broke, at the same URL once, then at the next. Memory does not grow with the file.
 * @throws DownloadError when no URL gave it; Failure with exit status 130 when the signal was aborted,
 *   3 when the environment names no proxy that can be used;
 *   the system's error when the disk could not be written.
 */
export async function download(job: Download): Promise<void> {
  const failures: (UrlFailure & { url: string })[] = [];
  const hopeless = new Set<string>();
  const handle = await openPart(job.part);
  try {
    for (const wait of [0, ...pauses]) {
      const urls = job.urls.filter((url) => !hopeless.has(url));
      if (urls.length === 0) break;
      await pause(wait, undefined, { signal: job.signal });
      for (const url of urls.flatMap((url) => [url, url])) {
        if (hopeless.has(url)) continue;
        try {
          await attempt(url, job, handle);
          await handle.sync();
          await rename(job.part, job.file);
          return;
        } catch (error) {
          if (job.signal.aborted || !(error instanceof SourceError)) throw error;
          job.log(`${url}: ${error.message}`);
          if (error.kind !== 'network') hopeless.add(url);
          failures.push({ url, kind: error.kind, ...reasonOf(error) });
        }
      }
    }
  } catch (error) {
    throw job.signal.aborted ? interrupted() : error;
  } finally {
    await handle.close();
  }
  throw new DownloadError(failures);
}

/**
 * Opens what there is of a file, or makes it. Only a file that has this one name is gone on with: through a link we
 * would write into what it leads to.
 */
async function openPart(part: string): Promise<FileHandle> {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(part, flags).catch(() => null);
  const stats = await handle?.stat();
  if (handle !== null && stats?.isFile() === true && stats.nlink === 1) return handle;
  await handle?.close();
  await rm(part, { recursive: true, force: true });
  return await open(part, flags | constants.O_CREAT | constants.O_EXCL, 0o644);
}

async function attempt(url: string, job: Download, handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  const resumed = size <= job.size ? size : 0;
  if (resumed !== size) await handle.truncate(0);
  try {
    await take(url, job, handle, resumed);
  } catch (error) {
    const isGarbage = error instanceof SourceError && error.kind === 'garbage';
    if (isGarbage || resumed === job.size) await handle.truncate(0);
    // The rubbish may have been in what was there before, of which this server knows nothing.
    if (!isGarbage || resumed === 0) throw error;
    await take(url, job, handle, 0).catch(async (again) => {
      if (again instanceof SourceError && again.kind === 'garbage') await handle.truncate(0);
      throw again;
    });
  }
}

async function take(url: string, job: Download, handle: FileHandle, resumed: number): Promise<void> {
  let hash = resumed > 0 ? await hashOf(job.part) : createHash('sha256');
  let done = resumed;
  if (resumed < job.size) {
    const watch = watchSilence(job.signal, { silenceMs });
    let chunks: AsyncIterator<Uint8Array> | undefined;
    try {
      const source = await Promise.race([openSource(url, resumed, job.size, watch.signal), watch.ended]);
      if (source.from !== resumed) {
        await handle.truncate(0);
        hash = createHash('sha256');
        done = 0;
      }
      chunks = source.chunks[Symbol.asyncIterator]();
      for (;;) {
        const { done: isEnd, value: chunk } = await Promise.race([chunks.next(), watch.ended]);
        if (isEnd === true) break;
        watch.alive();
        done += chunk.length;
        if (done > job.size)
          throw new SourceError('garbage', t`The server sent more than ${job.size} bytes.`);
        hash.update(chunk);
        await writeAll(handle, chunk);
        job.onBytes(done);
      }
    } catch (error) {
      // Closes the connection; not waited for, as a connection that is gone may never answer.
      chunks?.return?.().catch(() => {});
      const overdue = watch.overdue();
      throw overdue === null ? asSourceError(error) : new SourceError('network', overdue, 'timeout');
    } finally {
      watch.stop();
    }
  }
  if (done < job.size)
    throw new SourceError('network', t`The connection ended after ${done} of ${job.size} bytes.`);
  const digest = hash.digest('hex');
  if (digest === job.sha256) return;
  throw new SourceError(
    'garbage',
    t`The received file has the SHA-256 digest ${digest}; expected was ${job.sha256}.`,
  );
}

/** Errors of the file system are not the server's fault. */
function asSourceError(error: unknown): unknown {
  if (error instanceof SourceError || error instanceof Failure) return error;
  const isOfFile = (error as NodeJS.ErrnoException).syscall === 'write';
  return isOfFile ? error : new SourceError('network', networkReason(error), networkCause(error));
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
}

/** The running digest of a file that is only partly there, or of a whole one. */
export async function hashOf(file: string): Promise<Hash> {
  const hash = createHash('sha256');
  const { handle } = await openRegularFile(file);
  for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 18 }))
    hash.update(chunk as Uint8Array);
  return hash;
}
