import type { WizardState } from '../state.js';
import { type Body, cutLine, type Line, paragraph, seg } from './lines.js';

/** What this machine has and lacks. */
export function doctorBody(state: WizardState, top: number, width: number): Body {
  const head: Line = [seg('What this machine has and lacks', 'strong')];
  return { lines: doctorLines(state, width).slice(top), focus: 0, caret: null, foot: [], head };
}

/** Lines that the doctor has, to know how far it scrolls. */
export function doctorLines({ doctor }: WizardState, width: number): Line[] {
  if (doctor === null) return [[], [seg('Looking at programs, virtual machines and the cache ...', 'dim')]];
  // The table of programs keeps its columns; sentences are read whole.
  const lines = doctor.lines.flatMap((text): Line[] => {
    if (text === '') return [[]];
    const isMissing = text.startsWith('missing');
    if (isMissing || text.startsWith('here'))
      return [cutLine([seg(text, isMissing ? 'warn' : 'plain')], width)];
    // What belongs to the line above stays under it.
    const inset = /^ */.exec(text)?.[0] ?? '';
    return paragraph(text, width - inset.length, 'plain').map((line) => [seg(inset), ...line]);
  });
  return [[], ...lines];
}
