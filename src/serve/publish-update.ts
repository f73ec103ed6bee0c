import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { badInput, interrupted } from '../base/failure.js';
import { atomicWriteFile, syncPath, writeFailure } from '../base/fs/atomic-write.js';
import { sha256OfFile } from '../base/fs/file-digest.js';
import { makeFolder } from '../base/fs/make-folder.js';
import { readText } from '../base/fs/read-text.js';
import { openRegularFile } from '../base/fs/regular-file.js';
import { t } from '../base/language/texts.js';
import { findArtefact, readBuiltImage } from '../build/built-image.js';

/** What a device reads first: the name of the update that is meant now (update-source.sh). */
export const pointerName = 'latest';

export interface Published {
  /** Absolute path of the update in the folder. */
  file: string;
  /** The folder had it already. */
  wasThere: boolean;
}

/**
 * Puts the update of the last build into a folder that a web server gives out. Each update has a name of its own and
 * stays, so that a device that fetches one is not disturbed; `latest` names the new one once that is whole.
 * @param onStart gets the bytes that will be copied, if any
 * @throws Failure: 2 when none was built, it is no longer what was built, or the folder is not meant for it; else 1.
 */
export async function publishUpdate(
  projectDir: string,
  folder: string,
  { signal, onStart }: { signal: AbortSignal; onStart(file: string, bytes: number): void },
): Promise<Published> {
  const image = await readBuiltImage(projectDir);
  const built = findArtefact(
    image,
    ({ kind }) => kind === 'update',
    (name) => ({
      what: t`The last build of \`${name}\` left no update in output/.`,
      remedy: t`Make one: tmpfsroot-wizard build --output update`,
    }),
  );
  await refuseOthers(folder, image.name);
  const name = `${image.name}-${built.sha256.slice(0, 16)}.update`;
  const file = path.join(folder, name);
  const wasThere = (await sha256OfFile(file).catch(() => null)) === built.sha256;
  if (!wasThere) await copyWhole({ from: built.file, to: file, sha256: built.sha256 }, { signal, onStart });
  await atomicWriteFile(path.join(folder, pointerName), `${name}\n`, { mode: 0o644 });
  return { file, wasThere };
}

/** Devices of one image would be led to the updates of another one, which they refuse, each time they look. */
async function refuseOthers(folder: string, imageName: string): Promise<void> {
  const pointer = path.join(folder, pointerName);
  const named = (await readText(pointer, pointerName, 1024))?.trim();
  if (named === undefined || /^(.*)-[0-9a-f]{16}\.update$/.exec(named)?.[1] === imageName) return;
  throw badInput({
    what: t`This folder is not for updates of \`${imageName}\`: its \`${pointerName}\` names \`${named}\`.`,
    where: pointer,
    remedy: t`Take a folder for each image.`,
  });
}

interface Copy {
  from: string;
  to: string;
  sha256: string;
}

async function copyWhole(
  { from, to, sha256 }: Copy,
  { signal, onStart }: { signal: AbortSignal; onStart(file: string, bytes: number): void },
): Promise<void> {
  const temporary = path.join(path.dirname(to), `.${path.basename(to)}.tmp`);
  const hash = createHash('sha256');
  const { handle, stats } = await openRegularFile(from);
  try {
    await makeFolder(path.dirname(to));
    onStart(to, stats.size);
    await pipeline(
      handle.createReadStream({ highWaterMark: 1 << 20 }),
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          hash.update(piece);
          yield piece;
        }
      },
      createWriteStream(temporary, { mode: 0o644 }),
      { signal },
    );
    if (hash.digest('hex') !== sha256) throw changed(from);
    await syncPath(temporary);
    await rename(temporary, to);
    await syncPath(path.dirname(to));
  } catch (error) {
    if (signal.aborted) throw interrupted();
    throw error instanceof Error && 'code' in error ? writeFailure(to, error) : error;
  } finally {
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
  }
}

function changed(file: string) {
  return badInput({
    what: t`The update is not what was built: its digest is another one.`,
    where: file,
    remedy: t`Build it again: tmpfsroot-wizard build --output update`,
  });
}
