import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import {
  chunkBytes,
  manifestText,
  type UpdateManifest,
  updateHeader,
  updateNamespace,
} from '../../src/image/update/update-manifest.js';
import { mustRun } from '../helpers/run-program.js';

/** Where things lie in a file system of ext4: its magic number and its UUID. */
const magicAt = 1080;
const uuidAt = 1128;

/** The bytes of a slot of 4 MiB that begins like a file system and has this UUID; its third MiB is zero. */
export function slotImage(uuid: string, text: string): Buffer {
  const image = Buffer.alloc(4 * chunkBytes);
  for (const chunk of [0, 1, 3])
    image.fill(`${text} ${chunk} `, chunk * chunkBytes, (chunk + 1) * chunkBytes);
  image.writeUInt16LE(0xef53, magicAt);
  Buffer.from(uuid, 'hex').copy(image, uuidAt);
  return image;
}

export interface MadeUpdate {
  manifest: Buffer;
  signature: Buffer;
  chunks: Buffer;
}

/** Makes an update as a build does, of another manifest where one is given. The key is a file of ssh-keygen's; null leaves it unsigned. */
export function madeUpdate(
  dir: string,
  image: Buffer,
  keyFile: string | null,
  other: Partial<UpdateManifest> = {},
): MadeUpdate {
  mkdirSync(dir, { recursive: true });
  const file = path.join(dir, 'slot.img');
  writeFileSync(file, image);
  const kind = (other.pieces ?? null) === null ? 'zstd' : 'raw';
  mustRun('sh', [packageFile('src/image/update/pack-chunks.sh'), file, dir, kind]);
  const read = (name: string) => readFileSync(path.join(dir, name));
  const names = readdirSync(dir)
    .filter((name) => name.startsWith('chunk-'))
    .sort();
  const zero = Buffer.alloc(chunkBytes);
  const stored = names.map((name, at) =>
    image.subarray(at * chunkBytes, (at + 1) * chunkBytes).equals(zero) ? Buffer.alloc(0) : read(name),
  );
  const digests = read('digests').toString().trimEnd().split('\n');
  const manifest = manifestText({
    name: 'robot',
    compatible: 'robot',
    arch: 'x86_64',
    release: '44',
    image: read('image').toString(),
    time: 1_700_000_000,
    packages: '0'.repeat(64),
    slotMiB: 4,
    memoryMiB: 300,
    chunks: digests.map((line, at) => ({
      sha256: line.slice(0, 64),
      storedBytes: stored[at]?.length ?? 0,
    })),
    pieces: null,
    ...other,
  });
  return {
    manifest: Buffer.from(manifest),
    signature: keyFile === null ? Buffer.alloc(0) : signed(manifest, keyFile),
    chunks: Buffer.concat(stored),
  };
}

function signed(manifest: string, keyFile: string): Buffer {
  const args = ['-Y', 'sign', '-q', '-n', updateNamespace, '-f', keyFile];
  return Buffer.from(mustRun('ssh-keygen', args, { input: manifest }));
}

/** The bytes of an update's file. */
export function updateBytes({ manifest, signature, chunks }: MadeUpdate): Buffer {
  return Buffer.concat([updateHeader(manifest.toString(), signature.toString()), chunks]);
}
