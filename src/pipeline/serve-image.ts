import type { Writable } from 'node:stream';
import { registerCleanup } from '../engine/cleanup.js';
import { networkFolder } from '../vm/boot-plan.js';
import { readBuiltImage } from '../vm/built-image.js';
import { dnsmasqLines, reachableAddresses, scriptUrl } from './serve-addresses.js';
import { type ServeView, serveFolder } from './serve-folder.js';
import { jsonServeView, ServeSummary, textServeView } from './serve-view.js';

export interface ServeRequest {
  address: string;
  port: number;
  json: boolean;
}

export interface ServeContext {
  /** Gets the addresses to give to iPXE, a line each; with `json` all events. */
  stdout: Writable;
  /** Gets what is said of the devices. */
  stderr: Writable & { isTTY?: boolean; columns?: number; rows?: number };
  /** Ends it. */
  signal: AbortSignal;
}

/**
 * Serves the network installer of the last build until it is stopped: that is its usual end.
 * @throws Failure: 2 when none was built, or the address or port is not to be had.
 */
export async function serveImage(
  { address, port, json }: ServeRequest,
  projectDir: string,
  { stdout, stderr, signal }: ServeContext,
): Promise<void> {
  const dir = networkFolder(await readBuiltImage(projectDir));
  const summary = new ServeSummary();
  const inner = json
    ? jsonServeView((line) => stdout.write(`${line}\n`))
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
  const urls = reachableAddresses(address).map((one) => scriptUrl(one, server.port));
  if (json) stdout.write(`${JSON.stringify({ event: 'serving', folder: dir, urls })}\n`);
  else {
    stderr.write(`Serving ${dir} until Ctrl-C. For iPXE and DHCP servers:\n`);
    stdout.write(urls.map((url) => `${url}\n`).join(''));
    stderr.write(
      `With dnsmasq as the DHCP server, and iPXE of your distribution as ipxe.efi in its TFTP folder:\n${dnsmasqLines(
        urls[0] ?? '',
      )
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
  }
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.close();
  forget();
  if (json) stdout.write(`${JSON.stringify({ event: 'served', ...summary.facts })}\n`);
  else stderr.write(`${summary.text}\n`);
}
