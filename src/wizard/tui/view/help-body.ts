import { sentences, t, translated, translatedHint } from '../../../base/language/texts.js';
import { padText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { presetNameRule } from '../../../presets/preset-name.js';
import { focusedField } from '../../model/edit-form.js';
import { bindingsOf, keyContext } from '../../model/key-table.js';
import { selectHint } from '../../model/press.js';
import { screens } from '../../model/screens/index.js';
import { wholeText } from '../../model/screens/paragraph.js';
import type { Overlay, PresetQuestion, WizardState } from '../../model/state.js';
import { type Body, type Line, paragraph, scrolled, seg } from './lines.js';

/** The help of the field at hand and its screen, or of a question about a preset, and the keys that work there. */
export function helpBody(
  state: WizardState,
  { top, over }: Extract<Overlay, { kind: 'help' }>,
  width: number,
): Body {
  const about = over === null ? screenLines(state, width) : questionLines(over, width);
  const bindings = bindingsOf(keyContext({ ...state, overlay: over }));
  const keyWidth = Math.max(...bindings.map(({ shown }) => textWidth(shown)));
  const keys = bindings.map(
    ({ shown, hint }): Line => [seg(padText(shown, keyWidth + 2), 'accent'), seg(translatedHint(hint))],
  );
  const lines = [...about, [seg(t`Keys`, 'strong')], ...keys, ...mouseLines(state, width)];
  return scrolled(lines, top);
}

function questionLines({ kind }: PresetQuestion, width: number): Line[] {
  const [title, text] =
    kind === 'describe'
      ? [
          t`What a preset is for`,
          t`One line of your own words. It stands beside the name of the preset on the start screen, and in lists of presets.`,
        ]
      : [t`Name of a preset`, translated(presetNameRule)];
  return [[seg(title, 'strong')], ...paragraph(text, width, 'plain'), []];
}

function screenLines(state: WizardState, width: number): Line[] {
  const field = focusedField(state);
  const screen = screens[state.screen];
  const about: Line[] = [];
  if (field !== null) {
    about.push([seg(translated(field.label.trim()), 'strong')]);
    for (const text of field.help) about.push(...paragraph(translated(text), width, 'plain'), []);
    if (field.flag !== null) about.push([seg(t`On the command line: ${field.flag}`)], []);
  }
  // A screen of one field has nothing to say but what the field says.
  const texts = screen.help
    .filter((text) => typeof text !== 'string' || field?.help.includes(text) !== true)
    .map(wholeText);
  if (texts.length > 0 || field === null) about.push([seg(translated(screen.title), 'strong')]);
  for (const text of texts) about.push(...paragraph(text, width, 'plain'), []);
  return about;
}

function mouseLines({ hasMouse }: WizardState, width: number): Line[] {
  if (!hasMouse) return [];
  const text = t`A click goes to a row, and a second one opens or takes it; keys of the last line can be clicked, and the wheel moves lists and texts.`;
  return [
    [],
    [seg(t`Mouse`, 'strong')],
    ...paragraph(sentences(text, translated(selectHint)), width, 'plain'),
  ];
}
