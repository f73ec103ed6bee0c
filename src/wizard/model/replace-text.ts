import { t } from '../../base/language/texts.js';
import type { ReplacedFile } from '../../project/write/write-permit.js';

/** What becomes of the files that are replaced. */
export function keptText(files: readonly ReplacedFile[], hasLock: boolean): string {
  return hasLock && !isChanged(files)
    ? t`A copy of each, and of rpms.lock, is kept beside it, with the time in its name.`
    : t`A copy of each is kept beside it, with the time in its name.`;
}

/** Why somebody is asked. */
export function replaceReason(files: readonly ReplacedFile[]): string {
  return isChanged(files)
    ? t`Something else has changed the folder since it was read here.`
    : t`The folder holds another project.`;
}

/** A file and what goes with it: `packages.list loses 12 packages that are not in the new list: vim, git`. */
export function replaceText({ name, losses }: ReplacedFile): string {
  return t`${name} loses ${losses.join('; ')}.`;
}

function isChanged(files: readonly ReplacedFile[]): boolean {
  return files.some(({ isNewer }) => isNewer);
}
