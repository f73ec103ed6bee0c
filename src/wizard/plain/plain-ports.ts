import type { ExitStatus } from '../../base/failure.js';
import type { WizardEvent } from '../model/events.js';
import type { Command } from '../model/key-table.js';
import type { Request } from '../model/request.js';
import type { WizardState } from '../model/state.js';

/** Questions and answers on plain lines. */
export interface PromptIO {
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

/** Does what the wizard asks for. */
export interface PlainEffects {
  /** What is new goes to the host's dispatch. @throws Failure when it cannot be done */
  carryOut(request: Request, state: () => WizardState): Promise<void>;
  /** The state has changed. */
  note(state: WizardState): void;
}

/** What the questions are given: input and output, and the one state, which only the reducer's functions change. */
export interface PlainPorts {
  io: PromptIO;
  /** The state as it is now, with what came in meanwhile: to be read again after every answer. */
  state(): WizardState;
  /** Takes over what a function of the reducer made of the state, and does what it asks for. */
  keep(state: WizardState): Promise<void>;
  dispatch(event: WizardEvent): Promise<void>;
  /** Carries out a command of the screens. */
  command(command: Command): Promise<void>;
  /** Has something done, and comes back when it is. */
  carryOut(request: Request): Promise<void>;
  /** Not null: the wizard was left. */
  status(): ExitStatus | null;
}
