import path from 'node:path';
import { later } from '../../base/language/texts.js';
import { rootSpecOf } from '../../config/spec-parts.js';
import { composeTree } from '../../image/settings/composed-tree.js';
import { scriptsOf } from '../../project/folder/project-extras.js';
import { coveredFolders } from '../../project/override/hidden-files.js';
import { data, folder, hookFolder, unkeyed } from '../input.js';
import { scriptInputs } from '../shared-inputs.js';
import { keptStage } from '../stage.js';
import { packageLines } from './packages.js';
import { type TreeFacts, treeStage, warningsText } from './tree.js';

/** The tree with settings and overrides. */
export const composeStage = keptStage({
  id: 'compose',
  title: later`Settings and overrides`,
  deps: { tree: treeStage },
  tools: ['cp', 'sh', 'tar'],
  inputs: async (source) => {
    const { spec, extras } = source.project;
    return {
      ...(await scriptInputs(source, scriptsOf(extras, 'post-nochroot', 'post'))),
      spec: data(rootSpecOf(spec)),
      where: unkeyed(source.project.where, 'Where a setting was given changes nothing in the image.'),
      override: await folder(source, extras.rootOverride),
      hooks: await hookFolder(source, extras.hooks),
      packages: data(packageLines(source.lock)),
      covered: unkeyed(coveredFolders(spec), 'They only refuse, and the slot refuses the same.'),
    };
  },
  async make(ctx, inputs, { tree }, { out, scratch }): Promise<TreeFacts> {
    const warnings = await composeTree(ctx, {
      ...inputs,
      tree: path.join(tree.dir, 'root'),
      out: path.join(out, 'root'),
      epoch: tree.facts.epoch,
      scratch,
    });
    return { ...tree.facts, warnings };
  },
  tell: (result) => warningsText(result),
});
