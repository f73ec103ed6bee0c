import type { Workplace } from '../engine/progress.js';
import type { Need } from '../project/setting-needs.js';
import { badInput } from '../spec/failure.js';

/** @throws Failure (exit status 2) for the first need that nothing in the tree meets. */
export async function requireNeeds(place: Workplace, tree: string, needs: readonly Need[]): Promise<void> {
  for (const need of needs) {
    const [name = ''] = need.anyOf;
    const { status } = await place.engine.run({
      program: 'sh',
      args: ['-c', 'test -e "$1" || test -L "$1"', 'sh', `${tree}/${need.file}`],
      purpose: `looking for ${name}`,
      handlesTree: true,
      okStatuses: [0, 1],
      signal: place.signal,
    });
    if (status === 0) continue;
    throw badInput({
      what: `The settings ask for ${need.what}, and the image has no ${name} that would set it up.`,
      where: need.where,
      remedy: `Add the package \`${name}\` to the package list and run \`tmpfsroot-wizard lock\`, or take that setting out.`,
    });
  }
}
