import type { Writable } from 'node:stream';
import { type Failure, stageFailed } from '../base/failure.js';

/** A pipe without a reader; a terminal that was closed. */
const nobodyReads = ['EPIPE', 'EIO'];

/**
 * Ends a command whose output cannot be printed any more, as an interruption does: the reader of a pipe has gone
 * (`| head`), or the disk behind a redirection is full. Without this Node ends at once, with a stack trace and
 * without a look at what still runs.
 * @returns what is wrong with the output, to be asked at the end; null: nothing, or nobody reads it any more.
 */
export function stopWithoutReader(
  streams: readonly Writable[],
  abort: AbortController,
): () => Failure | null {
  let failure: Failure | null = null;
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!nobodyReads.includes(error.code ?? '')) {
        failure ??= stageFailed({
          what: 'The output cannot be written.',
          why: error.message,
          remedy: 'Check where it is redirected to: is there space, and may it be written?',
        });
      }
      abort.abort();
    });
  }
  return () => failure;
}
