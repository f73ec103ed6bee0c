import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { anacondaBoot, ipxeScript, networkFiles } from '../boot/ipxe-script.js';
import { initramfsGrowth, requireMemory } from '../installer/network-installer.js';
import { shell, shellFile } from '../shell.js';
import {
  type AnacondaContentInput,
  anacondaLabel,
  listDigests,
  makeAnacondaContent,
} from './anaconda-content.js';
import { checkFolderPackages } from './check-packages.js';
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
export async function makeAnacondaNetwork(ctx: TaskContext, input: AnacondaNetworkInput): Promise<void> {
  const { spec, netinst, out, tree, scratch } = input;
  const ours = path.join(out, ourFolder);
  await mkdir(path.join(out, 'images'), { recursive: true });
  const boot = await readNetinst(ctx, netinst, scratch);
  const [kernel, initramfs, stage2] = anacondaNetworkFiles.map((name) => path.join(out, name)) as [
    string,
    string,
    string,
  ];
  ctx.progress.status(t`reading the netinst image`);
  await extract(ctx, netinst, boot.kernel, kernel);
  await extract(ctx, netinst, boot.initramfs, initramfs);
  await extract(ctx, netinst, '/images/install.img', stage2);
  await makeAnacondaContent(ctx, input, out);
  await shell(
    ctx,
    t`setting modes for a web server`,
    // Such servers give no hidden files, and what is listed must be had.
    'find "$1" -mindepth 1 -name ".*" -prune -exec rm -rf {} +; chmod -R u+rwX,go+rX,go-w "$1"',
    out,
  );
  await listDigests(ctx, input, ours);
  if (tree === null) {
    const names = input.packages.flatMap(({ file, fileName }) => [file, fileName]);
    const script = ['src/image/anaconda/link-packages.sh', path.join(ours, 'packages'), ...names] as const;
    ctx.progress.status(t`adding the packages`);
    await shellFile(ctx, t`adding the packages`, script);
    await checkFolderPackages(input.packages, path.join(ours, 'packages'));
  }
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

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
