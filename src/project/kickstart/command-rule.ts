/** What becomes of a command or an option in an image of slots. */
export type Effect =
  /** It has the effect that it has with Anaconda. */
  | 'applied'
  /** Nothing is lost without it, so nothing is said. */
  | 'needless'
  /** It has no effect, and somebody who wrote it should know. */
  | 'noted'
  /** What it asks for cannot be, or something else decides. */
  | 'refused';

export interface OptionRule {
  /** First the one that is shown; all begin with `--`. */
  names: readonly string[];
  takes: 'nothing' | 'text' | 'list' | 'number' | 'switch';
  effect: Effect;
  /** What it does, or why it does nothing: a phrase for people. */
  does: string;
  /** What to do instead of one that is refused, as a sentence. */
  instead?: string;
  /** The only values that it takes. */
  choices?: readonly string[];
}

export interface CommandRule {
  names: readonly string[];
  effect: Effect;
  /** What it does, or why it does nothing: a phrase for people. */
  does: string;
  /** What to do instead of one that is refused, as a sentence. */
  instead?: string;
  options: readonly OptionRule[];
  /** How many words it takes that are not options, and what they are. */
  words?: { least: number; most: number; noun: string };
  /** It takes whatever stands behind its name. */
  isFree?: boolean;
  /** Its words and values are never shown. */
  secret?: boolean;
  /** Each line stands for itself, as with users; of other commands the last value of an option counts. */
  repeats?: boolean;
}

export function applied(names: string, takes: OptionRule['takes'], does: string): OptionRule {
  return { names: names.split(' '), takes, effect: 'applied', does };
}

export function needless(names: string, takes: OptionRule['takes'], does: string): OptionRule {
  return { names: names.split(' '), takes, effect: 'needless', does };
}

export function noted(names: string, takes: OptionRule['takes'], does: string): OptionRule {
  return { names: names.split(' '), takes, effect: 'noted', does };
}

export function refused(
  names: string,
  takes: OptionRule['takes'],
  does: string,
  instead: string,
): OptionRule {
  return { names: names.split(' '), takes, effect: 'refused', does, instead };
}
