import { later } from '../../../base/language/texts.js';
import type { Screen } from './screen.js';

/** All that will be built, before it is. */
export const reviewScreen: Screen = {
  id: 'review',
  title: later`Review`,
  shortTitle: later`Review`,
  keys: 'review',
  help: [
    [
      later`All your choices, and what they mean for the disks.`,
      { keys: later`Enter on the first line writes the project files, locks and builds.` },
      later`No disk of this machine is changed.`,
    ],
    [
      later`A command builds the same image without these screens, in a script or on another machine.`,
      { keys: later`\`c\` shows it.` },
    ],
    [{ keys: later`Enter on another line opens its screen; Enter there comes back.` }],
  ],
  fields: () => [],
  paths: [],
  summary: () => [],
};
