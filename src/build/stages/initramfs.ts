import path from 'node:path';
import { later } from '../../base/language/texts.js';
import { concernsInitramfs, makeInitramfs } from '../../image/boot/initramfs.js';
import { scriptsOf } from '../../project/folder/project-extras.js';
import { type KeptResult, keptStage, type PartOf } from '../stage.js';
import { composeStage } from './compose.js';
import { type TreeFacts, treeStage, warningsText } from './tree.js';

/** Of the composed tree what dracut may read: its packages, and what is laid over them where that is not known to be left alone. */
const forDracut: PartOf<KeptResult<TreeFacts>> = {
  stage: composeStage,
  async counts({ project, digestsOf }, keyOf) {
    const { spec, extras } = project;
    const overrides = extras.rootOverride === null ? [] : await digestsOf(extras.rootOverride);
    // A script may change whatever dracut reads, and read all that was laid over the packages.
    const hasScripts = extras.hooks !== null || scriptsOf(extras, 'post-nochroot', 'post').length > 0;
    return {
      tree: await keyOf(treeStage),
      overrides: overrides.filter(({ path: file }) => concernsInitramfs(file)),
      compose: hasScripts ? await keyOf(composeStage) : null,
      // Settings change accounts, links and single files in /etc; of those dracut reads only the console's.
      console: spec.system.keymap,
      language: spec.system.languages[0],
    };
  },
};

/** The initramfs of installed systems and of the installer. */
export const initramfsStage = keptStage({
  id: 'initramfs',
  title: later`Initramfs`,
  deps: { compose: forDracut },
  // dracut is that of the tree.
  tools: [],
  inputs: () => ({}),
  async make(ctx, _, { compose }, { out }): Promise<TreeFacts> {
    await makeInitramfs(ctx, { root: path.join(compose.dir, 'root'), outDir: out, ...compose.facts });
    return { ...compose.facts, warnings: [] };
  },
  tell: (result) => warningsText(result),
});
