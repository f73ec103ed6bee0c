import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { changesSince, specChanges } from './spec-changes.js';
import type { WizardState } from './state.js';

/** What writing and building would change, as it is told on the review. */
export interface FolderChanges {
  title: string;
  /** A line for each field; empty: the title says all. */
  lines: readonly string[];
  /** The folder holds another project, which would be replaced. */
  isReplaced: boolean;
}

/**
 * What is new against the files of the folder, whoever wrote them; where they say the same, against the last build.
 * Null where there is neither.
 */
export function folderChanges(state: WizardState): FolderChanges | null {
  const { spec, onDisk, lastBuilt, isOfFolder } = state;
  const lines = onDisk === null ? [] : specChanges(sorted(onDisk), sorted(spec));
  if (lines.length > 0) {
    return isOfFolder
      ? { title: t`Changed from the files in this folder:`, lines, isReplaced: false }
      : { title: t`This folder holds another project. Changes to its files:`, lines, isReplaced: true };
  }
  if (lastBuilt === null) return null;
  const since = changesSince(lastBuilt, spec);
  const title =
    since.length === 0 ? t`Nothing was changed since the last build.` : t`New since the last build:`;
  return { title, lines: since, isReplaced: false };
}

/** packages.list has an order of its own, which means nothing. */
function sorted(spec: ImageSpec): ImageSpec {
  return { ...spec, packages: [...new Set(spec.packages ?? [])].sort() };
}
