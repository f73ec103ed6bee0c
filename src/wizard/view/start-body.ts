import { startItems } from '../screens/start.js';
import type { WizardState } from '../state.js';
import { type Body, cutLine, type Line, padText, paragraph, seg, widthOf } from './lines.js';
import type { Symbols } from './symbols.js';

/** What can be begun here, and what is known of the folder. */
export function startBody(state: WizardState, width: number, symbols: Symbols): Body {
  const items = startItems(state);
  const focus = Math.min(state.focus.start ?? 0, items.length - 1);
  const labelWidth = Math.min(28, Math.max(...items.map(({ label }) => widthOf(label))));
  const lines = items.map(({ label, hint }, index): Line => {
    const isFocused = index === focus;
    return cutLine(
      [
        seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
        seg(padText(label, labelWidth), isFocused ? 'focus' : 'plain'),
        seg(`  ${hint}`, 'dim'),
      ],
      width,
    );
  });
  return { lines, focus, caret: null, foot: footOf(state, items[focus], width, symbols), isMenu: true };
}

function footOf(
  state: WizardState,
  item: ReturnType<typeof startItems>[number] | undefined,
  width: number,
  symbols: Symbols,
): Line[] {
  if (item?.action === 'rebuild' && state.plan !== null) {
    return state.plan.lines.flatMap(({ text, kind }): Line[] => {
      if (kind === 'note') return paragraph(text, width, 'dim', 2);
      const sign = kind === 'reused' ? seg(`${symbols.done} `, 'good') : seg(`${symbols.now} `, 'accent');
      return [cutLine([sign, seg(text, 'dim')], width)];
    });
  }
  if (item?.action === 'preset') {
    const preset = state.presets.find(({ name }) => name === item.name);
    return paragraph(
      preset?.broken ?? preset?.description ?? '',
      width,
      preset?.broken == null ? 'dim' : 'warn',
      6,
    );
  }
  return [];
}
