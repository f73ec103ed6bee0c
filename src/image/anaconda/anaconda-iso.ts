import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packageFile } from '../../engine/package-file.js';
import type { Workplace } from '../../engine/progress.js';
import type { Kickstart } from '../../project/kickstart/read-kickstart.js';
import type { HookScripts } from '../../project/project-parts.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import { planDisks } from '../../spec/partition-plan.js';
import { deviceGrubConfig, mediumGrubConfig } from '../grub-config.js';
import { runBuildHooks } from '../hooks.js';
import { initramfsArguments, initramfsCompressor, omittedModules } from '../initramfs.js';
import { installConf } from '../install-conf.js';
import { anacondaCommandLine } from '../kernel-command-line.js';
import { layOver } from '../lay-over.js';
import { idPlaceholder } from '../partition-ids.js';
import { shell } from '../shell.js';
import { kickstartText, ourFolder } from './kickstart.js';
import { packOverlay, packTree } from './overlay.js';
import { readNetinst, remaster } from './remaster.js';
import { makeRepodata, type PackageFile } from './repository.js';
import { validateKickstart } from './validate-kickstart.js';
import { chooseWitnesses, witnessFormat } from './witnesses.js';

export interface AnacondaInput {
  spec: ImageSpec;
  /** The netinst image of the release, which is only read. */
  netinst: string;
  packages: readonly PackageFile[];
  /** Lines for the image's own list of packages. */
  packageLines: readonly string[];
  /** Armoured public keys that the packages are signed with. */
  keyFiles: readonly string[];
  kickstart: Pick<Kickstart, 'commands' | 'scripts'>;
  /** Composed tree, where that is what is installed; else null. */
  tree: string | null;
  rootOverride: string | null;
  isoOverride: string | null;
  hooks: HookScripts | null;
  buildHooks: HookScripts | null;
  /** Hex digits that are another's for every other content of the medium. */
  id: string;
  epoch: number;
  /** File to make. */
  file: string;
  scratch: string;
}

/** Makes a medium on which Anaconda installs the image by itself: the netinst image of the release and our files. */
export async function makeAnacondaIso(place: Workplace, input: AnacondaInput): Promise<void> {
  const { spec, scratch, epoch, tree, netinst } = input;
  // ISO 9660 volume id; the medium is found by it, and no other image's.
  const label = `TFR_${input.id.slice(0, 12).toUpperCase()}`;
  const medium = path.join(scratch, 'medium');
  const ours = path.join(medium, ourFolder);
  await mkdir(ours, { recursive: true });
  const boot = await readNetinst(place, netinst, scratch);
  if (tree === null) await addRepository(place, input, ours);
  else await addArchive(place, tree, ours, epoch, scratch);
  await packOverlay(place, {
    spec,
    packages: input.packageLines,
    override: input.rootOverride,
    epoch,
    file: path.join(ours, 'overlay.tar'),
    scratch,
  });
  await addScripts(place, input, ours, label);
  const archiveSha256 = tree === null ? null : await digestOf(path.join(ours, 'root.tar.gz'));
  const kickstartFile = path.join(medium, 'ks.cfg');
  await writeFile(kickstartFile, kickstartText({ spec, kickstart: input.kickstart, archiveSha256 }));
  await validateKickstart(place, kickstartFile, spec.release);
  if (input.isoOverride !== null) await layOver(place, input.isoOverride, medium);
  if (input.buildHooks !== null) await runBuildHooks(place, medium, input.buildHooks, epoch);
  const mapped = tree === null ? input.packages : [];
  await listDigests(place, ours, mapped);
  const commandLine = anacondaCommandLine(spec, label);
  await remaster(place, {
    netinst,
    label,
    grubConfig: mediumGrubConfig(spec, label, {
      ...boot,
      commandLine,
      checkedCommandLine: `${commandLine} rd.live.check`,
    }),
    tree: medium,
    files: mapped.map(({ file, fileName }) => ({ from: file, to: `/${ourFolder}/packages/${fileName}` })),
    epoch,
    file: input.file,
    scratch,
  });
}

async function addRepository(place: Workplace, input: AnacondaInput, ours: string): Promise<void> {
  const repodata = await makeRepodata(place, input.packages, input.epoch, input.scratch);
  const list = path.join(input.scratch, 'files.list');
  await place.engine.run({
    program: 'rpm',
    args: [
      '-qp',
      '--nosignature',
      '--nodigest',
      '--qf',
      witnessFormat,
      ...input.packages.map(({ file }) => file),
    ],
    stdoutFile: list,
    purpose: "listing the packages' files",
    signal: place.signal,
  });
  const witnesses = chooseWitnesses((await readFile(list, 'utf8')).split('\n'));
  await writeFile(path.join(ours, 'witnesses'), witnesses.map((line) => `${line}\n`).join(''));
  await shell(
    place,
    'adding the repository',
    'mkdir -p "$2/packages" "$2/keys"; cp -R "$1" "$2/packages/"; shift; folder=$1; shift; for key; do cp "$key" "$folder/keys/"; done',
    ...[repodata, ours, ...input.keyFiles],
  );
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
  input: AnacondaInput,
  ours: string,
  label: string,
): Promise<void> {
  const { spec, hooks, tree } = input;
  await shell(
    place,
    'adding the scripts of the installation',
    `mkdir "$2/device"
     cp -R "$1/anaconda" "$2/anaconda"
     cp "$1/dracut/90tmpfsroot/lib.sh" "$1/dracut/91tmpfsroot-install/disks.sh" \\
       "$1/dracut/91tmpfsroot-install/write.sh" "$2/device/"
     # A root tree that was built has had them.
     if [ -n "$3" ]; then cp -R "$3" "$2/hooks.d"; fi`,
    ...[packageFile('src/device'), ours, tree === null ? (hooks?.dir ?? '') : ''],
  );
  const files: Record<string, string> = {
    [label]: `${spec.name}\n`,
    'install.conf': installConf(spec, planDisks(spec), null, label),
    'grub.cfg': deviceGrubConfig(spec, idPlaceholder),
    'dracut.omit': omittedModules.join(' '),
    'dracut.arguments': initramfsArguments.join(' '),
    'dracut.compressor': initramfsCompressor,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(ours, name), text);
}

/** files.sha256: all that is ours on the medium, packages with the digests of the lock. */
async function listDigests(place: Workplace, ours: string, packages: readonly PackageFile[]): Promise<void> {
  const lines = packages.map(({ sha256, fileName }) => `${sha256}  packages/${fileName}\n`).join('');
  await writeFile(path.join(ours, '../../packages.sha256'), lines);
  await shell(
    place,
    'computing digests of the medium',
    'cd "$1"; find . -type f ! -name files.sha256 -printf "%P\\0" | LC_ALL=C sort -z | xargs -0 sha256sum -- > ../../tree.sha256; cat ../../tree.sha256 ../../packages.sha256 > files.sha256',
    ours,
  );
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
