import { existsSync } from 'node:fs';
import path from 'node:path';
import { badInput, type FailureFacts } from '../base/failure.js';
import { readText } from '../base/fs/read-text.js';
import { t } from '../base/language/texts.js';
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
      what: t`Nothing was built here yet.`,
      where: file,
      remedy: t`Build first: tmpfsroot-wizard build`,
    });
  }
  const image = parseBuiltImage(text, outputDir);
  if (image === null) {
    throw badInput({
      what: t`The record of the last build is damaged.`,
      where: file,
      remedy: t`Build again: tmpfsroot-wizard build`,
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
 * @param missing What is said where there is none.
 * @throws Failure with exit status 2 when the last build made none, or it is gone.
 */
export function findArtefact(
  image: BuiltImage,
  fits: (artefact: BuiltArtefact) => boolean,
  missing: (name: string) => FailureFacts,
): BuiltArtefact {
  const artefact = image.artefacts.find((one) => fits(one) && existsSync(one.file));
  if (artefact !== undefined) return artefact;
  throw badInput(missing(image.name));
}

/** What is said where a build made no installer ISO. */
export function missingIso(name: string): FailureFacts {
  return {
    what: t`The last build of \`${name}\` left no installer ISO in output/.`,
    remedy: t`Make an installer ISO: tmpfsroot-wizard build --output iso`,
  };
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
      (name) => ({
        what: t`The last build of \`${name}\` left no network installer in output/.`,
        remedy: t`Make a network installer: tmpfsroot-wizard build --output pxe`,
      }),
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
