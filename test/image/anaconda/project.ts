import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CliProject, cliProject, sharedCache } from '../../cli/cli-project.js';
import { type TextKey, textKey } from './clear-sign.js';
import { makeStandIn, type StandIn } from './stand-in.js';

/** An image project that is installed by Anaconda, with a netinst image that stands in for Fedora's. */
export interface AnacondaProject extends CliProject {
  standIn: StandIn;
  key: TextKey;
  /** Its CHECKSUM file, and the text in it that is signed. */
  checksum: string;
  checksumText: string;
}

/** What the tests of this way build, and fetch. */
export const anacondaCache = path.join(sharedCache, '../anaconda-cache');

/** Makes and locks the project. */
export async function anacondaProject(t: { after(undo: () => void): void }): Promise<AnacondaProject> {
  // Variants that are built here must not push out what other tests share.
  const project = await cliProject(t, { cacheDir: anacondaCache });
  const key = textKey(t, 'The netinst image of this test <netinst@example.org>');
  const folder = path.join(project.scratch, 'isos');
  const standIn = makeStandIn(project.testbed, folder);
  const { checksum, checksumText } = signStandIn(key, standIn);
  writeFileSync(path.join(folder, 'key.asc'), key.publicKey);
  await project.edit({
    outputs: ['iso'],
    install: {
      method: 'anaconda',
      netinst: { image: standIn.file, key: path.join(folder, 'key.asc') },
    },
  });
  await project.must(['lock']);
  return { ...project, standIn, key, checksum, checksumText };
}

/** Writes the CHECKSUM file of an image beside it. */
export function signStandIn(
  key: TextKey,
  { name, file }: StandIn,
): { checksum: string; checksumText: string } {
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
  const checksumText = `# ${name}: ${statSync(file).size} bytes\nSHA256 (${name}) = ${digest}\n`;
  const checksum = path.join(
    path.dirname(file),
    name.replace(/^.*-x86_64-(.*)\.iso$/, 'Fedora-Server-$1-x86_64-CHECKSUM'),
  );
  writeFileSync(checksum, key.clearSign(checksumText));
  return { checksum, checksumText };
}
