import { later, t, translated } from '../../../base/language/texts.js';
import { padText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { aboutPreset, startItems } from '../../model/screens/start.js';
import type { WizardState } from '../../model/state.js';
import { type Body, cutLine, type Line, paragraph, seg } from './lines.js';
import type { Symbols } from './symbols.js';

/** For somebody who sees it for the first time. */
const whatItIs = later`Builds Fedora images that survive power cuts: the root runs in memory, and two copies of it on the disk back each other up.`;

/** What can be begun here, and what is known of the folder. */
export function startBody(state: WizardState, width: number, symbols: Symbols): Body {
  const items = startItems(state);
  const focus = Math.min(state.focus.start ?? 0, items.length - 1);
  const labelWidth = Math.min(28, Math.max(...items.map(({ label }) => textWidth(label))));
  const lines = items.map(({ label, shortcut, hints }, index): Line => {
    const isFocused = index === focus;
    return cutLine(
      [
        seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
        seg(padText(label, labelWidth), isFocused ? 'focus' : 'strong'),
        seg(`  ${[shortcut, ...hints].filter((text) => text !== null).join(' · ')}`, 'plain'),
      ],
      width,
    );
  });
  const foot = footOf(state, items[focus], width, symbols);
  const head = verdictLine(state, symbols);
  return { lines, focus, caret: null, head, foot, isMenu: true, rows: { from: 0, count: items.length } };
}

/** Whether this machine can build; the line is there from the first frame on, so that the rows stay where they are. */
function verdictLine({ verdict }: WizardState, symbols: Symbols): Line {
  if (verdict === null) return [seg(t`Looking whether this machine can build ...`)];
  if (verdict.canBuild) return [seg(`${symbols.done} `, 'good'), seg(verdict.text)];
  return [
    seg(`${symbols.warning} `, 'warn'),
    seg('d', 'strong'),
    seg(` ${t`tells more.`} `),
    seg(verdict.text, 'warn'),
  ];
}

function footOf(
  state: WizardState,
  item: ReturnType<typeof startItems>[number] | undefined,
  width: number,
  symbols: Symbols,
): Line[] {
  if (item?.action === 'rebuild' && state.plan !== null) {
    const head: Line = [seg('r', 'strong'), seg(` ${t`will do this:`}`)];
    const lines = state.plan.lines.flatMap(({ text, kind }): Line[] => {
      if (kind === 'note') return paragraph(text, width, 'plain', 2);
      const sign = kind === 'reused' ? seg(`${symbols.done} `, 'good') : seg(`${symbols.now} `, 'accent');
      return [cutLine([sign, seg(text, 'plain')], width)];
    });
    return [head, ...lines];
  }
  if (item?.action === 'preset') {
    const preset = state.presets.find(({ name }) => name === item.name);
    return paragraph(
      preset?.broken ?? (preset === undefined ? '' : aboutPreset(preset)),
      width,
      preset?.broken == null ? 'plain' : 'warn',
      6,
    );
  }
  return paragraph(translated(whatItIs), width, 'plain', 3);
}
