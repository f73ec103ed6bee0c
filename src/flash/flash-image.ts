import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { badInput, type Failure } from '../base/failure.js';
import { readText } from '../base/fs/read-text.js';
import { t } from '../base/language/texts.js';
import {
  type BuiltImage,
  diskImageName,
  findArtefact,
  missingIso,
  parseBuiltImage,
  readBuiltImage,
} from '../build/built-image.js';
import { listedFiles } from '../build/listed-files.js';
import { type OutputKind, outputTable } from '../config/outputs.js';
import { parseBlockMap } from '../image/disk/block-map.js';

/** A part of an image that is written, and checked by itself. */
export interface ImageRange {
  /** Bytes. */
  start: number;
  bytes: number;
  /** SHA-256, hex. */
  sha256: string;
}

/** An image as a build has left it. */
export interface FlashImage {
  /** Absolute path. */
  file: string;
  bytes: number;
  /** Bytes of a sector of the disk that it is the image of; null: it fits any. */
  sectorSize: number | null;
  /** What of it is written, in order: all, or what its block map names. */
  ranges: readonly ImageRange[];
}

const digestLists = ['build.json', 'SHA256SUMS'] as const;

/** Most bytes of a block map: a range for each block of a disk image of 100 GB would have less. */
const mostMapBytes = 16_000_000;

/**
 * The installer ISO of the last build in a project's folder.
 * @throws Failure with exit status 2 when there is none.
 */
export async function builtIso(projectDir: string): Promise<FlashImage> {
  const image = await readBuiltImage(projectDir);
  const iso = findArtefact(image, ({ kind }) => kind === 'iso', missingIso);
  return await openFlashImage(iso.file);
}

/**
 * An image by its file, with the digest that stands in the record beside it.
 * @throws Failure with exit status 2 for one that is not there, that no record names, or that no disk can hold as it is.
 */
export async function openFlashImage(file: string): Promise<FlashImage> {
  const stats = await stat(file).catch(() => null);
  if (stats === null || !stats.isFile() || stats.size === 0) {
    throw badInput({
      what: stats === null ? t`There is no such image.` : t`This is not an image.`,
      where: file,
      remedy: t`Name the installer ISO or the raw disk image that a build left in output/.`,
    });
  }
  const dir = path.dirname(file);
  const text = await readText(path.join(dir, 'build.json'), 'build.json');
  const built = text === null ? null : parseBuiltImage(text, dir);
  const sums = await listedFiles(path.join(dir, 'SHA256SUMS'));
  const digestOf = (name: string) =>
    built?.artefacts.find((one) => one.file === path.join(dir, name))?.sha256 ?? sums.get(name) ?? null;
  const name = path.basename(file);
  if (!isWhole(name)) throw notWhole(file);
  const sha256 = digestOf(name);
  if (sha256 === null) throw unknownImage(file);
  return {
    file,
    bytes: stats.size,
    sectorSize: built === null ? null : sectorSizeOf(built, name),
    ranges: (await mappedRanges(file, stats.size, digestOf(`${name}.bmap`))) ?? [
      { start: 0, bytes: stats.size, sha256 },
    ],
  };
}

/** Whether the bytes of a file are those of a disk. */
function isWhole(name: string): boolean {
  return /\.(iso|raw|img)$/.test(name);
}

function notWhole(file: string): Failure {
  const format = path.extname(file).slice(1);
  const isOther = Object.hasOwn(outputTable, format) && outputTable[format as OutputKind].disk !== null;
  return badInput({
    what: isOther
      ? t`A disk cannot hold a ${format} file as it is.`
      : t`This is neither an installer ISO nor a raw disk image.`,
    where: file,
    remedy: t`Make one that it can hold: tmpfsroot-wizard build --output iso --output raw`,
  });
}

function unknownImage(file: string): Failure {
  return badInput({
    what: t`No digest is known of \`${path.basename(file)}\`, so nobody can say whether it is what was built.`,
    where: file,
    why: t`Neither ${digestLists.join(' nor ')} beside it names it.`,
    remedy: t`Name the image in output/, or copy SHA256SUMS of output/ into the folder of the image.`,
  });
}

function sectorSizeOf({ name, disks }: BuiltImage, file: string): number | null {
  return disks.find((disk) => `${diskImageName(name, disk)}.raw` === file)?.sectorSize ?? null;
}

/** What a block map beside the image names; null where there is none, or it is not the one that was built. */
async function mappedRanges(
  image: string,
  bytes: number,
  sha256: string | null,
): Promise<ImageRange[] | null> {
  if (sha256 === null) return null;
  const text = await readText(`${image}.bmap`, `${path.basename(image)}.bmap`, mostMapBytes);
  if (text === null || createHash('sha256').update(text).digest('hex') !== sha256) return null;
  const map = parseBlockMap(text);
  if (map === null || map.imageSize !== bytes) return null;
  return map.ranges.map(({ first, last, sha256: digest }) => ({
    start: first * map.blockSize,
    bytes: Math.min((last + 1) * map.blockSize, bytes) - first * map.blockSize,
    sha256: digest,
  }));
}
