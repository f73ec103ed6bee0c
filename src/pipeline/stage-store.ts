import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { makeFolder } from '../project/make-folder.js';
import { storeFailure } from '../rpm/store-folder.js';
import { remove, removeAbandoned, temporaryFolder } from './abandoned.js';
import { takeOver } from './take-over.js';

/** Results kept of each stage: the one in use, and those that a person may go back to. */
const keptOfEachStage = 3;
const temporaryPrefix = '.tmp-';

/** Digest of everything that a stage depends on. */
export function stageKey(inputs: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 24);
}

export interface StageResult<Facts> {
  dir: string;
  facts: Facts;
  /** It was there before: nothing was done. */
  reused: boolean;
}

/**
 * Folder of stages: each result lies in `STAGE-KEY/` with its facts, written under another name and renamed once
 * it is whole. A run that was cut short leaves nothing that a later one believes.
 */
export class StageStore {
  readonly #dir: string;

  constructor(cacheDir: string) {
    this.#dir = path.join(cacheDir, 'stages');
  }

  /** @throws Failure when the cache folder cannot be written (exit status 3) or its disk is full (1). */
  async open(): Promise<void> {
    try {
      await makeFolder(this.#dir);
      const probe = path.join(this.#dir, `.probe-${process.pid}`);
      await mkdir(probe);
      await rename(probe, `${probe}-moved`);
      await rmdir(`${probe}-moved`);
    } catch (error) {
      throw storeFailure(error, this.#dir);
    }
  }

  /** Folder of a stage's result, whether or not it is there. */
  dirOf(stage: string, key: string): string {
    return path.join(this.#dir, `${stage}-${key}`);
  }

  has(stage: string, key: string): boolean {
    return existsSync(this.dirOf(stage, key));
  }

  /** Result of a stage that is there. */
  async read<Facts>(stage: string, key: string): Promise<StageResult<Facts>> {
    const dir = this.dirOf(stage, key);
    const facts = JSON.parse(await readFile(path.join(dir, 'facts.json'), 'utf8')) as Facts;
    const now = new Date();
    await utimes(dir, now, now);
    return { dir, facts, reused: true };
  }

  /**
   * Result of a stage: the one that is there, or what `produce` makes in an empty folder. A second folder, for
   * files that nobody needs afterwards, goes away in any case.
   */
  async ensure<Facts>(
    place: Workplace,
    stage: string,
    key: string,
    produce: (out: string, scratch: string) => Promise<Facts>,
  ): Promise<StageResult<Facts>> {
    if (this.has(stage, key)) return this.read(stage, key);
    await removeAbandoned(place, this.#dir, temporaryPrefix);
    const temporary = await temporaryFolder(this.#dir, temporaryPrefix);
    const out = path.join(temporary, 'out');
    const scratch = path.join(temporary, 'scratch');
    try {
      await mkdir(out);
      await mkdir(scratch);
      const facts = await produce(out, scratch);
      // Those of root trees keep their owners.
      await takeOver(place, out, ['-maxdepth', '1', '-type', 'f']);
      await writeFile(path.join(out, 'facts.json'), JSON.stringify(facts), { flush: true });
      // Nobody needs the scratch folder any more, and the disk has its own pace.
      const flushed = place.engine.run({
        program: 'sync',
        args: ['-f', out],
        purpose: 'writing to the disk',
        signal: place.signal,
      });
      await Promise.allSettled([flushed, remove(place, scratch)]);
      await flushed;
      await rename(out, this.dirOf(stage, key)).catch(async (error: unknown) => {
        // Another run made the same result meanwhile.
        if (!this.has(stage, key)) throw error;
      });
      await this.#prune(place, stage, key);
      return { dir: this.dirOf(stage, key), facts, reused: false };
    } finally {
      await remove(place, temporary);
    }
  }

  async #prune(place: Workplace, stage: string, keep: string): Promise<void> {
    const names = (await readdir(this.#dir)).filter((name) => name.startsWith(`${stage}-`));
    const aged = await Promise.all(
      // Another run may remove one meanwhile.
      names.map(async (name) => ({
        name,
        used: (await stat(path.join(this.#dir, name)).catch(() => null))?.mtimeMs ?? 0,
      })),
    );
    const old = aged
      .filter(({ name }) => name !== `${stage}-${keep}`)
      .sort((a, b) => b.used - a.used)
      .slice(keptOfEachStage - 1);
    for (const { name } of old) await this.#discard(place, name);
  }

  /** Under its own name a result is there whole or not at all: who comes while it goes away must not find a half. */
  async #discard(place: Workplace, name: string): Promise<void> {
    const temporary = await temporaryFolder(this.#dir, temporaryPrefix);
    try {
      await rename(path.join(this.#dir, name), path.join(temporary, name)).catch((error: unknown) => {
        // Another run was quicker.
        if (existsSync(path.join(this.#dir, name))) throw error;
      });
    } finally {
      await remove(place, temporary);
    }
  }
}
