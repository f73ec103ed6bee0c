import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';

/** Version of the form of a spec; raised when an older program could misread a newer file. */
export const specVersion = 1;

/** What is said of the file and of the image as a whole. */
export const imageFields = {
  version: field({
    schema: v.literal(specVersion),
    description: 'Version of the file format.',
    default: specVersion,
  }),
  name: field({
    schema: shape.imageName,
    description: 'Names the output files and the system.',
    default: ({ name }) => name,
    defaultText: 'name of the folder',
    flag: flag('--name NAME', 'name of output files and system'),
    screen: 'system',
    ask: {
      label: later`Name of the image`,
      help: [later`Names the output files (NAME-installer.iso) and stands in the installer.`],
    },
  }),
};
