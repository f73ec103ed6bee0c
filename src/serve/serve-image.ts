import { printText } from '../base/print-text.js';
import { networkFolder, readBuiltImage } from '../build/built-image.js';
import { dnsmasqLines, isOnlyHere, printReach, reachableAddresses, scriptUrl } from './serve-addresses.js';
import { type ServeContext, type ServeRequest, serveUntilStopped } from './serve-until-stopped.js';

/**
 * Serves the network installer of the last build until it is stopped: that is its usual end.
 * @throws Failure: 2 when none was built, or the address or port is not to be had.
 */
export async function serveImage(
  request: ServeRequest,
  projectDir: string,
  context: ServeContext,
): Promise<void> {
  const { address, json } = request;
  const { stdout, stderr } = context;
  const image = await readBuiltImage(projectDir);
  const dir = networkFolder(image);
  await serveUntilStopped(dir, request, context, (port) => {
    const urls = reachableAddresses(address).map((one) => scriptUrl(one, port));
    const passwordHashes = image.hasPasswordHashes && !isOnlyHere(address);
    if (json) {
      printText(stdout, `${JSON.stringify({ event: 'serving', folder: dir, urls, passwordHashes })}\n`);
      return;
    }
    printReach(address, stderr);
    if (passwordHashes) {
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
  });
}
