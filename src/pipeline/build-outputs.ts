import { mkdir, open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { makeDiskImage } from '../image/disk-image.js';
import { makeInstallerIso } from '../image/installer-iso.js';
import { seedsOf } from '../image/seeds.js';
import type { OutputKind } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { diskImageName } from '../vm/built-image.js';
import { remove, removeAbandoned, temporaryFolder } from './abandoned.js';
import type { Artefact } from './artefacts.js';
import { type Build, composed, initramfs, slot } from './build.js';
import { sha256OfFile } from './file-digest.js';
import { formatBytes } from './format.js';
import type { Task } from './task.js';

const temporaryPrefix = '.making-';

interface Output {
  kind: OutputKind;
  /** Name in `output/`. */
  file: string;
  title: string;
  make(place: Workplace, build: Build, file: string, scratch: string): Promise<void>;
}

/** The tasks that make the artefacts of one kind. */
export function outputTask(build: Build, kind: OutputKind): Task[] {
  return outputsOf(build, kind).map((output) => ({
    id: output.file,
    title: output.title,
    run: (place) => makeOutput(build, output, place),
  }));
}

function outputsOf(build: Build, kind: OutputKind): Output[] {
  const { spec } = build.project;
  if (kind === 'iso') {
    return [{ kind, file: `${spec.name}-installer.iso`, title: 'Installer ISO', make: makeIso }];
  }
  const { disks } = planDisks(spec);
  return disks.map((disk) => ({
    kind,
    file: `${diskImageName(spec.name, disk)}.${kind}`,
    title: disks.length === 1 ? `Disk image (${kind})` : `Disk image ${disk.device} (${kind})`,
    make: async (place, _build, file, scratch) => {
      const base = await composed(build, place);
      const image = await slot(build, place);
      await makeDiskImage(place, {
        spec,
        disk,
        tree: path.join(base.dir, 'root'),
        slotImage: path.join(image.dir, 'slot.img'),
        seeds: seedsOf(build.lock),
        epoch: image.facts.epoch,
        file,
        format: kind,
        scratch,
      });
    },
  }));
}

async function makeIso(place: Workplace, build: Build, file: string, scratch: string): Promise<void> {
  const base = await composed(build, place);
  const boot = await initramfs(build, place);
  const image = await slot(build, place);
  const { kernel, epoch } = image.facts;
  await makeInstallerIso(place, {
    spec: build.project.spec,
    tree: path.join(base.dir, 'root'),
    slotDir: image.dir,
    slotMiB: image.facts.sizeMiB,
    kernelImage: path.join(base.dir, 'root/usr/lib/modules', kernel, 'vmlinuz'),
    initramfs: path.join(boot.dir, 'initramfs.img'),
    override: build.parts.isoOverride,
    hooks: build.parts.buildHooks,
    seeds: seedsOf(build.lock),
    epoch,
    file,
    scratch,
  });
}

/** Makes an artefact under another name, reads its digest, and renames it once it is on the disk. */
async function makeOutput(build: Build, output: Output, place: Workplace): Promise<string> {
  const { outputDir, record, keys } = build;
  const key = keys.outputs[output.kind];
  const known = await record.current(output.file, key);
  if (known !== null) {
    build.artefacts.push(known);
    return `unchanged, ${formatBytes(known.size)}`;
  }
  await mkdir(outputDir, { recursive: true });
  await removeAbandoned(place, outputDir, temporaryPrefix);
  const scratch = await temporaryFolder(outputDir, temporaryPrefix);
  try {
    const temporary = path.join(scratch, output.file);
    await output.make(place, build, temporary, scratch);
    const artefact = await measure(place, output, temporary);
    await rename(temporary, path.join(outputDir, output.file));
    await record.remember(artefact, key);
    build.artefacts.push(artefact);
    return formatBytes(artefact.size);
  } finally {
    await remove(place, scratch);
  }
}

/** Reads a file's size and digest, and sees to it that it is on the disk: the two need not wait for each other. */
async function measure(place: Workplace, output: Output, file: string): Promise<Artefact> {
  const { size } = await stat(file);
  let done = 0;
  place.progress.status('computing the digest');
  const digest = sha256OfFile(file, (bytes) => {
    done += bytes;
    place.progress.bytes(done, size);
  });
  const [sha256] = await Promise.all([digest, flush(file)]);
  return { kind: output.kind, file: output.file, size, sha256 };
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
