import { later } from '../../../base/language/texts.js';
import { fieldSummary } from './field-summary.js';
import type { Screen } from './screen.js';

/** Which packages are in the image. */
export const packagesScreen: Screen = {
  id: 'packages',
  title: later`Packages`,
  shortTitle: later`Packages`,
  keys: 'packages',
  help: [
    later`The packages that you name. Locking adds what they need. The list goes to packages.list, which keeps its comments.`,
    [
      {
        keys: later`Search with \`/\`: by the start or any part of a name, also with a typing mistake. Paste a whole list at any time. \`s\` adds sets.`,
      },
      later`A line \`-NAME\` keeps a package out, and \`*\` stands for any letters.`,
    ],
    later`Packages that an image needs to build or boot cannot be removed; the line below the list says why.`,
  ],
  fields: () => [],
  paths: ['packages'],
  summary: ({ spec }) => fieldSummary(spec, 'packages'),
};
