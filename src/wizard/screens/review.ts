import type { Screen } from './screen.js';

/** All that will be built, before it is. */
export const reviewScreen: Screen = {
  id: 'review',
  title: 'Review',
  help: [
    'All that was chosen, and what it means for the disks. Enter writes the project files, locks and builds. Nothing on a disk of this machine is changed.',
    'The command does the same without these screens: in a script, or on another machine.',
    'Choose a line and press the right arrow to go to its screen.',
  ],
  fields: () => [],
  paths: [],
};
