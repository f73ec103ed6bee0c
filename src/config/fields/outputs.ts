import * as v from 'valibot';
import { t, translated } from '../../base/language/texts.js';
import { outputKinds, outputTable, outputWords } from '../outputs.js';
import { field, flag } from './field.js';

/** What is built of the image. */
export const outputFields = {
  outputs: field({
    schema: v.array(v.picklist(outputKinds)),
    description: 'What to build.',
    default: ['iso', 'qcow2'],
    flag: flag('--output KIND', `${outputWords()} (repeatable, or with commas)`, 'list'),
    screen: 'outputs',
    summary: (kinds) => kinds.map((kind) => translated(outputTable[kind].noun)).join(t`, `),
  }),
};
