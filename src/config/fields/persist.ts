import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';

/**
 * What the device keeps in /persist besides its identity: as it is at the first start, and later when somebody there
 * says so (`tmpfsroot-persist save`).
 */
export const persistFields = {
  persist: field({
    schema: v.array(shape.keptPath),
    description:
      'Files and folders that the device keeps from one start to the next in /persist, besides its identity.',
    default: [],
    flag: flag('--persist PATH', 'file or folder that the device keeps in /persist (repeatable)', 'list'),
    screen: 'system',
    ask: {
      label: later`Kept files`,
      help: [
        later`Files and folders, with blanks between them, that the device keeps in /persist from one start to the next: \`/etc/chrony.keys\`. SSH host keys and machine-id are kept anyway. \`tmpfsroot-persist save\` on the device takes them as they are then.`,
      ],
    },
  }),
};
