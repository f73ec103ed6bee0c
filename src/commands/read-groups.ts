import { badInput, type Failure, stageFailed } from '../base/failure.js';
import { didYouMean } from '../base/nearest.js';
import { printText } from '../base/print-text.js';
import { withReadyEngine } from '../build/open-engine.js';
import { cacheFolder } from '../config/cache-folder.js';
import type { ImageSpec } from '../config/image-spec.js';
import { silentProgress } from '../engine/progress.js';
import { allGroups, type ExpandedGroup, expandGroup, type NamedGroup } from '../rpm/groups/expand-group.js';
import { cachedPackageGroups } from '../rpm/groups/kept-groups.js';
import { packageIndexFile, readPackageIndex } from '../rpm/solve/package-index.js';
import { packageNamed } from '../rpm/solve/package-index-columns.js';
import type { CommandContext } from './command.js';

/** The groups of a project's repositories. */
export interface ProjectGroups {
  all: readonly NamedGroup[];
  /**
   * The packages of `@GROUP` for a package list. What the list keeps out or no repository has is told on standard error.
   * @throws Failure (exit status 2) for a group that is not there
   */
  expand(word: string, lines: readonly string[]): ExpandedGroup;
}

/**
 * Reads the groups that the repositories of a spec have now.
 * @throws Failure: 1 where a repository cannot be read, or none has groups; otherwise as the lock does.
 */
export async function readGroups(
  dir: string,
  spec: ImageSpec,
  { env, signal, stderr }: Pick<CommandContext, 'env' | 'signal' | 'stderr'>,
): Promise<ProjectGroups> {
  const project = { dir, spec, packages: [], findings: [] };
  const cacheDir = cacheFolder(spec, env);
  const index = await withReadyEngine(project, { env, signal }, (engine) =>
    readPackageIndex(project, { engine, signal, progress: silentProgress }, cacheDir),
  );
  const groups = await cachedPackageGroups(await packageIndexFile(project, cacheDir), cacheDir);
  const problems = (groups?.problems ?? []).map(
    ({ repository, reason }) => `The groups of repository \`${repository}\` cannot be read. ${reason}`,
  );
  const all = groups === null ? [] : allGroups(groups);
  if (groups === null || all.length === 0) {
    throw stageFailed({
      what: problems[0] ?? 'The repositories have no groups.',
      remedy: 'Name packages instead.',
    });
  }
  for (const problem of problems) printText(stderr, `Warning: ${problem}\n`);
  return {
    all,
    expand: (word, lines) => {
      const isKnown = (name: string) => packageNamed(index, name) !== null;
      const expanded = expandGroup(groups, word, { lines, isKnown });
      if (expanded === null) throw noGroup(word, all);
      const { keptOut, unknown } = expanded;
      if (keptOut.length > 0) printText(stderr, `${word}: the list keeps out ${keptOut.join(' ')}.\n`);
      if (unknown.length > 0) printText(stderr, `${word}: the repositories lack ${unknown.join(' ')}.\n`);
      return expanded;
    },
  };
}

function noGroup(word: string, all: readonly NamedGroup[]): Failure {
  const words = all.map((group) => group.word);
  return badInput({
    what: `The repositories have no group \`${word}\`.`,
    remedy: `${didYouMean(word.startsWith('@') ? word : `@${word}`, words)}\`tmpfsroot-wizard groups\` lists them.`,
  });
}
