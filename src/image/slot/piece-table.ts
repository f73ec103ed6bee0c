import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand } from '../../engine/views.js';
import { factsDir } from '../settings/image-facts.js';
import { cutPieces, mostPieces, type Piece } from './cut-pieces.js';

/** Name in a slot of the table of its pieces, by which a device finds what an update has in common with it. */
export const tableName = `${factsDir}/pieces`;

/** What the table's place is filled with, and what follows its lines. */
const filler = '#';
const lineBytes = 'abcdef012345 262144\n'.length;
const blockBytes = 4096;
const bytesPerMiB = 1024 * 1024;

/** Where an image has the table of its pieces, which describes all else. */
export interface PieceTable {
  /** Bytes from the beginning of the image, a multiple of the block. */
  at: number;
  bytes: number;
}

/**
 * What fills the place of a table until the image is there: no zeros, for which mke2fs(8) would give it no blocks.
 * @param contentBytes What the image holds besides.
 */
export function tablePlace(contentBytes: number): string {
  const bytes = mostPieces(contentBytes * 1.02 + bytesPerMiB) * lineBytes;
  return filler.repeat(Math.ceil(bytes / blockBytes) * blockBytes);
}

/**
 * Lines of a table: the id and the bytes of each piece, from the beginning of the image on. A piece that has something
 * of the table itself has no id, since it changes when that is written.
 */
export function tableText(pieces: readonly Piece[], { at, bytes }: PieceTable): string {
  let begin = 0;
  return pieces
    .map((piece) => {
      const end = begin + piece.bytes;
      const isApart = end <= at || begin >= at + bytes;
      begin = end;
      return `${isApart ? piece.id : noId} ${piece.bytes}\n`;
    })
    .join('');
}

/** As long as an id. */
const noId = '-'.repeat(12);

/**
 * Writes the table of an image's pieces into its place, and its lines to `listFile`. The image is an ext4 file system
 * that has the place filled.
 * @returns null when the place lies in more than one stretch, or is too small: it stays as it is, since updates can do
 *   without a table.
 */
export async function writePieceTable(
  { engine, signal, progress }: TaskContext,
  { file, toolsRoot, listFile }: { file: string; toolsRoot: string; listFile: string },
): Promise<PieceTable | null> {
  progress.status(t`cutting the slot into pieces`);
  const { stdout } = await engine.run(
    chrootCommand({
      root: toolsRoot,
      program: 'debugfs',
      args: ['-R', `blocks /${tableName}`, imageInside],
      binds: [{ from: file, to: imageInside, readOnly: true }],
      purpose: t`finding a file in ${path.basename(file)}`,
      capture: true,
      signal,
    }),
  );
  const blocks = stdout.trim().split(/\s+/).map(Number);
  const [first = Number.NaN] = blocks;
  if (!blocks.every((block, index) => block === first + index)) return null;
  const table = { at: first * blockBytes, bytes: blocks.length * blockBytes };
  const text = tableText(await cutPieces(file, signal), table);
  if (text.length > table.bytes) return null;
  await writeFile(listFile, text);
  const image = await open(file, 'r+');
  try {
    await image.write(text, table.at, 'latin1');
  } finally {
    await image.close();
  }
  return table;
}

/** Where the image's e2fsprogs find the image. */
const imageInside = '/run/tmpfsroot/image';
