import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packageFile } from '../../engine/package-file.js';
import type { Workplace } from '../../engine/progress.js';
import type { Kickstart } from '../../project/kickstart/read-kickstart.js';
import type { TreeShape } from '../../project/override/place-entries.js';
import type { HookScripts } from '../../project/project-parts.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import { planDisks } from '../../spec/partition-plan.js';
import { cleanedHooks } from '../cleaned-hooks.js';
import { deviceEspFiles } from '../esp.js';
import { grubLoader } from '../grub-config.js';
import { initramfsArguments, initramfsCompressor, omittedModules } from '../initramfs.js';
import { installConf } from '../install-conf.js';
import { layOver } from '../lay-over.js';
import { shell } from '../shell.js';
import { noShape, readTreeShape } from '../tree-shape.js';
import { kickstartText, ourFolder } from './kickstart.js';
import { packOverlay, packTree } from './overlay.js';
import { makeRepodata, type PackageFile } from './repository.js';
import { validateKickstart } from './validate-kickstart.js';
import { chooseWitnesses, fileFormat, shapeOf } from './witnesses.js';

export interface AnacondaContentInput {
  spec: ImageSpec;
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
  place: Workplace,
  input: AnacondaContentInput,
  folder: string,
): Promise<void> {
  const { spec, scratch, epoch, tree } = input;
  const ours = path.join(folder, ourFolder);
  await mkdir(ours, { recursive: true });
  let shape: TreeShape;
  if (tree === null) shape = await addRepository(place, input, ours);
  else {
    shape = await readTreeShape(place, tree, path.join(scratch, 'shape.list'));
    await addArchive(place, tree, ours, epoch, scratch);
  }
  await packOverlay(place, {
    spec,
    packages: input.packageLines,
    override: input.rootOverride,
    epoch,
    shape,
    file: path.join(ours, 'overlay.tar'),
    foldersFile: path.join(ours, 'overlay.folders'),
    scratch,
  });
  await addScripts(place, input, ours, anacondaLabel(input));
  const archiveSha256 = tree === null ? null : await digestOf(path.join(ours, 'root.tar.gz'));
  const kickstartFile = path.join(folder, 'ks.cfg');
  await writeFile(kickstartFile, kickstartText({ spec, kickstart: input.kickstart, archiveSha256 }));
  await validateKickstart(place, kickstartFile, spec.release);
}

/**
 * Writes files.sha256, the list of all that is in our folder; of the packages, which need not be there yet, with
 * the digests of the lock.
 */
export async function listDigests(
  place: Workplace,
  { packages, tree, scratch }: Pick<AnacondaContentInput, 'packages' | 'tree' | 'scratch'>,
  ours: string,
): Promise<void> {
  const mapped = tree === null ? packages : [];
  const lines = mapped.map(({ sha256, fileName }) => `${sha256}  packages/${fileName}\n`).join('');
  await writeFile(path.join(scratch, 'packages.sha256'), lines);
  await shell(
    place,
    'computing digests of the medium',
    'cd "$1"; find . -type f ! -name files.sha256 -printf "%P\\0" | LC_ALL=C sort -z | xargs -0 sha256sum -- >"$2/tree.sha256"; cat "$2/tree.sha256" "$2/packages.sha256" >files.sha256',
    ...[ours, scratch],
  );
}

/** @returns What the packages bring. */
async function addRepository(
  place: Workplace,
  input: AnacondaContentInput,
  ours: string,
): Promise<TreeShape> {
  const repodata = await makeRepodata(place, input.packages, input.epoch, input.scratch);
  const list = path.join(input.scratch, 'files.list');
  await place.engine.run({
    program: 'rpm',
    args: [
      '-qp',
      '--nosignature',
      '--nodigest',
      '--qf',
      fileFormat,
      ...input.packages.map(({ file }) => file),
    ],
    stdoutFile: list,
    purpose: "listing the packages' files",
    signal: place.signal,
  });
  const lines = (await readFile(list, 'utf8')).split('\n');
  const witnesses = chooseWitnesses(lines);
  await writeFile(path.join(ours, 'witnesses'), witnesses.map((line) => `${line}\n`).join(''));
  await shell(
    place,
    'adding the repository',
    'mkdir -p "$2/packages" "$2/keys"; cp -R "$1" "$2/packages/"; shift; folder=$1; shift; for key; do cp "$key" "$folder/keys/"; done',
    ...[repodata, ours, ...input.keyFiles],
  );
  return shapeOf(lines);
}

async function addArchive(
  place: Workplace,
  tree: string,
  ours: string,
  epoch: number,
  scratch: string,
): Promise<void> {
  const archive = path.join(scratch, 'root.tar');
  await packTree(place, tree, archive, epoch, 'kept');
  place.progress.status('compressing the root tree');
  // Anaconda knows a live image for an archive by its name, and no name that ends in zst.
  await shell(
    place,
    'compressing the root tree',
    'gzip -n -c "$1" > "$2/root.tar.gz"; rm "$1"',
    archive,
    ours,
  );
}

async function addScripts(
  place: Workplace,
  input: AnacondaContentInput,
  ours: string,
  label: string,
): Promise<void> {
  const { spec, tree } = input;
  // A root tree that was built has had them.
  const hooks =
    tree !== null || input.hooks === null ? null : await cleanedHooks(place, input.hooks, input.scratch);
  await shell(
    place,
    'adding the scripts of the installation',
    `mkdir "$2/device"
     cp -R "$1/anaconda" "$2/anaconda"
     cp "$1/dracut/90tmpfsroot/lib.sh" "$1/dracut/91tmpfsroot-install/disks.sh" \\
       "$1/dracut/91tmpfsroot-install/write.sh" "$1/dracut/91tmpfsroot-install/once.sh" "$2/device/"`,
    ...[packageFile('src/device'), ours],
  );
  if (hooks !== null) {
    const folder = path.join(ours, 'hooks.d');
    await mkdir(folder);
    await layOver(place, { from: hooks.dir, shownAs: hooks.shownAs, to: folder, shape: noShape });
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

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
