import path from 'node:path';
import { badFindings } from '../../base/failure.js';
import { countOf } from '../../base/finding.js';
import { type FolderEntry, readFolder } from '../../base/fs/folder-entries.js';
import { t } from '../../base/language/texts.js';
import { pathBytes } from '../../base/text/path-text.js';
import type { TaskContext } from '../../engine/progress.js';
import { faultFinding, isPlaceholder } from '../../project/override/override-findings.js';
import { divided, placeEntries, type TreeShape } from '../../project/override/place-entries.js';
import { shellFile } from '../shell.js';
import { noShape } from './tree-shape.js';

export interface CopyOverlayInput {
  /** Folder whose content is copied. */
  from: string;
  /** As a person knows it: `root.override`. */
  shownAs: string;
  to: string;
  /** What is known of the tree in `to`. */
  shape: TreeShape;
}

/** A folder of the source, and where it comes to lie: what is below it goes there with it. */
interface Move {
  from: string;
  to: string;
  /** Paths below `from`. */
  names: string[];
}

/**
 * Copies a folder's content over a tree as root's own: with set-user-ID, set-group-ID and sticky bits, without write
 * permission of group and others but for sticky folders. Folders that exist keep their modes, files are replaced and
 * never written in place. Where the tree has a link to a folder, files go where it leads.
 * @throws Failure (exit status 2) that names what would take the place of something else.
 */
export async function copyOverlay(ctx: TaskContext, input: CopyOverlayInput): Promise<void> {
  const { from, to, shape, shownAs } = input;
  const entries = (await readFolder(from)).filter((entry) => !isPlaceholder(entry.path));
  const { places, faults } = placeEntries(entries, shape);
  if (faults.length > 0) {
    const findings = faults.map((fault) => faultFinding(fault, shownAs));
    throw badFindings(findings, t`${countOf(findings)} files cannot be laid over the image:`);
  }
  for (const move of movesOf(entries, places)) {
    if (move.names.length === 0) continue;
    const ends = [path.join(from, move.from), path.join(to, move.to)];
    const script = ['src/image/overlay/copy-names.sh', ...ends] as const;
    await shellFile(ctx, t`copying ${shownAs}`, script, nameList(move.names));
  }
  for (const [mode, folders] of newSharedFolders(entries, places, shape)) {
    await ctx.engine.run({
      program: 'xargs',
      args: ['-0', 'chmod', mode, '--'],
      cwd: to,
      input: nameList(folders),
      purpose: t`setting modes of ${shownAs}`,
      handlesTree: true,
      signal: ctx.signal,
    });
  }
}

/** Copies iso-root.override, where there is one, onto the tree of a medium. */
export async function layOverMedium(ctx: TaskContext, from: string | null, to: string): Promise<void> {
  if (from === null) return;
  await copyOverlay(ctx, { from, shownAs: 'iso-root.override', to, shape: noShape });
}

/** Names for the standard input of a script, each with a NUL at its end. */
function nameList(names: readonly string[]): Uint8Array {
  return Buffer.concat(names.map((name) => pathBytes(`./${name}\0`)));
}

/** Entries whose folders all keep their names go together; each folder behind a link begins a move of its own. */
function movesOf(entries: readonly FolderEntry[], places: ReadonlyMap<string, string>): Move[] {
  const top: Move = { from: '', to: '', names: [] };
  const moves = [top];
  const moveOf = new Map([['', top]]);
  for (const { path: name, kind } of entries) {
    const to = places.get(name) ?? '';
    const above = moveOf.get(divided(name).folder) ?? top;
    const literal = [above.to, name.slice(above.from === '' ? 0 : above.from.length + 1)]
      .filter((part) => part !== '')
      .join('/');
    if (to === literal) {
      above.names.push(name.slice(above.from === '' ? 0 : above.from.length + 1));
      if (kind === 'folder') moveOf.set(name, above);
    } else {
      const move = { from: name, to, names: [] };
      moves.push(move);
      moveOf.set(name, move);
    }
  }
  return moves;
}

/** Folders that anybody may write into, as /tmp, by their mode: a sticky bit says that this is meant. */
function newSharedFolders(
  entries: readonly FolderEntry[],
  places: ReadonlyMap<string, string>,
  { kinds }: TreeShape,
): Map<string, string[]> {
  const byMode = new Map<string, string[]>();
  for (const { path: name, kind, mode } of entries) {
    const to = places.get(name) ?? '';
    if (kind !== 'folder' || (mode & 0o1000) === 0 || (mode & 0o022) === 0 || kinds?.has(to) === true)
      continue;
    const key = mode.toString(8);
    byMode.set(key, [...(byMode.get(key) ?? []), to]);
  }
  return byMode;
}
