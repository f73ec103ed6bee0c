import { t } from '../../../base/language/texts.js';
import { keptText, replaceReason, replaceText } from '../../model/replace-text.js';
import type { Overlay, WizardState } from '../../model/state.js';
import { type Body, type Line, paragraph, scrolled, seg } from './lines.js';

type Replacing = Extract<Overlay, { kind: 'replace' }>;

/** The question whether files of a person may be replaced. */
export function replaceBody({ folder }: WizardState, overlay: Replacing, width: number): Body {
  const question = overlay.files.length === 1 ? t`Replace this file?` : t`Replace these files?`;
  return {
    ...scrolled(replaceLines(overlay.files, width), overlay.top),
    head: [seg(question, 'strong')],
    foot: paragraph(keptText(overlay.files, folder.files.lock), width, 'plain'),
  };
}

/** Each file, with what is lost in it. */
function replaceLines(files: Replacing['files'], width: number): Line[] {
  const losses = files.flatMap((file) => paragraph(replaceText(file), width, 'warn'));
  return [...paragraph(replaceReason(files), width, 'plain'), ...losses];
}
