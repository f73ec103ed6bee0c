import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Failure, missingHere } from '../../base/failure.js';
import { packageFile } from '../../base/fs/package-file.js';
import { t } from '../../base/language/texts.js';
import type { Engine } from '../engine.js';

/** How a container sees a folder that it shares with us. */
export type SharedFolder =
  /** Nothing of it: the container runs on another machine. */
  | { kind: 'absent' }
  /** Its files cannot have owners and modes of their own, as in what virtual machines share with macOS and Windows. */
  | { kind: 'flat' }
  /** `owner`: whom our own files belong to in the container; 0 where its root is we. */
  | { kind: 'shared'; owner: number };

/**
 * Looks from both sides at a folder that programs of a container are to fill with root trees.
 * @throws Failure as the engine's programs do.
 */
export async function probeShare(engine: Engine, folder: string, signal: AbortSignal): Promise<SharedFolder> {
  const file = path.join(folder, `.tmpfsroot-probe-${randomBytes(6).toString('hex')}`);
  await writeFile(file, '');
  try {
    const { stdout } = await engine.run({
      program: 'sh',
      args: [packageFile('src/engine/container/share-probe.sh'), file, `${file}-2`],
      purpose: t`looking at the folder ${folder} from the container`,
      handlesTree: true,
      capture: true,
      okStatuses: [0, 1],
      signal,
    });
    return readProbe(stdout);
  } finally {
    await rm(file, { force: true });
  }
}

/** Reads what the probe said. */
export function readProbe(text: string): SharedFolder {
  const owner = /^owner (\d+)$/m.exec(text)?.[1];
  if (owner === undefined) return { kind: 'absent' };
  return /^kept 12:34:4750$/m.test(text) ? { kind: 'shared', owner: Number(owner) } : { kind: 'flat' };
}

/** What a person is told of a folder that cannot be used by a container engine. */
export function shareFailure(name: string, folder: string, kind: 'absent' | 'flat'): Failure {
  return kind === 'absent'
    ? missingHere({
        what: t`The containers of ${name} do not see the folder \`${folder}\` of this machine.`,
        why: t`${name} runs them on another machine, or in a virtual machine that does not share the folder.`,
        remedy: t`Share the folder with it, use a daemon of this machine, or build on a Linux machine.`,
      })
    : missingHere({
        what: t`In the containers of ${name}, files in the folder \`${folder}\` cannot have the owners that a root tree needs.`,
        why: t`Folders shared with a virtual machine, as on macOS and Windows, and some network file systems store no owners.`,
        remedy: t`Name a folder that stores them with --cache-dir, or build on a Linux machine.`,
      });
}
