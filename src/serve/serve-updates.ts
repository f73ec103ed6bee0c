import { badInput } from '../base/failure.js';
import { readText } from '../base/fs/read-text.js';
import { t } from '../base/language/texts.js';
import { printText } from '../base/print-text.js';
import { pointerName } from './publish-update.js';
import { printReach, reachableAddresses, urlOf } from './serve-addresses.js';
import { type ServeContext, type ServeRequest, serveUntilStopped } from './serve-until-stopped.js';

/**
 * Serves a folder of updates until it is stopped: that is its usual end.
 * @throws Failure: 2 when nothing was published there, or the address or port is not to be had.
 */
export async function serveUpdates(
  request: ServeRequest,
  folder: string,
  context: ServeContext,
): Promise<void> {
  const { address, json } = request;
  const { stdout, stderr } = context;
  if ((await readText(`${folder}/${pointerName}`, pointerName, 1024)) === null) {
    throw badInput({
      what: t`No update was published in this folder yet.`,
      where: folder,
      remedy: t`Publish the one that was built: tmpfsroot-wizard publish DIR`,
    });
  }
  await serveUntilStopped(folder, request, context, (port) => {
    const urls = reachableAddresses(address).map((one) => urlOf(one, port, ''));
    if (json) {
      printText(stdout, `${JSON.stringify({ event: 'serving', folder, urls })}\n`);
      return;
    }
    printReach(address, stderr);
    printText(stderr, `Serving ${folder} until Ctrl-C. For update.url, or tmpfsroot-update on a device:\n`);
    printText(stdout, urls.map((url) => `${url}\n`).join(''));
  });
}
