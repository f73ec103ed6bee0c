import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { t } from '../base/language/texts.js';
import { makeCacheFolder } from '../config/cache-folder.js';
import type { TaskContext } from '../engine/progress.js';
import { alone } from '../engine/tenancy.js';
import { storeFailure } from '../rpm/store/store-folder.js';
import { chownOutput } from './chown-output.js';
import type { KeptResult } from './stage.js';
import { stageListing } from './stage-listing.js';
import { inTemporaryFolder, remove } from './temp-folders.js';

/** Results kept of each stage: the one in use, and those that a person may go back to. */
const keptOfEachStage = 3;
const temporaryPrefix = '.tmp-';

/**
 * Folder of stages: each result lies in `stages/STAGE-KEY/` with its facts, written under another name and renamed once
 * it is whole. A run that was cut short leaves nothing that a later one believes. The digest of its listing lies apart,
 * in `listings/STAGE-KEY`: a result that no longer fits it is made again.
 */
export class StageStore {
  readonly #cacheDir: string;
  readonly #dir: string;
  readonly #listings: string;

  constructor(cacheDir: string) {
    this.#cacheDir = cacheDir;
    this.#dir = path.join(cacheDir, 'stages');
    this.#listings = path.join(cacheDir, 'listings');
  }

  /** @throws Failure when the cache folder cannot be written or is not ours (exit status 3), or its disk is full (1). */
  async open(): Promise<void> {
    try {
      await makeCacheFolder(this.#cacheDir, 'stages');
      await makeCacheFolder(this.#cacheDir, 'listings');
      const probe = await mkdtemp(path.join(this.#dir, '.probe-'));
      await rename(probe, `${probe}-moved`);
      await rmdir(`${probe}-moved`);
    } catch (error) {
      throw storeFailure(error, this.#dir);
    }
  }

  /** Folder of a stage's result, whether or not it is there. */
  dirOf(stage: string, key: string): string {
    return path.join(this.#dir, nameOf(stage, key));
  }

  /** Whether there is a result, as far as can be told without a look at it. */
  has(stage: string, key: string): boolean {
    return this.#has(nameOf(stage, key));
  }

  /** Names of the results that are there, `STAGE-KEY`. */
  async names(): Promise<string[]> {
    return (await readdir(this.#dir)).filter((name) => !name.startsWith('.')).sort();
  }

  /**
   * Whether a result is as it was made.
   * @throws Failure (exit status 1) when it cannot be read.
   */
  async isWhole(ctx: TaskContext, name: string): Promise<boolean> {
    const listing = await readSmallText(path.join(this.#listings, name)).catch(() => null);
    return listing !== null && (await stageListing(ctx, path.join(this.#dir, name))) === listing.trim();
  }

  /**
   * Result of a stage: the one that is there, or what `produce` makes in an empty folder. A second folder, for
   * files that nobody needs afterwards, goes away in any case.
   */
  async ensure<Facts>(
    ctx: TaskContext,
    stage: string,
    key: string,
    produce: (out: string, scratch: string) => Promise<Facts>,
  ): Promise<KeptResult<Facts>> {
    const name = nameOf(stage, key);
    const wasThere = existsSync(path.join(this.#dir, name));
    if (wasThere) {
      const known = await this.#read<Facts>(ctx, name);
      if (known !== null) return known;
    }
    return await inTemporaryFolder(ctx, this.#dir, temporaryPrefix, async (temporary) => {
      const out = path.join(temporary, 'out');
      const scratch = path.join(temporary, 'scratch');
      await mkdir(out);
      await mkdir(scratch);
      const facts = await produce(out, scratch);
      // Those of root trees keep their owners.
      await chownOutput(ctx, out, ['-maxdepth', '1', '-type', 'f']);
      await writeFile(path.join(out, 'facts.json'), JSON.stringify(facts), { flush: true });
      // Nobody needs the scratch folder any more, and the disk has its own pace.
      const flushed = ctx.engine.run({
        program: 'sync',
        args: ['-f', out],
        purpose: t`writing to the disk`,
        signal: ctx.signal,
      });
      await Promise.allSettled([flushed, remove(ctx, scratch)]);
      await flushed;
      await this.#publish(ctx, out, name);
      await this.#prune(ctx, stage, name);
      const result = { dir: path.join(this.#dir, name), facts, reused: false };
      return wasThere ? { ...result, wasDamaged: true } : result;
    });
  }

  /** Removes a result that is not as it was made. */
  async discard(ctx: TaskContext, name: string): Promise<void> {
    const { ino } = await stat(path.join(this.#dir, name));
    await this.#discard(ctx, name, ino);
  }

  #has(name: string): boolean {
    return existsSync(path.join(this.#dir, name)) && existsSync(path.join(this.#listings, name));
  }

  /** A result that is there and as it was made; null: it was not, and is gone now. */
  async #read<Facts>(ctx: TaskContext, name: string): Promise<KeptResult<Facts> | null> {
    const dir = path.join(this.#dir, name);
    for (;;) {
      const seen = await stat(dir).catch(() => null);
      if (seen === null) return null;
      if (await this.isWhole(ctx, name)) {
        const facts = JSON.parse(await readSmallText(path.join(dir, 'facts.json'))) as Facts;
        const now = new Date();
        await utimes(dir, now, now);
        return { dir, facts, reused: true };
      }
      ctx.progress.log(t`${dir} is not as it was made; making it again`);
      // Another run may have made it again meanwhile.
      await this.#discard(ctx, name, seen.ino);
    }
  }

  async #publish(ctx: TaskContext, out: string, name: string): Promise<void> {
    const listing = await stageListing(ctx, out);
    await alone(ctx.engine, this.#listings, async () => {
      // Another run may have made the same result meanwhile.
      if (this.#has(name)) return;
      await atomicWriteFile(path.join(this.#listings, name), `${listing}\n`);
      await rename(out, path.join(this.#dir, name));
    });
  }

  async #prune(ctx: TaskContext, stage: string, keep: string): Promise<void> {
    const names = (await this.names()).filter((name) => name.startsWith(`${stage}-`));
    const aged = await Promise.all(
      // Another run may remove one meanwhile.
      names.map(async (name) => ({
        name,
        facts: await stat(path.join(this.#dir, name)).catch(() => null),
      })),
    );
    const old = aged
      .filter(({ name }) => name !== keep)
      .sort((a, b) => (b.facts?.mtimeMs ?? 0) - (a.facts?.mtimeMs ?? 0))
      .slice(keptOfEachStage - 1);
    for (const { name, facts } of old) if (facts !== null) await this.#discard(ctx, name, facts.ino);
  }

  /**
   * Under its own name a result is there whole or not at all: who comes while it goes away must not find a half.
   * @param ino of the folder that was seen: another one has been made since
   */
  async #discard(ctx: TaskContext, name: string, ino: number): Promise<void> {
    const dir = path.join(this.#dir, name);
    await inTemporaryFolder(ctx, this.#dir, temporaryPrefix, async (temporary) => {
      await alone(ctx.engine, this.#listings, async () => {
        if ((await stat(dir).catch(() => null))?.ino !== ino) return;
        await rm(path.join(this.#listings, name), { force: true });
        await rename(dir, path.join(temporary, name));
      });
    });
  }
}

function nameOf(stage: string, key: string): string {
  return `${stage}-${key}`;
}
