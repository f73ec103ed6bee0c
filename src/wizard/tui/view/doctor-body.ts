import { t } from '../../../base/language/texts.js';
import type { WizardState } from '../../model/state.js';
import { type Body, cutLine, type Line, paragraph, scrolled, seg } from './lines.js';

/** What this machine has and lacks. */
export function doctorBody(state: WizardState, top: number, width: number): Body {
  const head: Line = [seg(t`What this machine has and lacks`, 'strong')];
  return { ...scrolled(doctorLines(state, width), top), head };
}

function doctorLines({ doctor }: WizardState, width: number): Line[] {
  if (doctor === null)
    return [[], [seg(t`Looking at programs, virtual machines and the cache ...`, 'plain')]];
  // What belongs to the line above stays under it, and sentences are read whole.
  const verdict = doctor.verdict.flatMap((text) => {
    const inset = /^ */.exec(text)?.[0] ?? '';
    return paragraph(text, width - inset.length, 'plain').map((line): Line => [seg(inset), ...line]);
  });
  // The table keeps its columns, and stands last: it is longer than the screen.
  const programs = doctor.programs.map(({ text, isMissing }) =>
    cutLine([seg(text, isMissing ? 'warn' : 'plain')], width),
  );
  return [[], ...paragraph(doctor.title, width, 'plain'), [], ...verdict, [], ...programs];
}
