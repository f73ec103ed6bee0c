import { badInput } from '../../base/failure.js';
import { t, translated } from '../../base/language/texts.js';
import type { Need } from '../../project/folder/setting-needs.js';
import { isThere, type TreeShape } from '../../project/override/place-entries.js';

/**
 * @param where tells where a field was given
 * @throws Failure (exit status 2) for the first need that nothing in the tree meets.
 */
export function requireNeeds(
  shape: TreeShape,
  needs: readonly Need[],
  where: (path: string) => string,
): void {
  for (const need of needs) {
    const [name = ''] = need.anyOf;
    if (isThere(need.file, shape)) continue;
    throw badInput({
      what: t`The settings ask for ${translated(need.what)}, but the image has no ${name} to set it up.`,
      where: where(need.path),
      remedy: t`Add the package \`${name}\` to the package list and run \`tmpfsroot-wizard lock\`, or remove that setting.`,
    });
  }
}
