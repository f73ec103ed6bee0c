import { sentences, t, translated } from '../../base/language/texts.js';
import { presetNameProblem, presetNameRule } from '../../presets/preset-name.js';
import { ownPresetAt } from './screens/start.js';
import { ask, type Overlay, type PresetFacts, type WizardState } from './state.js';
import { atEnd } from './text-edit.js';

type Editing = Extract<Overlay, { kind: 'rename' | 'describe' }>;

/** Asks what is to become of the own preset in the row with the focus. */
export function openPresetQuestion(
  state: WizardState,
  command: 'rename' | 'describe' | 'remove',
): WizardState {
  const preset = ownPresetAt(state);
  if (preset === null) return state;
  const { name, broken } = preset;
  if (command === 'remove') return { ...state, overlay: { kind: 'delete', preset: name } };
  // What it says besides is not known, and would be lost.
  if (broken !== null) return refused(state, t`The preset ${name} cannot be read: ${broken}`);
  const text = atEnd(command === 'rename' ? name : firstLine(preset));
  return { ...state, overlay: { kind: command, preset: name, text } };
}

/** The name or the description that was typed, where it can be one; else the question stays, with the reason. */
export function answerPresetQuestion(state: WizardState, { kind, preset, text }: Editing): WizardState {
  const typed = text.text.trim();
  if (kind === 'describe') {
    const known = state.presets.find(({ name }) => name === preset);
    const [, ...reasons] = known?.description.split('\n') ?? [];
    const description = [typed, ...reasons].join('\n');
    return ask({ ...state, overlay: null }, { type: 'describe-preset', name: preset, description });
  }
  const name = typed.normalize('NFC');
  if (name === preset) return { ...state, overlay: null };
  const problem =
    newNameProblem(state, name) ??
    (ownPreset(state, name) === null ? null : t`You have a preset ${name} already.`);
  if (problem !== null) return refused(state, problem);
  return ask({ ...state, overlay: null }, { type: 'rename-preset', from: preset, to: name });
}

/** Why no own preset can be called so, with what a name may be, or null. */
export function newNameProblem(state: WizardState, name: string): string | null {
  const problem = presetNameProblem(name);
  if (problem !== null) return sentences(problem, translated(presetNameRule));
  const isShipped = state.presets.some((preset) => preset.kind === 'shipped' && preset.name === name);
  return isShipped
    ? t`\`${name}\` is the name of a bundled preset. Take another name, for example \`my ${name}\`.`
    : null;
}

/** The person's own preset of that name, or null. */
export function ownPreset({ presets }: WizardState, name: string): PresetFacts | null {
  return presets.find((preset) => preset.kind === 'own' && preset.name === name) ?? null;
}

function firstLine({ description }: PresetFacts): string {
  return description.split('\n')[0] ?? '';
}

function refused(state: WizardState, text: string): WizardState {
  return { ...state, notice: { level: 'error', text } };
}
