import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { field } from './field.js';
import { text } from './type-facts.js';

export const keyboardLayoutPattern = /^[a-z][a-z0-9_]+(?:\/[a-z0-9_]+)?(?: \([A-Za-z0-9_-]+\))?$/;
export const keyboardOptionPattern = /^[A-Za-z0-9_]+:[A-Za-z0-9_-]+$/;

/** The keyboard of X11, and of Wayland where it asks for that. */
export const keyboardFields = {
  layouts: field({
    schema: v.array(
      text(keyboardLayoutPattern, { noun: later`layout of X11`, examples: ['us', 'cz (qwerty)'] }),
    ),
    description: 'Layouts of X11, as `us` or `cz (qwerty)`.',
    default: [],
    kickstart: 'keyboard --xlayouts',
  }),
  options: field({
    schema: v.array(
      text(keyboardOptionPattern, { noun: later`option of X11`, examples: ['grp:alt_shift_toggle'] }),
    ),
    description: 'Options of X11, such as the keys that change between the layouts.',
    default: [],
    matters: [{ path: 'system.keyboard.layouts', elements: 1 }],
    kickstart: 'keyboard --switch',
  }),
};
