import type { Field } from '../fields.js';
import type { ScreenId, WizardState } from '../state.js';
import type { Paragraph } from './paragraph.js';

/** How a screen takes keys: each has its own part of the key table. */
export type ScreenKeys = 'start' | 'choice' | 'form' | 'sizes' | 'packages' | 'review' | 'result';

/**
 * One screen: what it is called, what it says of itself, the fields that it sets, and how it takes keys. Its body is in
 * `tui/view/body.ts` and how plain mode asks for it in `plain/walk.ts`, under the same id.
 */
export interface Screen {
  id: ScreenId;
  title: string;
  /** As the strip of steps names it. */
  shortTitle: string;
  /** Paragraphs for the help of the screen as a whole. */
  help: readonly Paragraph[];
  keys: ScreenKeys;
  /** The fields that are to be seen now, from top to bottom. */
  fields(state: WizardState): readonly Field[];
  /** Paths of the spec that this screen answers for; nobody goes on while one of them has an error. */
  paths: readonly string[];
  /** What was chosen, a few words each; empty where nothing is. */
  summary(state: WizardState): readonly string[];
}
