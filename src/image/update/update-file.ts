import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { RootSpec } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import { shell, shellFile } from '../shell.js';
import type { SlotFacts } from '../slot/slot-image.js';
import { signManifest } from './sign-manifest.js';
import { chunkBytes, manifestText, type UpdateChunk, updateHeader } from './update-manifest.js';

export interface UpdateFileInput {
  spec: RootSpec;
  /** Folder of the slot's stage. */
  slotDir: string;
  slot: SlotFacts & { epoch: number };
  /** Lines that name every package of the image. */
  packages: readonly string[];
  /** See `signingKeyFile`. */
  signingKey: string;
  file: string;
  scratch: string;
}

const zeroChunk = createHash('sha256').update(Buffer.alloc(chunkBytes)).digest('hex');

/**
 * Makes the update that brings a device to an image: a signed manifest, then the chunks of the slot that are not zero.
 * @throws Failure for a signature that cannot be made, see {@link signManifest}.
 */
export async function makeUpdateFile(ctx: TaskContext, input: UpdateFileInput): Promise<void> {
  const { spec, slot, file, scratch } = input;
  ctx.progress.status(t`cutting the slot into chunks`);
  const image = path.join(input.slotDir, 'slot.img');
  // What is compressed already becomes no smaller, and parts of a chunk can be fetched only as they are.
  const kind = slot.pieces === null ? 'zstd' : 'raw';
  const script = ['src/image/update/pack-chunks.sh', image, scratch, kind] as const;
  await shellFile(ctx, t`cutting the slot into chunks`, script);
  const chunks = await readChunks(scratch);
  const manifest = manifestText({
    name: spec.name,
    compatible: spec.update.compatible ?? spec.name,
    arch: spec.arch,
    release: String(spec.release),
    image: await readFile(path.join(scratch, 'image'), 'latin1'),
    time: slot.epoch,
    packages: createHash('sha256').update(input.packages.join('\n')).digest('hex'),
    slotMiB: slot.sizeMiB,
    memoryMiB: slot.memoryMiB + spec.device.headroomMiB,
    chunks,
    pieces: slot.pieces && {
      ...slot.pieces,
      text: await readFile(path.join(input.slotDir, 'pieces'), 'latin1'),
    },
  });
  ctx.progress.status(t`signing`);
  const header = path.join(scratch, 'header');
  await writeFile(header, updateHeader(manifest, await signManifest(manifest, input.signingKey, ctx.signal)));
  const stored = chunks.flatMap(({ storedBytes }, index) =>
    storedBytes === 0 ? [] : [path.join(scratch, chunkName(index))],
  );
  await shell(ctx, t`writing the update`, 'out=$1; shift; cat -- "$@" >"$out"', file, header, ...stored);
}

async function readChunks(dir: string): Promise<UpdateChunk[]> {
  const digests = (await readFile(path.join(dir, 'digests'), 'latin1')).trimEnd().split('\n');
  return await Promise.all(
    digests.map(async (line, index) => {
      const sha256 = line.slice(0, 64);
      return {
        sha256,
        storedBytes: sha256 === zeroChunk ? 0 : (await stat(path.join(dir, chunkName(index)))).size,
      };
    }),
  );
}

function chunkName(index: number): string {
  return `chunk-${String(index).padStart(6, '0')}`;
}
