import { createHash } from 'node:crypto';

/** A part of an image that must be written. */
export interface MappedRange {
  /** First and last block. */
  first: number;
  last: number;
  /** SHA-256 of the bytes of these blocks, hex. */
  sha256: string;
}

/**
 * Which blocks of an image must be written to a disk, whatever the disk held before: the others mean nothing to what
 * is in the image. As bmaptool has it, in version 2.0 of its format.
 */
export interface BlockMap {
  /** Bytes. */
  imageSize: number;
  /** Bytes of a block. */
  blockSize: number;
  /** In order, apart from one another. */
  ranges: readonly MappedRange[];
}

/** Bytes of a block of the maps that are made here, as bmaptool makes them. */
export const mapBlockBytes = 4096;

const noChecksum = '0'.repeat(64);

/** The map as a file of bmaptool's. */
export function formatBlockMap({ imageSize, blockSize, ranges }: BlockMap): string {
  const mapped = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const lines = ranges.map(
    ({ first, last, sha256 }) =>
      `    <Range chksum="${sha256}"> ${first === last ? first : `${first}-${last}`} </Range>`,
  );
  const text = [
    '<?xml version="1.0" ?>',
    '<bmap version="2.0">',
    `  <ImageSize> ${imageSize} </ImageSize>`,
    `  <BlockSize> ${blockSize} </BlockSize>`,
    `  <BlocksCount> ${Math.ceil(imageSize / blockSize)} </BlocksCount>`,
    `  <MappedBlocksCount> ${mapped} </MappedBlocksCount>`,
    '  <ChecksumType> sha256 </ChecksumType>',
    `  <BmapFileChecksum> ${noChecksum} </BmapFileChecksum>`,
    '  <BlockMap>',
    ...lines,
    '  </BlockMap>',
    '</bmap>',
    '',
  ].join('\n');
  return text.replace(noChecksum, sha256Of(text));
}

/** Reads a map; null for a text that is not valid, of another version, or does not fit its own checksum. */
export function parseBlockMap(text: string): BlockMap | null {
  const value = (name: string) => new RegExp(`<${name}>\\s*([0-9a-f]+)\\s*</${name}>`).exec(text)?.[1] ?? '';
  const checksum = value('BmapFileChecksum');
  if (!/<bmap version="2\.0">/.test(text) || !/<ChecksumType>\s*sha256\s*</.test(text)) return null;
  if (checksum.length !== 64 || sha256Of(text.replace(checksum, noChecksum)) !== checksum) return null;
  const ranges = [...text.matchAll(/<Range chksum="([0-9a-f]{64})">\s*(\d+)(?:-(\d+))?\s*<\/Range>/g)].map(
    ([, sha256 = '', first = '', last]): MappedRange => ({
      first: Number(first),
      last: Number(last ?? first),
      sha256,
    }),
  );
  const map = { imageSize: Number(value('ImageSize')), blockSize: Number(value('BlockSize')), ranges };
  return isSound(map) ? map : null;
}

function isSound({ imageSize, blockSize, ranges }: BlockMap): boolean {
  const blocks = Math.ceil(imageSize / blockSize);
  return (
    imageSize > 0 &&
    blockSize > 0 &&
    ranges.every(
      ({ first, last }, at) => first <= last && first > (ranges[at - 1]?.last ?? -1) && last < blocks,
    )
  );
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
