import { setMaxListeners } from 'node:events';
import { t } from '../language/texts.js';

/** Watches over a transfer from a server. */
export interface SilenceWatch {
  /** Aborted with the outer signal, and when a limit is over. */
  signal: AbortSignal;
  /** Rejects at the same moment: fetch was seen not to, and nobody would ever go on. */
  ended: Promise<never>;
  /** Something has come. */
  alive(): void;
  /** Which limit is over, as a sentence about the server; null: none. */
  overdue(): string | null;
  stop(): void;
}

/** Limits of a transfer in milliseconds: without a byte, and for the whole. */
export interface TransferLimits {
  silenceMs: number;
  wholeMs?: number;
}

/** Begins to watch: from now on the server has this time. */
export function watchSilence(outer: AbortSignal, { silenceMs, wholeMs }: TransferLimits): SilenceWatch {
  const controller = new AbortController();
  let reason: string | null = null;
  const abort = () => controller.abort();
  const giveUp = (why: string) => () => {
    reason = why;
    abort();
  };
  const silence = setTimeout(giveUp(t`The server sent nothing for ${silenceMs / 1000} s.`), silenceMs);
  const whole =
    wholeMs === undefined
      ? undefined
      : setTimeout(giveUp(t`The server is too slow: not all came within ${wholeMs / 1000} s.`), wholeMs);
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  ended.catch(() => {});
  // Node takes more than ten for a leak, and says so on the terminal; there are as many as transfers at a time.
  setMaxListeners(0, outer);
  outer.addEventListener('abort', abort, { once: true });
  if (outer.aborted) abort();
  return {
    signal: controller.signal,
    ended,
    alive: () => silence.refresh(),
    overdue: () => reason,
    stop() {
      clearTimeout(silence);
      clearTimeout(whole);
      outer.removeEventListener('abort', abort);
    },
  };
}
