import { rm } from 'node:fs/promises';
import { Failure } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';

export interface IsoInput {
  /** Arguments of xorriso, which name `file` as what it writes. */
  args: readonly string[];
  /** File to make. */
  file: string;
  /** Seconds since 1970, for all times on the medium. */
  epoch: number;
}

/**
 * xorriso looks each so many seconds whether it is done, and tells how far it is. Of its own second, half is lost at the
 * end of each ISO; a quarter is what its option for programs sets (`-gui`, xorriso/emulators.c). It waits five of them
 * for the thread that makes the image: much shorter ones crashed on a loaded machine.
 */
const pacing = ['-pacifier', 'interval=0.25'];

/**
 * Writes an ISO with xorriso. Version 1.5.4 was seen to crash at its very end, once in thousands of runs: its threads
 * share data without locks (valgrind --tool=helgrind). Such a crash gets a second try; nothing else does.
 * @throws Failure (exit status 1) when it fails otherwise, or crashes twice.
 */
export async function writeIso(ctx: TaskContext, { args, file, epoch }: IsoInput): Promise<void> {
  const write = () =>
    ctx.engine.run({
      program: 'xorriso',
      args: [...pacing, ...args],
      env: { SOURCE_DATE_EPOCH: String(epoch) },
      purpose: t`writing the ISO (xorriso)`,
      handlesTree: true,
      onLine(line) {
        const percent = /(?<![\d.])([\d.]{1,9})% done/.exec(line)?.[1];
        if (percent !== undefined) ctx.progress.status(t`writing the ISO: ${percent} %`);
      },
      signal: ctx.signal,
    });
  ctx.progress.status(t`writing the ISO`);
  try {
    await write();
  } catch (error) {
    if (!crashed(error)) throw error;
    await rm(file, { force: true });
    await write();
  }
}

/** xorriso catches the signal itself, says so, and ends with a status of its own. */
function crashed(error: unknown): boolean {
  return (
    error instanceof Failure &&
    (error.facts.lastLines ?? []).some((line) => /^UNIX-SIGNAL: +SIGSEGV/.test(line))
  );
}
