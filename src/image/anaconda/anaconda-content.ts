import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256OfFile } from '../../base/fs/file-digest.js';
import { packageFile } from '../../base/fs/package-file.js';
import { t } from '../../base/language/texts.js';
import { planDisks } from '../../config/partitions/partition-plan.js';
import type { InstallerSpec } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import { queryPackages } from '../../engine/query-packages.js';
import type { HookScripts } from '../../project/folder/project-extras.js';
import type { Kickstart } from '../../project/kickstart/read-kickstart.js';
import type { TreeShape } from '../../project/override/place-entries.js';
import { deviceEspFiles } from '../boot/esp.js';
import { grubLoader } from '../boot/grub-config.js';
import { initramfsArguments, initramfsCompressor, omittedModules } from '../boot/initramfs.js';
import { installConf } from '../installer/install-conf.js';
import { copyOverlay } from '../overlay/copy-overlay.js';
import { noShape, readTreeShape } from '../overlay/tree-shape.js';
import { cleanedHooks } from '../scripts/cleaned-hooks.js';
import { shell, shellFile, shellText } from '../shell.js';
import { kickstartText, ourFolder } from './kickstart.js';
import { packOverlay, packTree } from './overlay.js';
import { choosePackageProbes, fileFormat, shapeOf } from './package-probes.js';
import { makeRepodata, type PackageFile } from './repository.js';
import { validateKickstart } from './validate-kickstart.js';

export interface AnacondaContentInput {
  spec: InstallerSpec;
  packages: readonly PackageFile[];
  /** Lines for the image's own list of packages. */
  packageLines: readonly string[];
  /** Armoured public keys that the packages are signed with. */
  keyFiles: readonly string[];
  kickstart: Pick<Kickstart, 'commands' | 'scripts'>;
  /** Composed tree, where that is what is installed; else null. */
  tree: string | null;
  rootOverride: string | null;
  hooks: HookScripts | null;
  /** Hex digits that are another's for every other content. */
  id: string;
  epoch: number;
  scratch: string;
}

/** ISO 9660 volume id; the medium is found by it, and no other image's. */
export function anacondaLabel({ id }: Pick<AnacondaContentInput, 'id'>): string {
  return `TFR_${id.slice(0, 12).toUpperCase()}`;
}

/**
 * Fills a folder with what Anaconda needs of ours: ks.cfg, and in {@link ourFolder} the repository's lists (the
 * packages themselves are where they are) or the archive of the root tree, the overlay and the scripts.
 */
export async function makeAnacondaContent(
  ctx: TaskContext,
  input: AnacondaContentInput,
  folder: string,
): Promise<void> {
  const { spec, scratch, epoch, tree } = input;
  const ours = path.join(folder, ourFolder);
  await mkdir(ours, { recursive: true });
  let shape: TreeShape;
  if (tree === null) shape = await addRepository(ctx, input, ours);
  else {
    shape = await readTreeShape(ctx, tree, path.join(scratch, 'shape.list'));
    await addArchive(ctx, tree, ours, epoch, scratch);
  }
  await packOverlay(ctx, {
    spec,
    packages: input.packageLines,
    override: input.rootOverride,
    epoch,
    shape,
    file: path.join(ours, 'overlay.tar'),
    foldersFile: path.join(ours, 'overlay.folders'),
    scratch,
  });
  await addScripts(ctx, input, ours, anacondaLabel(input));
  const archiveSha256 = tree === null ? null : await sha256OfFile(path.join(ours, 'root.tar.gz'));
  const kickstartFile = path.join(folder, 'ks.cfg');
  const fetchScript = await shellText('src/image/anaconda/fetch.sh');
  const kickstart = kickstartText({ spec, kickstart: input.kickstart, archiveSha256, fetchScript });
  await writeFile(kickstartFile, kickstart);
  await validateKickstart(ctx, kickstartFile, spec.release);
}

/**
 * Writes files.sha256, the list of all that is in our folder; of the packages, which need not be there yet, with
 * the digests of the lock.
 */
export async function listDigests(
  ctx: TaskContext,
  { packages, tree, scratch }: Pick<AnacondaContentInput, 'packages' | 'tree' | 'scratch'>,
  ours: string,
): Promise<void> {
  const mapped = tree === null ? packages : [];
  const lines = mapped.map(({ sha256, fileName }) => `${sha256}  packages/${fileName}\n`).join('');
  await writeFile(path.join(scratch, 'packages.sha256'), lines);
  const script = ['src/image/anaconda/list-digests.sh', ours, scratch] as const;
  await shellFile(ctx, t`computing digests of the medium`, script);
}

/** @returns What the packages bring. */
async function addRepository(
  ctx: TaskContext,
  input: AnacondaContentInput,
  ours: string,
): Promise<TreeShape> {
  const repodata = await makeRepodata(ctx, input.packages, input.epoch, input.scratch);
  const lines = (
    await queryPackages(
      ctx,
      input.packages.map(({ file }) => file),
      fileFormat,
      input.scratch,
      t`listing the packages' files`,
    )
  ).split('\n');
  const witnesses = choosePackageProbes(lines);
  await writeFile(path.join(ours, 'witnesses'), witnesses.map((line) => `${line}\n`).join(''));
  const script = ['src/image/anaconda/add-repository.sh', ours, repodata, ...input.keyFiles] as const;
  await shellFile(ctx, t`adding the repository`, script);
  return shapeOf(lines);
}

async function addArchive(
  ctx: TaskContext,
  tree: string,
  ours: string,
  epoch: number,
  scratch: string,
): Promise<void> {
  const archive = path.join(scratch, 'root.tar');
  await packTree(ctx, tree, archive, epoch, 'kept');
  ctx.progress.status(t`compressing the root tree`);
  // Anaconda knows a live image for an archive by its name, and no name that ends in zst.
  await shell(
    ctx,
    t`compressing the root tree`,
    'gzip -n -c "$1" > "$2/root.tar.gz"; rm "$1"',
    archive,
    ours,
  );
}

async function addScripts(
  ctx: TaskContext,
  input: AnacondaContentInput,
  ours: string,
  label: string,
): Promise<void> {
  const { spec, tree } = input;
  // A root tree that was built has had them.
  const hooks =
    tree !== null || input.hooks === null ? null : await cleanedHooks(ctx, input.hooks, input.scratch);
  const script = ['src/image/anaconda/add-scripts.sh', ours, packageFile('src/device')] as const;
  await shellFile(ctx, t`adding the scripts of the installation`, script);
  if (hooks !== null) {
    const folder = path.join(ours, 'hooks.d');
    await mkdir(folder);
    await copyOverlay(ctx, { from: hooks.dir, shownAs: hooks.shownAs, to: folder, shape: noShape });
  }
  const files: Record<string, string> = {
    [label]: `${spec.name}\n`,
    'install.conf': installConf(spec, planDisks(spec), null, label),
    'esp/EFI/fedora/grub.cfg': grubLoader(spec),
    ...Object.fromEntries(deviceEspFiles(spec).map((file) => [`esp/${file.path}`, file.content])),
    'dracut.omit': omittedModules.join(' '),
    'dracut.arguments': initramfsArguments.join(' '),
    'dracut.compressor': initramfsCompressor,
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(ours, name)), { recursive: true });
    await writeFile(path.join(ours, name), text);
  }
}
