import type { Writable } from 'node:stream';
import { registerCleanup } from '../base/cleanup.js';
import { printText } from '../base/print-text.js';
import { type ServeView, serveFolder } from './serve-folder.js';
import { jsonServeView, ServeSummary, textServeView } from './serve-view.js';

export interface ServeRequest {
  address: string;
  port: number;
  json: boolean;
}

export interface ServeContext {
  /** Gets the addresses to give to devices, a line each; with `json` all events. */
  stdout: Writable;
  /** Gets what is said of the devices. */
  stderr: Writable & { isTTY?: boolean; columns?: number; rows?: number };
  /** Ends it. */
  signal: AbortSignal;
}

/**
 * Serves a folder until it is stopped, which is its usual end; then tells what was given out.
 * @param onStart gets the port, and tells where it is to be reached
 * @throws Failure with exit status 2 when the address or port is not to be had.
 */
export async function serveUntilStopped(
  dir: string,
  { address, port, json }: ServeRequest,
  { stdout, stderr, signal }: ServeContext,
  onStart: (port: number) => void,
): Promise<void> {
  const summary = new ServeSummary();
  const inner = json
    ? jsonServeView((line) => printText(stdout, `${line}\n`))
    : textServeView(
        (text) => stderr.write(text),
        stderr.isTTY === true ? { columns: () => stderr.columns ?? 80, rows: () => stderr.rows ?? 24 } : null,
      );
  const view: ServeView = {
    ...inner,
    ended(transfer, done, complete) {
      summary.add(transfer, done, complete);
      inner.ended(transfer, done, complete);
    },
  };
  const server = await serveFolder(dir, { address, port, view });
  const forget = registerCleanup(() => void server.close());
  onStart(server.port);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
  forget();
  if (json) printText(stdout, `${JSON.stringify({ event: 'served', ...summary.facts })}\n`);
  else printText(stderr, `${summary.text}\n`);
}
