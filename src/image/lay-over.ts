import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { type FolderEntry, readFolder } from '../project/override/folder-entries.js';
import { faultFinding, isPlaceholder } from '../project/override/override-findings.js';
import { pathBytes } from '../project/override/path-text.js';
import { divided, placeEntries, type TreeShape } from '../project/override/place-entries.js';
import { badFindings } from '../spec/failure.js';
import { noShape } from './tree-shape.js';

export interface LayOverInput {
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
export async function layOver(place: Workplace, input: LayOverInput): Promise<void> {
  const { from, to, shape, shownAs } = input;
  const entries = (await readFolder(from)).filter((entry) => !isPlaceholder(entry.path));
  const { places, faults } = placeEntries(entries, shape);
  if (faults.length > 0) {
    const findings = faults.map((fault) => faultFinding(fault, shownAs));
    throw badFindings(findings, `${faults.length} files cannot be laid over the image:`);
  }
  for (const move of movesOf(entries, places)) {
    const ends = [path.join(from, move.from), path.join(to, move.to)];
    await onNames(place, `copying ${shownAs}`, copyScript, ends, move.names);
  }
  for (const [mode, folders] of newSharedFolders(entries, places, shape)) {
    await onNames(place, `setting modes of ${shownAs}`, modeScript, [to, mode], folders);
  }
}

/** Copies iso-root.override, where there is one, onto the tree of a medium. */
export async function layOverMedium(place: Workplace, from: string | null, to: string): Promise<void> {
  if (from === null) return;
  await layOver(place, { from, shownAs: 'iso-root.override', to, shape: noShape });
}

/** Both ends are tar, which takes names of any bytes, and replaces files instead of writing into them. */
const copyScript = `mkdir -p "$2"
exec 4>&1
status=$({ { packed=0
    tar --create --directory "$1" --format=gnu --no-recursion --owner=0 --group=0 --numeric-owner --mode=go-w \
      --null --verbatim-files-from --files-from - || packed=$?
    echo "$packed" >&3; } |
  tar --extract --directory "$2" --preserve-permissions --same-owner --no-overwrite-dir --touch >&4; } 3>&1)
[ "$status" -eq 0 ]`;

const modeScript = 'cd "$1"; xargs -0 chmod "$2" --';

/** Runs a script that reads names, each with a NUL at its end. */
async function onNames(
  place: Workplace,
  purpose: string,
  script: string,
  args: readonly string[],
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  await place.engine.run({
    program: 'sh',
    args: ['-euc', `umask 022\n${script}`, 'sh', ...args],
    input: Buffer.concat(names.map((name) => pathBytes(`./${name}\0`))),
    purpose,
    handlesTree: true,
    signal: place.signal,
  });
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
