import path from 'node:path';
import { t } from '../../base/language/texts.js';

/** Stands for the text of a file that a symbolic link leads to and that lies outside of the project's folder. */
export const outside = Symbol('outside');

/** Of a file that may be included; null when it is not there. */
export type IncludeText = string | null | typeof outside;

/** Texts of the files that may be included, by their path in the project's folder. */
export type IncludeTexts = ReadonlyMap<string, IncludeText>;

/** Where Anaconda shows the installer's medium; iso-root.override is what of it is ours. */
const mediumFolder = /^\/(?:run|mnt)\/install\/repo\//;

/**
 * Paths in the project's folder that an `%include` may mean, in the order in which they are looked for: beside the
 * file that includes, in `ks/`, in the project's folder. Of the medium's folder it is iso-root.override.
 * A text says why there is none.
 */
export function includeCandidates(
  target: string,
  from: string,
): string[] | { problem: string; remedy: string } {
  if (/^[a-z]+:/i.test(target)) {
    return {
      problem: t`\`%include ${target}\` would be fetched from the network, and could change at any time.`,
      remedy: t`Put the file into \`ks/\` and include it by its name.`,
    };
  }
  if (mediumFolder.test(target)) {
    return within([path.posix.join('iso-root.override', target.replace(mediumFolder, ''))], target);
  }
  if (target.startsWith('/tmp/')) {
    return {
      problem: t`\`%include ${target}\` means a file that a \`%pre\` script makes on the device, after the image was made.`,
      remedy: t`Write its lines into the file itself, or put them into \`ks/\` and include that file.`,
    };
  }
  if (target.startsWith('/')) {
    return {
      problem: t`\`%include ${target}\` lies outside of the project's folder.`,
      remedy: t`Put the file into \`ks/\` and include it by its name.`,
    };
  }
  const folders = [path.posix.dirname(from), 'ks', '.'];
  return within(
    folders.map((folder) => path.posix.join(folder, target)),
    target,
  );
}

function within(paths: readonly string[], target: string): string[] | { problem: string; remedy: string } {
  const inside = [...new Set(paths)].filter((one) => !one.startsWith('..'));
  return inside.length > 0
    ? inside
    : {
        problem: t`\`%include ${target}\` lies outside of the project's folder.`,
        remedy: t`Put the file into \`ks/\` and include it by its name.`,
      };
}

/** What the `%include` lines of a text name, as far as they can be read. */
export function includeTargets(text: string): string[] {
  return [...text.matchAll(/^[ \t]*%include[ \t]+["']?([^\s"'#]+)/gm)].map((match) => match[1] as string);
}
