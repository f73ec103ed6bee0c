import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import { pathBytes } from '../../base/text/path-text.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand } from '../../engine/views.js';
import { shellText } from '../shell.js';
import type { TreeEntry } from './tree-listing.js';

/** Security contexts (`system_u:object_r:etc_t:s0`) by path, relative to the tree, `.` for the tree itself. */
export type Labels = ReadonlyMap<string, string>;

/**
 * Asks the image's policy for the label of every entry of a tree; nothing is set in the tree, for which the kernel of
 * the build machine would need rights and a policy.
 * @throws Failure (exit status 1) when the policy does not answer, or its rules have labels that it does not know.
 */
export async function readLabels(
  ctx: TaskContext,
  tree: string,
  entries: readonly TreeEntry[],
  scratch: string,
): Promise<Labels> {
  ctx.progress.status(t`labels of ${entries.length} files`);
  const paths = [...new Set([...entries.map(({ path: name }) => name), lostAndFound])];
  const answer = path.join(scratch, 'labels');
  await ctx.engine.run(
    chrootCommand({
      root: tree,
      program: 'sh',
      args: ['-c', await shellText('src/image/slot/read-labels.sh')],
      input: pathBytes(paths.map((name) => (name === '.' ? '/\0' : `/${name}\0`)).join('')),
      stdoutFile: answer,
      purpose: t`asking the image's SELinux policy for labels (matchpathcon)`,
      signal: ctx.signal,
    }),
  );
  const lines = (await readFile(answer, 'utf8')).split('\n').slice(0, -1);
  const labels = labelsOf(paths, lines);
  if (labels !== null) return labels;
  throw stageFailed({
    what: t`The SELinux policy of the image gave ${lines.length} labels for ${paths.length} files.`,
    where: '/etc/selinux',
    remedy: t`Look for rules that name no label in the policy and its file_contexts.local.`,
    lastLines: lines.filter((line) => !isLabel(line)).slice(-20),
  });
}

/**
 * Labels by path from what matchpathcon said, in the paths' order. Where the policy has none (`<<none>>`: what others
 * mount there has labels of its own) a file gets its folder's, as if it were made there.
 * @returns Null when that is not an answer for these paths.
 */
export function labelsOf(paths: readonly string[], answers: readonly string[]): Labels | null {
  const said = new Map(paths.map((name, index) => [name, answers[index] ?? '']));
  const root = said.get('.') ?? '';
  const labels = new Map<string, string>();
  const labelOf = (name: string): string => {
    const own = said.get(name);
    if (own !== undefined && own !== noLabel) return own;
    return name === '.' ? root : labelOf(path.dirname(name));
  };
  for (const name of paths) labels.set(name, labelOf(name));
  return answers.length === paths.length && [...labels.values()].every(isLabel) ? labels : null;
}

const noLabel = '<<none>>';

/** user:role:type, with or without a level (MLS). */
function isLabel(text: string): boolean {
  return /^[^\s:]+:[^\s:]+:[^\s:]+(:\S+)?$/.test(text);
}

/**
 * Labels of a data partition, one LABEL PATH a line, the file system's root first: what the installer and the healer
 * give to its directories. lost+found is not in the tree, and is everywhere what it is at the top.
 */
export function labelManifest(labels: Labels, entries: readonly TreeEntry[], mountPoint: string): string {
  const top = mountPoint.slice(1);
  const folders = entries.filter(({ type, path: name }) => type === 'd' && name.startsWith(`${top}/`));
  const lines = [
    `${labels.get(top)} .`,
    `${labels.get(lostAndFound)} ${lostAndFound}`,
    ...folders.map(({ path: name }) => `${labels.get(name)} ${name.slice(top.length + 1)}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Reads what {@link labelManifest} wrote. */
export function parseLabelManifest(text: string): Labels {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const blank = line.indexOf(' ');
        return [line.slice(blank + 1), line.slice(0, blank)];
      }),
  );
}

/** What mkfs.ext4 makes in every file system; it is not a part of a tree. */
export const lostAndFound = 'lost+found';
