import type { Screen } from './screen.js';

/** What a run came to. */
export const resultScreen: Screen = {
  id: 'result',
  title: 'Result',
  help: [
    'The files lie in output/. Write the installer to a stick with `dd if=output/NAME-installer.iso of=/dev/sdX bs=4M oflag=direct conv=fsync`.',
    '`b` boots the disk image in QEMU on this terminal. `r` builds again; after a failure it goes on with the stage that failed.',
  ],
  fields: () => [],
  paths: [],
};
