import type { Screen } from './screen.js';

/** Which packages are in the image. */
export const packagesScreen: Screen = {
  id: 'packages',
  title: 'Packages',
  help: [
    'The packages that you name; what they need comes along when the list is locked. They are written to packages.list, which keeps its comments.',
    'Search with `/`: the beginning of a name, any part of it, or with a typing mistake. Paste a whole list at any time. `s` adds sets. A line `-NAME` keeps a package out, and `*` stands for any letters.',
    'Packages without which an image cannot be built or does not boot are kept; the line below the list says why.',
  ],
  fields: () => [],
  paths: ['packages'],
};
