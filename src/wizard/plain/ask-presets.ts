import { later, t, translated } from '../../base/language/texts.js';
import { ownPreset } from '../model/preset-questions.js';
import type { Overlay, PresetFacts, WizardState } from '../model/state.js';
import { atEnd } from '../model/text-edit.js';
import { moveOf, yesOrNo } from './answers.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';

/** Whether there is anything to ask about. */
export function hasOwnPresets({ presets }: WizardState): boolean {
  return presets.some(({ kind }) => kind === 'own');
}

const actions: readonly { text: string; does(ports: PlainPorts, preset: PresetFacts): Promise<void> }[] = [
  { text: later`Rename it`, does: rename },
  { text: later`Say what it is for`, does: describe },
  { text: later`Delete it`, does: remove },
];

/** Asks for one of the person's own presets, and what is to become of it. */
export async function askPresets(ports: PlainPorts): Promise<void> {
  const { io } = ports;
  const own = ports.state().presets.filter(({ kind }) => kind === 'own');
  const chosen = await askMenu(io, {
    items: own.map(({ name }) => name),
    prompt: t`Which preset? Number or name, Enter for none`,
    usual: null,
    help: [],
  });
  const preset = 'at' in chosen ? own[chosen.at] : undefined;
  if (preset === undefined) return;
  const wanted = await askMenu(io, {
    items: actions.map(({ text }) => translated(text)),
    prompt: t`What to do with it? Number, Enter for nothing`,
    usual: null,
    help: [],
  });
  if (!('at' in wanted)) return;
  await actions[wanted.at]?.does(ports, preset);
  const { notice } = ports.state();
  if (notice !== null) io.say(notice.level === 'error' ? t`Error: ${notice.text}` : notice.text);
  await ports.keep({ ...ports.state(), overlay: null, notice: null });
}

async function rename(ports: PlainPorts, { name }: PresetFacts): Promise<void> {
  const typed = await ports.io.ask(t`New name [${name}]: `);
  if (moveOf(typed) !== null) return;
  await answer(ports, { kind: 'rename', preset: name, text: atEnd(typed) });
}

async function describe(ports: PlainPorts, { name }: PresetFacts): Promise<void> {
  const first = ownPreset(ports.state(), name)?.description.split('\n')[0] ?? '';
  const typed = await ports.io.ask(t`What it is for [${first}]: `);
  if (moveOf(typed) !== null) return;
  await answer(ports, { kind: 'describe', preset: name, text: atEnd(typed.trim() === '.' ? '' : typed) });
}

async function remove(ports: PlainPorts, { name }: PresetFacts): Promise<void> {
  const typed = await ports.io.ask(t`Delete the preset ${name}? Its file is kept. yes or no [no]: `);
  if (yesOrNo(typed) === true) await answer(ports, { kind: 'delete', preset: name });
}

/** As the screens' question is answered with Enter. */
async function answer(ports: PlainPorts, overlay: Overlay): Promise<void> {
  await ports.keep({ ...ports.state(), overlay, notice: null });
  await ports.command('accept');
}
