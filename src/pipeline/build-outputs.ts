import { mkdir, open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { anacondaNetworkFiles, digestList } from '../image/anaconda/anaconda-network.js';
import { makeDiskImage } from '../image/disk-image.js';
import { makeInstallerIso } from '../image/installer-iso.js';
import { networkFiles } from '../image/ipxe-script.js';
import { makeNetworkInstaller } from '../image/network-installer.js';
import { seedsOf } from '../image/seeds.js';
import { scriptsOf } from '../project/project-parts.js';
import type { OutputKind } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { diskImageName } from '../vm/built-image.js';
import { remove, removeAbandoned, temporaryFolder } from './abandoned.js';
import type { Artefact } from './artefacts.js';
import { type Build, composed, initramfs, slot } from './build.js';
import { makeAnaconda, makeAnacondaPxe } from './build-anaconda.js';
import { sha256OfFile } from './file-digest.js';
import { formatBytes } from './format.js';
import { freeKeptName, holdsForeignFiles, keepForeignFile } from './kept-artefacts.js';
import { isWholeFolder, replaceFolder } from './listed-folder.js';
import { takeOver } from './take-over.js';
import type { Task } from './task.js';

const temporaryPrefix = '.making-';

interface Output {
  id: string;
  kind: OutputKind;
  /** Paths in `output/`, in the order in which they take their places. */
  files: readonly string[];
  /** One of `files` that lists the digests of all that is in its folder, which comes along as a whole. */
  list?: string;
  title: string;
  /** @param dir stands for `output/`, and has the folders that `files` name. */
  make(place: Workplace, build: Build, dir: string, scratch: string): Promise<void>;
}

/** The tasks that make the artefacts of one kind. */
export function outputTask(build: Build, kind: OutputKind): Task[] {
  return outputsOf(build, kind).map((output) => ({
    id: output.id,
    title: output.title,
    run: (place) => makeOutput(build, output, place),
  }));
}

/** Paths in `output/` of what a build makes of one kind. */
export function outputFiles(build: Build, kind: OutputKind): string[] {
  return outputsOf(build, kind).flatMap(({ files }) => files);
}

function outputsOf(build: Build, kind: OutputKind): Output[] {
  const { spec } = build.project;
  const isAnaconda = spec.install.method === 'anaconda';
  if (kind === 'iso') {
    const file = `${spec.name}-installer.iso`;
    const title = isAnaconda ? 'Installer ISO (Anaconda)' : 'Installer ISO';
    const make: Output['make'] = (place, _, dir, scratch) =>
      (isAnaconda ? makeAnaconda : makeIso)(place, build, path.join(dir, file), scratch);
    return [{ id: file, kind, files: [file], title, make }];
  }
  if (kind === 'pxe' && isAnaconda) {
    return [
      { id: 'pxe', kind, ...anacondaPaths, title: 'Network installer (Anaconda)', make: makePxeAnaconda },
    ];
  }
  if (kind === 'pxe') {
    return [{ id: 'pxe', kind, files: networkPaths, title: 'Network installer', make: makePxe }];
  }
  const { disks } = planDisks(spec);
  const diskFile = (disk: (typeof disks)[number]) => `${diskImageName(spec.name, disk)}.${kind}`;
  return disks.map((disk) => ({
    id: diskFile(disk),
    kind,
    files: [diskFile(disk)],
    title: disks.length === 1 ? `Disk image (${kind})` : `Disk image ${disk.device} (${kind})`,
    make: async (place, _build, dir, scratch) => {
      const base = await composed(build, place);
      const image = await slot(build, place);
      await makeDiskImage(place, {
        spec,
        disk,
        tree: path.join(base.dir, 'root'),
        slotDir: image.dir,
        seeds: seedsOf(build.lock),
        epoch: image.facts.epoch,
        file: path.join(dir, diskFile(disk)),
        format: kind,
        scratch,
      });
    },
  }));
}

async function makeIso(place: Workplace, build: Build, file: string, scratch: string): Promise<void> {
  await makeInstallerIso(place, {
    ...(await installerInput(place, build)),
    override: build.parts.isoOverride,
    hooks: build.parts.buildHooks,
    seeds: seedsOf(build.lock),
    file,
    scratch,
  });
}

/** The script comes last: it names the image that it was made for. */
const networkPaths = ['kernel', 'initramfs', 'image', 'script'].map((one) =>
  path.join('pxe', networkFiles[one as keyof typeof networkFiles]),
);

async function makePxe(place: Workplace, build: Build, dir: string, scratch: string): Promise<void> {
  await makeNetworkInstaller(place, {
    ...(await installerInput(place, build)),
    out: path.join(dir, 'pxe'),
    scratch,
  });
}

const anacondaPaths = {
  files: anacondaNetworkFiles.map((name) => path.join('pxe', name)),
  list: path.join('pxe', digestList),
};

async function makePxeAnaconda(place: Workplace, build: Build, dir: string, scratch: string): Promise<void> {
  await makeAnacondaPxe(place, build, path.join(dir, 'pxe'), scratch);
}

async function installerInput(place: Workplace, build: Build) {
  const base = await composed(build, place);
  const boot = await initramfs(build, place);
  const image = await slot(build, place);
  const { kernel, epoch, sizeMiB } = image.facts;
  return {
    spec: build.project.spec,
    scripts: { pre: scriptsOf(build.parts, 'pre'), installHooks: build.parts.installHooks },
    tree: path.join(base.dir, 'root'),
    slotDir: image.dir,
    slotMiB: sizeMiB,
    kernelImage: path.join(base.dir, 'root/usr/lib/modules', kernel, 'vmlinuz'),
    initramfs: path.join(boot.dir, 'initramfs.img'),
    epoch,
  };
}

/**
 * Makes the artefacts of an output under another name, reads their digests, and gives them their names once they are
 * on the disk.
 */
async function makeOutput(build: Build, output: Output, place: Workplace): Promise<string> {
  const { outputDir, record, keys } = build;
  const { kind, files, list } = output;
  const key = keys.outputs[kind];
  const known = (await Promise.all(files.map((file) => record.current(file, key)))).filter(
    (one) => one !== null,
  );
  if (
    known.length === files.length &&
    (list === undefined || (await isWholeFolder(path.join(outputDir, list))))
  ) {
    build.artefacts.push(...known);
    return `unchanged, ${formatBytes(sizeOf(known))}`;
  }
  await mkdir(outputDir, { recursive: true });
  await removeAbandoned(place, outputDir, temporaryPrefix);
  const scratch = await temporaryFolder(outputDir, temporaryPrefix);
  try {
    const made = path.join(scratch, 'made');
    await mkdir(made);
    await output.make(place, build, made, scratch);
    await takeOver(place, made);
    place.progress.status('computing the digest');
    const artefacts: Artefact[] = [];
    for (const file of files) artefacts.push(await measure(place, { kind, file }, path.join(made, file)));
    const now = new Date();
    const kept: string[] = [];
    if (list !== undefined) {
      const folder = path.dirname(list);
      const target = path.join(outputDir, folder);
      const isForeign = await holdsForeignFiles(outputDir, list, record);
      const aside = isForeign ? await freeKeptName(target, now) : path.join(scratch, 'replaced');
      if (isForeign) kept.push(path.relative(outputDir, aside));
      await replaceFolder(place, path.join(made, folder), target, aside);
    }
    for (const artefact of artefacts) {
      const target = path.join(outputDir, artefact.file);
      await mkdir(path.dirname(target), { recursive: true });
      // The list is there by now, with its folder.
      const isApart = artefact.file !== list;
      const copy = isApart ? await keepForeignFile(outputDir, artefact.file, record, now) : null;
      if (copy !== null) kept.push(copy);
      if (isApart) await rename(path.join(made, artefact.file), target);
      await record.remember(artefact, key);
    }
    build.artefacts.push(...artefacts);
    const copies = kept.map((name) => `, what was there is kept as output/${name}`).join('');
    return `${formatBytes(sizeOf(artefacts))}${copies}`;
  } finally {
    await remove(place, scratch);
  }
}

function sizeOf(artefacts: readonly Artefact[]): number {
  return artefacts.reduce((sum, { size }) => sum + size, 0);
}

/** Reads a file's size and digest, and sees to it that it is on the disk: the two need not wait for each other. */
async function measure(
  place: Workplace,
  { kind, file }: Pick<Artefact, 'kind' | 'file'>,
  made: string,
): Promise<Artefact> {
  const { size } = await stat(made);
  let done = 0;
  const digest = sha256OfFile(made, (bytes) => {
    done += bytes;
    place.progress.bytes(done, size);
  });
  const [sha256] = await Promise.all([digest, flush(made)]);
  return { kind, file, size, sha256 };
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
