import { badInput } from '../../base/failure.js';
import {
  type CoveredFolder,
  filesHidden,
  hiddenFiles,
  neededAbove,
} from '../../project/override/hidden-files.js';

/**
 * @param files paths relative to the root, of all but folders
 * @throws Failure (exit status 2) when the image has files where a partition will be mounted over them.
 */
export function refuseHiddenFiles(files: readonly string[], covered: readonly CoveredFolder[]): void {
  const [hidden] = filesHidden(
    files.map((place) => ({ place })),
    neededAbove(covered),
  );
  if (hidden === undefined) return;
  const { first, count, folder } = hidden;
  throw badInput(hiddenFiles(`/${first.place}`, count, folder));
}
