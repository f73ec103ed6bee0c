import type { Finding } from '../../spec/finding.js';
import { applyFix, changeSpec } from '../edit-form.js';
import { type Field, isFinding } from '../fields.js';
import { findingsOf } from '../screen-findings.js';
import type { WizardState } from '../state.js';
import { answerOf } from './answers.js';
import type { PlainTalk } from './plain-talk.js';

/** What became of a question. */
export type Asked = { to: 'next' | 'back'; state: WizardState };

/**
 * Asks for one field until its answer is one.
 * @param hash makes the hash of a password
 */
export async function askField(
  talk: PlainTalk,
  before: WizardState,
  field: Field,
  hash: (password: string) => Promise<string>,
): Promise<Asked> {
  let state = before;
  let refused: Finding | null = null;
  for (;;) {
    for (const finding of refused === null ? findingsOf(state, field) : [refused])
      talk.say(findingText(finding));
    if (field.kind === 'secret') return await askSecret(talk, state, field, hash);
    const answer = answerOf(await talk.ask(question(state, field)), field, state.spec);
    switch (answer.kind) {
      case 'keep':
        return { to: 'next', state };
      case 'back':
        return { to: 'back', state };
      case 'help':
        for (const text of field.help) talk.say(text);
        if (field.flag !== null) talk.say(`On the command line: ${field.flag}`);
        break;
      case 'none':
        talk.say(answer.reason);
        break;
      case 'fix': {
        const fixable: Finding | undefined =
          refused?.fix === undefined
            ? findingsOf(state, field).find(({ fix }) => fix !== undefined)
            : refused;
        if (fixable === undefined) talk.say('There is nothing to mend here.');
        else return { to: 'next', state: { ...applyFix(state, fixable), notice: null } };
        break;
      }
      case 'clear':
      case 'value': {
        const written = field.write(state.spec, answer.kind === 'clear' ? '' : answer.text);
        if (isFinding(written)) {
          refused = written;
          break;
        }
        refused = null;
        state = changeSpec(state, written);
        const worst = findingsOf(state, field)[0];
        if (worst?.level !== 'error') return { to: 'next', state };
      }
    }
  }
}

function question(state: WizardState, field: Field): string {
  const label = field.label.trim();
  const value = field.read(state.spec);
  const choices = field.choices?.(state.spec);
  if (choices === undefined) return `${label} [${value === '' ? (field.placeholder ?? 'none') : value}]: `;
  const lines = choices.map(({ label: name, hint, mark }, index) =>
    [
      `  ${index + 1} ${name}`,
      ...(mark === undefined ? [] : [mark.text]),
      ...(hint === undefined ? [] : [hint]),
    ].join(', '),
  );
  const current = choices.find((choice) => choice.value === value)?.label ?? value;
  return `${label}:\n${lines.join('\n')}\nNumber [${current}]: `;
}

async function askSecret(
  talk: PlainTalk,
  state: WizardState,
  field: Field,
  hash: (password: string) => Promise<string>,
): Promise<Asked> {
  const isSet = field.read(state.spec) !== '';
  const typed = await talk.askUnseen(
    `${field.label.trim()}, typed unseen [${isSet ? 'set, . removes it' : 'none'}]: `,
  );
  if (typed === '') return { to: 'next', state };
  if (typed === '<') return { to: 'back', state };
  const written = field.write(state.spec, typed === '.' ? '' : await hash(typed));
  if (isFinding(written)) return { to: 'next', state };
  return { to: 'next', state: changeSpec(state, written) };
}

/** A finding on one line, with the answer that mends it. */
export function findingText({ level, message, remedy, fix }: Finding): string {
  const mend = fix === undefined ? '' : ` Answer ! to take ${fix.text}.`;
  return `${level === 'error' ? 'Error' : 'Warning'}: ${message} ${remedy}${mend}`.trim();
}
