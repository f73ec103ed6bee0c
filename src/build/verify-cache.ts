import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure, interrupted } from '../base/failure.js';
import { sha256OfFile } from '../base/fs/file-digest.js';
import { t } from '../base/language/texts.js';
import type { TaskContext } from '../engine/progress.js';
import { StageStore } from './store.js';

/** What the cache folder holds, in the order in which it is looked at. */
export const cacheKinds = ['packages', 'stages', 'netinst'] as const;
export type CacheKind = (typeof cacheKinds)[number];

/** Something in the cache that is not as it was put there. */
export interface CacheDamage {
  kind: CacheKind;
  /** Absolute path. */
  file: string;
  why: string;
  /** It is gone now. */
  removed: boolean;
}

export interface CacheReport {
  /** Things of each kind, whole or not. */
  counts: Readonly<Record<CacheKind, number>>;
  damages: readonly CacheDamage[];
}

/**
 * Looks at all of the cache: at the bytes of packages and netinst images, which their names stand for, and at the listings
 * of stages.
 * @param repair removes what is damaged: a build fetches or makes it again
 * @throws Failure: 3 for a cache that is not ours or cannot be written, 130 when interrupted.
 */
export async function verifyCache(ctx: TaskContext, cacheDir: string, repair: boolean): Promise<CacheReport> {
  const counts = { packages: 0, stages: 0, netinst: 0 };
  const damages: CacheDamage[] = [];
  const look = async (kind: CacheKind, file: string, judge: () => Promise<string | null>, away: Removal) => {
    if (ctx.signal.aborted) throw interrupted();
    counts[kind] += 1;
    const why = await judge();
    if (why === null) return;
    if (repair) await away();
    damages.push({ kind, file, why, removed: repair });
  };
  const store = new StageStore(cacheDir);
  await store.open();

  for (const kind of ['packages', 'netinst'] as const) {
    const folder = path.join(cacheDir, kind);
    const names = (await readdir(folder).catch(() => [])).filter((name) => digestOf(name) !== null).sort();
    ctx.progress.status(`${kind}: ${names.length}`);
    for (const name of names) {
      const file = path.join(folder, name);
      const away = async () => {
        await rm(file, { recursive: true, force: true });
        await rm(file.replace(/\.rpm$/, '.json'), { force: true });
      };
      await look(kind, file, () => judgeBytes(file, digestOf(name)), away);
    }
  }
  const names = await store.names();
  ctx.progress.status(`stages: ${names.length}`);
  for (const name of names) {
    const file = path.join(cacheDir, 'stages', name);
    await look(
      'stages',
      file,
      () => judgeStage(ctx, store, name),
      () => store.discard(ctx, name),
    );
  }
  return { counts, damages };
}

type Removal = () => Promise<void>;

/** The digest that a file of the cache has for its name. */
function digestOf(name: string): string | null {
  return /^([0-9a-f]{64})\.(rpm|iso)$/.exec(name)?.[1] ?? null;
}

async function judgeBytes(file: string, sha256: string | null): Promise<string | null> {
  try {
    if (!(await lstat(file)).isFile()) return t`It is not a file.`;
    const found = await sha256OfFile(file);
    return found === sha256 ? null : t`Its SHA-256 digest is ${found}.`;
  } catch (error) {
    return t`It cannot be read: ${(error as Error).message}.`;
  }
}

async function judgeStage(ctx: TaskContext, store: StageStore, name: string): Promise<string | null> {
  try {
    return (await store.isWhole(ctx, name)) ? null : t`Its files are not those that were made.`;
  } catch (error) {
    if (!(error instanceof Failure) || ctx.signal.aborted) throw error;
    // A build that runs beside us has made room.
    if (!(await store.names()).includes(name)) return null;
    return error.facts.why ?? error.facts.what;
  }
}
