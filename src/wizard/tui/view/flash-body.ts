import { t } from '../../../base/language/texts.js';
import { cutText, padText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { factsOf } from '../../../flash/disk-facts.js';
import { typedName } from '../../../flash/flash-disk.js';
import { offeredText, wipeText } from '../../model/flash-choice.js';
import type { Overlay } from '../../model/state.js';
import { type Body, cutLine, type Line, paragraph, seg } from './lines.js';
import type { Symbols } from './symbols.js';
import { textAround } from './typed-text.js';

/** Columns of a model's name: what is behind it tells disks apart too. */
const widestName = 28;

/** The disks that an image can be written to, with what is to be known of the one at the pointer. */
export function flashBody(
  { file, disks, index }: Extract<Overlay, { kind: 'flash' }>,
  width: number,
  symbols: Symbols,
): Body {
  const names = disks.map(({ disk }) => cutText(disk.model || t`no model`, widestName));
  const nameWidth = Math.max(...names.map(textWidth));
  const lines = disks.map(({ disk, refusal }, at): Line => {
    const isFocused = at === index;
    return cutLine(
      [
        seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
        seg(`${refusal === null ? ' ' : symbols.warning} `, 'warn'),
        seg(padText(names[at] ?? '', nameWidth), isFocused ? 'focus' : 'plain'),
        seg(`  ${factsOf(disk).join(' · ')}`, 'plain'),
      ],
      width,
    );
  });
  const offered = disks[index];
  const foot =
    offered === undefined
      ? []
      : [
          ...paragraph(factsOf(offered.disk).join(', '), width, 'plain', 3),
          ...paragraph(offeredText(offered), width, 'warn', 4),
        ];
  const head: Line = [seg(t`Write ${file} to`, 'strong')];
  return {
    lines: [[], ...lines],
    focus: index + 1,
    caret: null,
    foot,
    head,
    rows: { from: 1, count: lines.length },
  };
}

/** The question that is answered with the model's name. */
export function flashNameBody(
  { file, disk, typed }: Extract<Overlay, { kind: 'flash-name' }>,
  width: number,
  symbols: Symbols,
): Body {
  const { shown, column } = textAround(typed, width - 2);
  const before: Line[] = [
    [],
    ...paragraph(`${symbols.warning} ${wipeText(file, disk)}`, width, 'warn'),
    [],
    ...paragraph(factsOf(disk).join(', '), width, 'plain'),
    [],
    ...paragraph(t`Type ${typedName(disk)} to write it:`, width, 'strong'),
  ];
  const lines: Line[] = [...before, [seg(`${symbols.pointer} `, 'accent'), seg(shown, 'focus')]];
  const focus = before.length;
  return { lines, focus, caret: { line: focus, column: 2 + column }, foot: [] };
}
