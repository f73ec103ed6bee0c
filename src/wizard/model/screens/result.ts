import { later } from '../../../base/language/texts.js';
import type { Screen } from './screen.js';

/** What a run came to. */
export const resultScreen: Screen = {
  id: 'result',
  title: later`Result`,
  shortTitle: later`Result`,
  keys: 'result',
  help: [
    later`The files lie in output/.`,
    [
      {
        keys: later`\`f\` writes the installer, or else the raw disk image, to a USB stick or a card, and reads it back.`,
      },
      {
        keys: later`\`p\` cuts the power of a copy of the raw disk image, if one was built, at every point of an update and other writes, for at most ten minutes, and says what becomes of the device. The same key goes on. It takes root.`,
      },
      {
        keys: later`\`b\` boots the disk image in QEMU on this terminal. \`r\` builds again; after a failure it goes on with the stage that failed.`,
      },
    ],
  ],
  fields: () => [],
  paths: [],
  summary: () => [],
};
