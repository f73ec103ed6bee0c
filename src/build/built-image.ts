import { existsSync } from 'node:fs';
import path from 'node:path';
import { badInput } from '../base/failure.js';
import { readText } from '../base/fs/read-text.js';
import type { OutputKind } from '../config/outputs.js';
import { holdsHashes } from '../config/password-hashes.js';

const networkScript = 'boot.ipxe';

export interface BuiltArtefact {
  kind: OutputKind;
  /** Absolute path. */
  file: string;
  sha256: string;
}

export interface BuiltDisk {
  /** As the spec names it: `sda`, `nvme0n1`, `serial:TEXT`, /dev/disk/by-*. */
  device: string;
  main: boolean;
  sectorSize: 512 | 4096;
  sizeMiB: number;
}

/** What output/build.json tells of the last build. */
export interface BuiltImage {
  name: string;
  artefacts: readonly BuiltArtefact[];
  disks: readonly BuiltDisk[];
  /** Memory of the smallest device. */
  memoryMiB: number;
  /** The installer starts without a person at its menu. */
  unattended: boolean;
  /** Accounts of the image have passwords, whose hashes are in it. */
  hasPasswordHashes: boolean;
}

/**
 * Reads what `build` left in `output/` of a project's folder.
 * @throws Failure with exit status 2 when nothing was built there, or the record is damaged.
 */
export async function readBuiltImage(projectDir: string): Promise<BuiltImage> {
  const outputDir = path.join(projectDir, 'output');
  const file = path.join(outputDir, 'build.json');
  const text = await readText(file, 'output/build.json');
  if (text === null) {
    throw badInput({
      what: 'Nothing was built here yet.',
      where: file,
      remedy: 'Build first: tmpfsroot-wizard build',
    });
  }
  const image = parseBuiltImage(text, outputDir);
  if (image === null) {
    throw badInput({
      what: 'The record of the last build is damaged.',
      where: file,
      remedy: 'Build again: tmpfsroot-wizard build',
    });
  }
  return image;
}

/** Name that a build gives the image of a disk, without what stands for its format. */
export function diskImageName(name: string, { device, main }: Pick<BuiltDisk, 'device' | 'main'>): string {
  return main ? name : `${name}-${device.replace(/[^A-Za-z0-9]+/g, '-')}`;
}

/**
 * The artefact of a build that fits.
 * @param what It in words, with an article; `kind` is the output that makes it.
 * @throws Failure with exit status 2 when the last build made none, or it is gone.
 */
export function findArtefact(
  image: BuiltImage,
  fits: (artefact: BuiltArtefact) => boolean,
  what: string,
  kind: string,
): BuiltArtefact {
  const artefact = image.artefacts.find((one) => fits(one) && existsSync(one.file));
  if (artefact !== undefined) return artefact;
  const other = kind !== 'qcow2' ? '' : ', or install it from its ISO: tmpfsroot-wizard boot --iso';
  throw badInput({
    what: `The last build of \`${image.name}\` left no ${what.replace(/^an? /, '')} in output/.`,
    remedy: `Make ${what}: tmpfsroot-wizard build --output ${kind}${other}`,
  });
}

/**
 * The folder that devices install themselves from over the network.
 * @throws Failure with exit status 2 when the last build made none, or a part of it is gone.
 */
export function networkFolder(image: BuiltImage): string {
  const isWhole = image.artefacts.every(({ kind, file }) => kind !== 'pxe' || existsSync(file));
  return path.dirname(
    findArtefact(
      image,
      ({ kind, file }) => kind === 'pxe' && isWhole && path.basename(file) === networkScript,
      'a network installer',
      'pxe',
    ).file,
  );
}

/** Null for a text that is not a record of a build. */
export function parseBuiltImage(text: string, outputDir: string): BuiltImage | null {
  const record = parseRecord(text);
  if (record === null) return null;
  const disks = record.plan?.disks;
  const { name, artefacts, memoryMiB, unattended } = record;
  const complete =
    typeof name === 'string' &&
    typeof memoryMiB === 'number' &&
    Array.isArray(artefacts) &&
    artefacts.every(({ file, sha256 }) => typeof file === 'string' && typeof sha256 === 'string') &&
    Array.isArray(disks) &&
    disks.every(({ device, sizeMiB }) => typeof device === 'string' && typeof sizeMiB === 'number');
  if (!complete) return null;
  return {
    name,
    artefacts: artefacts.map((one) => ({ ...one, file: path.join(outputDir, one.file) })),
    disks,
    memoryMiB,
    unattended: unattended === true,
    hasPasswordHashes: holdsHashes(record.spec),
  };
}

type BuildRecord = Partial<BuiltImage> & { plan?: { disks?: BuiltDisk[] }; spec?: unknown };

function parseRecord(text: string): BuildRecord | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
