import type { Field } from '../fields.js';
import type { ScreenId, WizardState } from '../state.js';

/** One screen: what it is called, what it says of itself, and the fields that it sets. */
export interface Screen {
  id: ScreenId;
  title: string;
  /** Paragraphs for the help of the screen as a whole. */
  help: readonly string[];
  /** The fields that are to be seen now, from top to bottom. */
  fields(state: WizardState): readonly Field[];
  /** Paths of the spec that this screen answers for; nobody goes on while one of them has an error. */
  paths: readonly string[];
}
