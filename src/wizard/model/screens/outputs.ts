import { later } from '../../../base/language/texts.js';
import { matters } from '../../../config/fields/matters.js';
import { splitKeys } from '../../../config/fields/ssh-key.js';
import { type OutputKind, outputKinds, outputTable } from '../../../config/outputs.js';
import { type Field, pathsOfScreen, specField, writePath, yesNo } from '../fields.js';
import { fieldSummary } from './field-summary.js';
import type { Screen } from './screen.js';

/** What the screen adds to what the fields themselves say. */
const special: Readonly<Record<string, Parameters<typeof specField>[1]>> = {
  // The comment of a key may have blanks and commas.
  'update.keys': { write: (spec, text) => writePath(spec, 'update.keys', splitKeys(text)) },
};
const paths = pathsOfScreen('outputs', ['install.method', 'install.payload']);
const fields = paths.map((path) => specField(path, special[path]));

/** What is built, and where its parts are kept. */
export const outputsScreen: Screen = {
  id: 'outputs',
  title: later`Outputs`,
  shortTitle: later`Outputs`,
  keys: 'form',
  help: [
    later`What the build writes to output/, with SHA256SUMS and build.json. All outputs hold the same slot image.`,
  ],
  fields: ({ spec }) => [...outputKinds.map(outputField), ...fields.filter(({ id }) => matters(spec, id))],
  paths: ['outputs', ...paths],
  summary: ({ spec }) => fieldSummary(spec, 'outputs'),
};

function outputField(kind: OutputKind): Field {
  return {
    id: `outputs.${kind}`,
    label: outputTable[kind].label,
    kind: 'switch',
    help: [outputTable[kind].help],
    flag: '--output',
    paths: ['outputs'],
    read: ({ outputs }) => (outputs.includes(kind) ? 'yes' : 'no'),
    write: (spec, text) => ({
      ...spec,
      outputs: outputKinds.filter((one) => (one === kind ? text === 'yes' : spec.outputs.includes(one))),
    }),
    choices: () => yesNo,
  };
}
