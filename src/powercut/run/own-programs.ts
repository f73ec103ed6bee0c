import { createHash } from 'node:crypto';
import path from 'node:path';
import { badInput } from '../../base/failure.js';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { readSmallFile } from '../../base/fs/read-small-file.js';

/**
 * What a person adds as the scenario `own`, as absolute paths: a program that runs in the device, and one that says on
 * this machine whether its data are right, or null.
 */
export interface OwnPrograms {
  script: string;
  check: string | null;
}

/** Their content. */
interface ReadPrograms {
  script: Buffer;
  check: Buffer | null;
}

/** They are held in memory, and one of them goes into the firmware's tables. */
const mostBytes = 1 << 20;

/** Copies of them in the folder of a lab, for who examines it. */
export function copiesIn(dir: string): { script: string; check: string } {
  return { script: path.join(dir, 'own.script'), check: path.join(dir, 'own.check') };
}

/** @throws Failure with exit status 2 for files that cannot be read, or are too large. */
export async function readPrograms({ script, check }: OwnPrograms): Promise<ReadPrograms> {
  return { script: await readProgram(script), check: check === null ? null : await readProgram(check) };
}

/** SHA-256 in hexadecimal. */
export function digestsOf({ script, check }: ReadPrograms): { script: string; check: string | null } {
  const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex');
  return { script: digest(script), check: check === null ? null : digest(check) };
}

export async function writePrograms(dir: string, { script, check }: ReadPrograms): Promise<void> {
  const copies = copiesIn(dir);
  await atomicWriteFile(copies.script, script, { mode: 0o755 });
  if (check !== null) await atomicWriteFile(copies.check, check, { mode: 0o755 });
}

async function readProgram(file: string): Promise<Buffer> {
  try {
    return await readSmallFile(file, mostBytes);
  } catch (error) {
    throw badInput({
      what: `\`${path.basename(file)}\` cannot be read.`,
      where: file,
      why: error instanceof Error ? error.message : String(error),
    });
  }
}
