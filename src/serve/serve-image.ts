import type { Writable } from 'node:stream';
import { registerCleanup } from '../base/cleanup.js';
import { printText } from '../base/print-text.js';
import { networkFolder, readBuiltImage } from '../build/built-image.js';
import { dnsmasqLines, isOnlyHere, reachableAddresses, scriptUrl } from './serve-addresses.js';
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
  const image = await readBuiltImage(projectDir);
  const dir = networkFolder(image);
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
  const urls = reachableAddresses(address).map((one) => scriptUrl(one, server.port));
  const isPrivate = isOnlyHere(address);
  const tellsHashes = image.hasPasswordHashes && !isPrivate;
  if (json) {
    printText(
      stdout,
      `${JSON.stringify({ event: 'serving', folder: dir, urls, passwordHashes: tellsHashes })}\n`,
    );
  } else {
    if (isPrivate) {
      const others = reachableAddresses('0.0.0.0').filter((one) => !isOnlyHere(one));
      printText(
        stderr,
        `Only this machine can reach it. For devices: --address ${others.length === 1 ? others[0] : '0.0.0.0'}\n`,
      );
    }
    if (tellsHashes) {
      printText(
        stderr,
        'Note: the image holds password hashes, and everyone who reaches the address can read them.\n',
      );
    }
    printText(stderr, `Serving ${dir} until Ctrl-C. For iPXE and DHCP servers:\n`);
    printText(stdout, urls.map((url) => `${url}\n`).join(''));
    printText(
      stderr,
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
  if (json) printText(stdout, `${JSON.stringify({ event: 'served', ...summary.facts })}\n`);
  else printText(stderr, `${summary.text}\n`);
}
