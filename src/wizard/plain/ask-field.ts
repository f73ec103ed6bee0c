import type { Finding } from '../../base/finding.js';
import { t, translated } from '../../base/language/texts.js';
import { applyFix, enterText, forgetText } from '../model/edit-form.js';
import { labelOf } from '../model/field-labels.js';
import type { Field } from '../model/fields.js';
import { findingsOf } from '../model/screen-findings.js';
import type { WizardState } from '../model/state.js';
import { choiceOf, moveOf, signsInShort, yesOrNo } from './answers.js';
import type { PlainPorts } from './plain-ports.js';
import { findingText, questionOf } from './questions.js';
import { takeBack } from './take-back.js';

/** What became of a question; `undone`: the state stands at another question now. */
export type Asked = 'next' | 'back' | 'skip' | 'undone';

/** What a question understands besides values. */
export interface Extra {
  help: readonly string[];
  /** @returns null: it is a value like any other */
  take(typed: string): Promise<Asked | 'again' | null>;
}

/**
 * Asks for one field until its answer is one. An error that other fields have a part in may be kept with Enter: the
 * screen is not left with it.
 */
export async function askField(
  ports: PlainPorts,
  field: Field,
  title: string,
  extra: Extra | null = null,
): Promise<Asked> {
  const { io } = ports;
  if (field.kind === 'secret') return await askSecret(ports, field, title);
  const told = new Set<string>();
  let refused: Finding | null = null;
  let isRead = false;
  for (;;) {
    const findings: Finding[] = refused === null ? findingsOf(ports.state(), field) : [refused];
    for (const finding of findings) sayOnce(ports, told, findingText(finding));
    const { lines, prompt } = questionOf(field, title, ports.state().spec);
    if (!isRead) for (const line of lines) io.say(line);
    isRead = true;
    const typed = await io.ask(prompt);
    const move = moveOf(typed);
    switch (move) {
      case 'keep':
        await ports.keep(forgetText(ports.state(), field));
        return 'next';
      case 'back':
      case 'skip':
        return move;
      case 'undo':
      case 'redo':
        if (await takeBack(ports, move)) return 'undone';
        continue;
      case 'help':
        sayHelp(ports, field, extra);
        isRead = false;
        continue;
      case 'fix':
        if ((await fix(ports, field, findings)) && !hasError(ports.state(), field)) return 'next';
        refused = null;
        continue;
    }
    told.clear();
    const taken = (await extra?.take(typed)) ?? null;
    if (taken === 'again') continue;
    if (taken !== null) return taken;
    const answered = answer(ports.state(), field, typed);
    if ('level' in answered) refused = answered;
    else {
      refused = null;
      await ports.keep(answered);
      if (!hasError(answered, field)) return 'next';
    }
  }
}

function answer(state: WizardState, field: Field, typed: string): WizardState | Finding {
  const text = typed.trim();
  const choices = field.choices?.(state.spec);
  if (choices === undefined) return enterText(state, field, text === '.' ? '' : text);
  const yes = field.kind === 'switch' ? yesOrNo(text) : null;
  if (yes !== null) return enterText(state, field, yes ? 'yes' : 'no');
  const chosen = choiceOf(text, choices);
  if ('value' in chosen) return enterText(state, field, chosen.value);
  const refusal = { path: field.id, level: 'error', message: chosen.reason, remedy: '' } as const;
  const { nearest } = chosen;
  return nearest === null
    ? refusal
    : { ...refusal, fix: { path: field.id, value: nearest.value, text: nearest.label } };
}

/** Takes the nearest valid value of the first finding that has one. */
async function fix(ports: PlainPorts, field: Field, findings: readonly Finding[]): Promise<boolean> {
  const finding = findings.find((one) => one.fix !== undefined);
  const before = ports.state();
  const chosen = finding?.fix;
  if (finding === undefined || chosen === undefined) {
    ports.io.say(t`There is no suggested fix here.`);
    return false;
  }
  const isChoice = field.choices !== undefined && chosen.path === field.id;
  const entered = isChoice ? enterText(before, field, String(chosen.value)) : applyFix(before, finding);
  if ('level' in entered) return false;
  await ports.keep({ ...forgetText(entered, field), notice: null });
  const isOther = chosen.path !== field.id && !field.paths.includes(chosen.path);
  ports.io.say(
    isOther ? t`Took ${chosen.text} for ${labelOf(chosen.path) ?? chosen.path}.` : t`Took ${chosen.text}.`,
  );
  return true;
}

function hasError(state: WizardState, field: Field): boolean {
  return findingsOf(state, field).some(({ level }) => level === 'error');
}

function sayOnce({ io }: PlainPorts, told: Set<string>, text: string): void {
  if (!told.has(text)) io.say(text);
  told.add(text);
}

function sayHelp({ io }: PlainPorts, field: Field, extra: Extra | null): void {
  const size =
    field.kind === 'size' ? [t`Sizes are written as \`8G\`, \`2.5 GiB\`, \`200M\` or \`8192\` (MiB).`] : [];
  const flag = field.flag === null ? [] : [t`On the command line: ${field.flag}`];
  for (const text of [
    ...field.help.map(translated),
    ...size,
    ...(extra?.help ?? []),
    ...flag,
    translated(signsInShort),
  ])
    io.say(text);
}

async function askSecret(ports: PlainPorts, field: Field, title: string): Promise<Asked> {
  const { io } = ports;
  for (;;) {
    const { prompt } = questionOf(field, t`${title}, not shown`, ports.state().spec);
    const typed = await io.askUnseen(prompt);
    const move = moveOf(typed);
    if (move === 'keep') return 'next';
    if (move === 'back' || move === 'skip') return move;
    if (move === 'undo' || move === 'redo') {
      if (await takeBack(ports, move)) return 'undone';
    } else if (move === 'help') sayHelp(ports, field, null);
    else if (move === 'fix') io.say(t`There is no suggested fix here.`);
    else if (typed === '.') {
      const cleared = enterText(ports.state(), field, '');
      if (!('level' in cleared)) await ports.keep(cleared);
      return 'next';
    } else if ((await io.askUnseen(t`Repeat it: `)) !== typed)
      io.say(t`The two do not match. Nothing was changed.`);
    else if (await hash(ports, field, typed)) return 'next';
  }
}

/** @returns false: it cannot be hashed, and why was said */
async function hash(ports: PlainPorts, field: Field, password: string): Promise<boolean> {
  await ports.keep({ ...ports.state(), notice: null });
  await ports.carryOut({ type: 'hash-password', field: field.id, password });
  const { notice } = ports.state();
  if (notice !== null) ports.io.say(t`Error: ${notice.text}`);
  return notice === null;
}
