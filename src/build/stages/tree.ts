import path from 'node:path';
import { later, sentences, t } from '../../base/language/texts.js';
import {
  inInstallOrder,
  readRelations,
  refuseHiddenPackageFiles,
} from '../../image/root/package-relations.js';
import { kernelVersion, makeRootTree } from '../../image/root/root-tree.js';
import { scriptsOf } from '../../project/folder/project-extras.js';
import { coveredFolders } from '../../project/override/hidden-files.js';
import { data, unkeyed } from '../input.js';
import { scriptInputs, signingKeys } from '../shared-inputs.js';
import { keptStage, type StageResult } from '../stage.js';
import { packagesStage } from './packages.js';

/** What is known of a tree by its packages. */
export interface TreeFacts {
  kernel: string;
  /** Seconds since 1970. */
  epoch: number;
  /** What the stage itself has to warn of. */
  warnings: readonly string[];
}

/** Root tree of the packages. */
export const treeStage = keptStage({
  id: 'tree',
  title: later`Root tree`,
  deps: { packages: packagesStage },
  tools: ['rpm', 'rpmkeys'],
  inputs: async (source) => ({
    ...(await scriptInputs(source, scriptsOf(source.project.extras, 'pre-install'))),
    lock: data(source.lock),
    languages: data(source.project.spec.system.languages),
    keys: signingKeys(source),
    covered: unkeyed(
      coveredFolders(source.project.spec),
      'They only refuse: the slot refuses the same, and this tree may serve other partitions.',
    ),
  }),
  async make(ctx, inputs, { packages }, { out, scratch }): Promise<TreeFacts> {
    const { lock, languages, covered, scripts, isoOverride } = inputs;
    const { files } = packages.facts;
    const locked = lock.packages.map(({ sha256 }) => files.get(sha256) ?? '');
    const relations = await readRelations(ctx, locked, scratch);
    refuseHiddenPackageFiles(relations, covered);
    const packageFiles = inInstallOrder(locked, relations);
    const epoch = Math.max(...relations.map(({ buildTime }) => buildTime));
    const root = path.join(out, 'root');
    const keyFiles = await inputs.keys(ctx, scratch);
    const setup = lock.packages.find(({ name }) => name === 'setup');
    const setupFile = files.get(setup?.sha256 ?? '') ?? null;
    const accounts = inInstallOrder(relations, relations).flatMap((item) => item.accounts);
    const warnings = await makeRootTree(ctx, {
      ...{ root, packageFiles, keyFiles, languages, epoch, accounts, setup: setupFile, scratch },
      preInstall: scripts.length === 0 ? null : { scripts, repo: isoOverride },
    });
    return { kernel: await kernelVersion(ctx, root), epoch, warnings };
  },
  tell: (result) => warningsText(result),
});

/** What is shown behind the title of a stage that may warn. */
export function warningsText({
  reused,
  facts: { warnings },
}: StageResult<Pick<TreeFacts, 'warnings'>>): string | undefined {
  const words = [
    ...(reused ? [t`unchanged`] : []),
    ...(warnings.length === 0 ? [] : [t`warning: ${sentences(...warnings)}`]),
  ];
  return words.length === 0 ? undefined : words.join(t`, `);
}
