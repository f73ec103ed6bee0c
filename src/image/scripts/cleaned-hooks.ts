import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { readHooks } from '../../project/folder/hook-text.js';
import type { HookScripts } from '../../project/folder/project-extras.js';
import { copyOverlay } from '../overlay/copy-overlay.js';
import { noShape } from '../overlay/tree-shape.js';

/**
 * The scripts as they are to be run: a copy of their folder where one has Windows line ends or a byte order mark, else
 * the folder itself. The person's own files stay as they are.
 * @param scratch folder that gets the copy
 */
export async function cleanedHooks(
  ctx: TaskContext,
  hooks: HookScripts,
  scratch: string,
): Promise<HookScripts> {
  const changed = (await readHooks(hooks)).filter(({ cleaned }) => cleaned !== null);
  if (changed.length === 0) return hooks;
  const dir = path.join(scratch, `cleaned-${hooks.shownAs}`);
  await mkdir(dir);
  await copyOverlay(ctx, { from: hooks.dir, shownAs: hooks.shownAs, to: dir, shape: noShape });
  for (const { name, cleaned, isExecutable } of changed) {
    const file = path.join(dir, name);
    await rm(file);
    await writeFile(file, cleaned ?? '', { mode: isExecutable ? 0o755 : 0o644 });
    ctx.progress.log(t`${hooks.shownAs}/${name}: run without its Windows line ends or byte order mark`);
  }
  return { ...hooks, dir };
}
