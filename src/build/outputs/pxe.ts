import path from 'node:path';
import { later } from '../../base/language/texts.js';
import { networkFiles } from '../../image/boot/ipxe-script.js';
import { makeNetworkInstaller } from '../../image/installer/network-installer.js';
import { installerDeps, installerInput, installerInputs } from './installer-inputs.js';
import { type Output, output, outputTools } from './output.js';

/** The folder from which our own installer comes over the network. */
export function pxeOutput(): Output {
  const { kernel, initramfs, image, script } = networkFiles;
  return output({
    id: 'pxe',
    title: later`Network installer`,
    kind: 'pxe',
    // The script comes last: it names the image that it was made for.
    files: [kernel, initramfs, image, script].map((name) => path.join('pxe', name)),
    deps: installerDeps,
    tools: outputTools,
    inputs: installerInputs,
    async make(ctx, inputs, deps, { out, scratch }) {
      await makeNetworkInstaller(ctx, {
        ...installerInput(inputs, deps),
        out: path.join(out, 'pxe'),
        scratch,
      });
    },
  });
}
