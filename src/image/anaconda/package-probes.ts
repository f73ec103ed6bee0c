import type { TreeShape } from '../../project/override/place-entries.js';

/** rpm's query format of the lines that {@link choosePackageProbes} and {@link shapeOf} read: for each file of a package one. */
export const fileFormat =
  '[%{=NEVRA}\\t%{FILEFLAGS}\\t%{FILEMODES}\\t%{FILELANGS}\\t%{FILELINKTOS}\\t%{FILENAMES}\\n]';

/** Flags of rpmfiles.h: documentation, may be missing, ghost. Such files need not be there after an installation. */
const mayBeAbsent = 2 | 8 | 64;

/**
 * One file of each package by whose presence it can be seen to be installed, as `NEVRA PATH`: the first that is a
 * regular one, in no language of its own. Packages without such a file have none.
 */
export function choosePackageProbes(lines: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [nevra = '', flags, mode, language, , ...name] = line.split('\t');
    const file = name.join('\t');
    if (found.has(nevra) || language !== '' || (Number(flags) & mayBeAbsent) !== 0) continue;
    const isRegular = (Number(mode) & 0o170000) === 0o100000;
    if (isRegular && file.startsWith('/')) found.set(nevra, file);
  }
  return [...found].map(([nevra, file]) => `${nevra} ${file}`);
}

/** What packages bring of folders, links and files: the shape of a system that they are installed into. */
export function shapeOf(lines: readonly string[]): TreeShape {
  const links = new Map<string, string>();
  const kinds = new Map<string, 'folder' | 'link' | 'file'>();
  for (const line of lines) {
    const [, , mode, , target = '', ...name] = line.split('\t');
    const file = name.join('\t').slice(1);
    const type = Number(mode) & 0o170000;
    if (file === '') continue;
    kinds.set(file, type === 0o040000 ? 'folder' : type === 0o120000 ? 'link' : 'file');
    if (type === 0o120000) links.set(file, target);
  }
  return { links, kinds };
}
