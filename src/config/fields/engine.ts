import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { engineChoices, engineNames, engineRecords, engineWords } from '../engines.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';

/** How the image is built; makes no difference to it. */
export const engineFields = {
  engine: {
    use: field({
      schema: v.picklist(engineChoices),
      description: `What runs the programs that build; auto is the first that works: ${engineNames.join(', ')}.`,
      default: 'auto',
      flag: flag('--engine NAME', `what runs the programs: ${engineWords()}`),
      screen: 'outputs',
      ask: {
        label: later`Engine`,
        help: [
          later`What runs the programs that build; the image is the same. \`auto\` is the first that works here: podman, docker, or the programs of this machine. \`d\` on the first screen says what there is.`,
        ],
        labels: {
          auto: later`auto: the first that works`,
          ...Object.fromEntries(engineRecords.map(({ name, label }) => [name, label])),
        },
      },
    }),
    image: field({
      schema: v.nullable(shape.containerImage),
      description: 'Container image with the programs; null builds one from that of Fedora.',
      default: null,
      flag: flag('--engine-image IMAGE', 'container image with the programs, else one of ours'),
    }),
  },
  signingKey: field({
    schema: v.nullable(shape.folder),
    description:
      'File with the private SSH key that signs updates, or the public one of a key in ssh-agent, relative to this folder.',
    default: null,
    defaultText: '`$XDG_CONFIG_HOME/tmpfsroot-wizard/update-key`',
    flag: flag('--signing-key FILE', 'SSH key that signs updates'),
    variable: 'SIGNING_KEY',
    matters: [{ path: 'outputs', is: ['update'] }],
  }),
  cacheDir: field({
    schema: v.nullable(shape.folder),
    description: 'Folder for packages and stages, relative to this folder.',
    default: null,
    defaultText: '`$XDG_CACHE_HOME/tmpfsroot-wizard`',
    flag: flag('--cache-dir DIR', 'folder for packages and stages'),
    variable: 'CACHE_DIR',
    screen: 'outputs',
    ask: {
      label: later`Cache folder`,
      help: [
        later`Folder for packages and for what each stage of a build made. It can be removed at any time; the next build makes it again.`,
      ],
      placeholder: '~/.cache/tmpfsroot-wizard',
    },
  }),
};
