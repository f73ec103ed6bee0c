import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../../engine/progress.js';
import { anacondaBoot, ipxeScript, networkFiles } from '../ipxe-script.js';
import { initramfsGrowth, requireMemory } from '../network-installer.js';
import { shell } from '../shell.js';
import {
  type AnacondaContentInput,
  anacondaLabel,
  listDigests,
  makeAnacondaContent,
} from './anaconda-content.js';
import { ourFolder } from './kickstart.js';
import { extract, readNetinst } from './remaster.js';

export interface AnacondaNetworkInput extends AnacondaContentInput {
  /** The netinst image of the release, which is only read. */
  netinst: string;
  /** Folder that gets {@link anacondaNetworkFiles} and {@link ourFolder}. */
  out: string;
}

/** Lists all that is in our folder with its digest. */
export const digestList = `${ourFolder}/files.sha256`;

/**
 * Files that a device loads by name. Without a .treeinfo, Anaconda looks for its second stage in this very place
 * (facts, section 2: boot options). The list of digests names all else.
 */
export const anacondaNetworkFiles = [
  ...[networkFiles.kernel, networkFiles.initramfs, 'images/install.img', 'ks.cfg'],
  ...[digestList, networkFiles.script],
] as const;

const bytesPerMiB = 1024 * 1024;
/** What Anaconda asks for without its second stage (pyanaconda/core/hw.py), MiB. */
const anacondaMiB = 768;

/** Makes a folder from which, served at any address, Anaconda installs the image: what is on its ISO, and a script. */
export async function makeAnacondaNetwork(place: Workplace, input: AnacondaNetworkInput): Promise<void> {
  const { spec, netinst, out, tree, scratch } = input;
  const ours = path.join(out, ourFolder);
  await mkdir(path.join(out, 'images'), { recursive: true });
  const boot = await readNetinst(place, netinst, scratch);
  const [kernel, initramfs, stage2] = anacondaNetworkFiles.map((name) => path.join(out, name)) as [
    string,
    string,
    string,
  ];
  place.progress.status('reading the netinst image');
  await extract(place, netinst, boot.kernel, kernel);
  await extract(place, netinst, boot.initramfs, initramfs);
  await extract(place, netinst, '/images/install.img', stage2);
  await makeAnacondaContent(place, input, out);
  await shell(
    place,
    'setting modes for a web server',
    // Such servers give no hidden files, and what is listed must be had.
    'find "$1" -mindepth 1 -name ".*" -prune -exec rm -rf {} +; chmod -R u+rwX,go+rX,go-w "$1"',
    out,
  );
  await listDigests(place, input, ours);
  if (tree === null) await linkPackages(place, input, path.join(ours, 'packages'));
  const sizes = await Promise.all([initramfs, stage2].map(async (file) => (await stat(file)).size));
  const [initramfsBytes = 0, stage2Bytes = 0] = sizes;
  const needed = initramfsBytes * initramfsGrowth + stage2Bytes + (await bytesBelow(ours));
  requireMemory(
    spec,
    Math.ceil(needed / bytesPerMiB) + anacondaMiB,
    'Anaconda’s second stage and all that it installs are in memory before a disk is touched.',
  );
  const label = anacondaLabel(input);
  await writeFile(path.join(out, networkFiles.script), ipxeScript(spec, label, anacondaBoot(spec, label)));
}

/** Another name for each package in the store; a copy where that cannot be, or where only we could read it. */
async function linkPackages(
  place: Workplace,
  { packages }: AnacondaContentInput,
  folder: string,
): Promise<void> {
  place.progress.status('adding the packages');
  await shell(
    place,
    'adding the packages',
    `cd "$1"; shift
     while [ $# -gt 0 ]; do
       [ -n "$(find "$1" -perm -444)" ] && ln "$1" "$2" 2>/dev/null || install -m 0644 "$1" "$2"
       shift 2
     done`,
    folder,
    ...packages.flatMap(({ file, fileName }) => [file, fileName]),
  );
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
