import type { ReplacedFile } from '../../project/write-permit.js';
import type { Overlay, WizardState } from '../state.js';
import { type Body, type Line, paragraph, seg } from './lines.js';

type Replacing = Extract<Overlay, { kind: 'replace' }>;

/** The question whether files of a person may be replaced. */
export function replaceBody({ folder }: WizardState, overlay: Replacing, width: number): Body {
  const lines = replaceLines(overlay, width);
  const top = Math.min(overlay.top, Math.max(0, lines.length - 1));
  const question = overlay.files.length === 1 ? 'Replace this file?' : 'Replace these files?';
  return {
    lines: lines.slice(top),
    focus: 0,
    caret: null,
    head: [seg(question, 'strong')],
    foot: paragraph(keptText(overlay.files, folder.files.lock), width, 'plain'),
  };
}

/** Each file, with what is lost in it. */
export function replaceLines({ files }: Pick<Replacing, 'files'>, width: number): Line[] {
  const losses = files.flatMap((file) => paragraph(replaceText(file), width, 'warn'));
  return [...paragraph(replaceReason(files), width, 'plain'), ...losses];
}

/** What becomes of the files that are replaced. */
export function keptText(files: readonly ReplacedFile[], hasLock: boolean): string {
  const lock = hasLock && !isChanged(files) ? ', and of rpms.lock,' : '';
  return `A copy of each${lock} is kept beside it, under its name with the time.`;
}

/** Why somebody is asked. */
export function replaceReason(files: readonly ReplacedFile[]): string {
  return isChanged(files)
    ? 'Something else has changed the folder since it was read here.'
    : 'The folder holds another project.';
}

/** A file and what goes with it: `packages.list loses 12 packages that are not in the new list: vim, git`. */
export function replaceText({ name, losses }: ReplacedFile): string {
  return `${name} loses ${losses.join('; ')}.`;
}

function isChanged(files: readonly ReplacedFile[]): boolean {
  return files.some(({ isNewer }) => isNewer);
}
