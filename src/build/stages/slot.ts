import path from 'node:path';
import { later, t } from '../../base/language/texts.js';
import { formatMiB } from '../../config/fields/sizes.js';
import { rootSpecOf } from '../../config/spec-parts.js';
import { seedsOf } from '../../image/reproducible-ids.js';
import { shell } from '../../image/shell.js';
import { slotFormatOf } from '../../image/slot/slot-format.js';
import { makeSlotImage, type SlotFacts } from '../../image/slot/slot-image.js';
import { coveredFolders } from '../../project/override/hidden-files.js';
import { data, unkeyed } from '../input.js';
import { keptStage } from '../stage.js';
import { composeStage } from './compose.js';
import { initramfsStage } from './initramfs.js';
import type { TreeFacts } from './tree.js';

/** The image of both slots, and what lies beside it. */
export const slotStage = keptStage({
  id: 'slot',
  title: later`Slot image`,
  deps: { compose: composeStage, initramfs: initramfsStage },
  tools: ['b2sum', 'gzip'],
  inputs: ({ project: { spec }, lock }) => ({
    spec: data(rootSpecOf(spec)),
    lock: data(lock),
    format: data(slotFormatOf(rootSpecOf(spec), lock)),
    covered: unkeyed(
      coveredFolders(spec),
      'Which they are follows from the partitions; how they are installed changes only the advice.',
    ),
  }),
  async make(ctx, { spec, lock, format, covered }, deps, { out, scratch }): Promise<SlotFacts & TreeFacts> {
    const { compose, initramfs } = deps;
    const tree = path.join(scratch, 'root');
    await shell(ctx, t`copying the root tree`, 'cp -al "$1" "$2"', path.join(compose.dir, 'root'), tree);
    const facts = await makeSlotImage(ctx, {
      ...{ spec, format, tree, covered, scratch },
      initramfs: path.join(initramfs.dir, 'initramfs.img'),
      seeds: seedsOf(lock),
      outDir: out,
      ...compose.facts,
    });
    return { ...facts, ...compose.facts, warnings: [] };
  },
  isAlwaysAsked: true,
  tell: ({ reused, facts: { sizeMiB, memoryMiB } }) =>
    [...(reused ? [t`unchanged`] : []), formatMiB(sizeMiB), t`${formatMiB(memoryMiB)} in memory`].join(t`, `),
});
