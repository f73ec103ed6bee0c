import type { ExitStatus } from '../../spec/failure.js';
import type { WizardEvent } from '../events.js';
import type { Command } from '../key-table.js';
import type { Request, WizardState } from '../state.js';

/** Questions and answers on plain lines. */
export interface Talk {
  /** Says a sentence; long ones are broken at blanks. */
  say(text?: string): void;
  /** Says a line that is to be copied: it is never broken. */
  sayWhole(text: string): void;
  /**
   * Asks, and answers what was typed.
   * @throws Failure (exit status 130) when the input has ended, or the wizard is stopped
   */
  ask(prompt: string): Promise<string>;
  /** The same without anything being seen of the answer. */
  askUnseen(prompt: string): Promise<string>;
}

/** What the questions are given: the talk, and the one state, which only the reducer's functions change. */
export interface PlainPorts {
  talk: Talk;
  /** The state as it is now, with what came in meanwhile: to be read again after every answer. */
  state(): WizardState;
  /** Takes over what a function of the reducer made of the state, and does what it asks for. */
  keep(state: WizardState): Promise<void>;
  dispatch(event: WizardEvent): Promise<void>;
  /** Does what the key of a command would do now. */
  press(command: Command): Promise<void>;
  /** Has something done, and comes back when it is. */
  carryOut(request: Request): Promise<void>;
  /** Not null: the wizard was left. */
  status(): ExitStatus | null;
}
