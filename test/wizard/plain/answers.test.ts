import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { userSpec } from '../../../src/config/fields/user.js';
import { fieldsOf } from '../../../src/wizard/model/screen-findings.js';
import { textsWithoutKeys, wholeText } from '../../../src/wizard/model/screens/paragraph.js';
import {
  choiceOf,
  moveOf,
  numbersOf,
  signs,
  signsInShort,
  yesOrNo,
} from '../../../src/wizard/plain/answers.js';
import { hiddenText, isWholeJson, splitLines } from '../../../src/wizard/plain/lines.js';
import { findingText, questionOf, titleOf } from '../../../src/wizard/plain/questions.js';
import { at } from './conversation.js';

const releases = [
  { value: '45', label: 'Fedora 45' },
  { value: '44', label: 'Fedora 44' },
];

test('a sign alone moves, everything else is a value', () => {
  const moves = { '': 'keep', ' ': 'keep', '<': 'back', '>': 'skip', '<<': 'undo', '>>': 'redo' } as const;
  for (const [typed, move] of Object.entries({ ...moves, ' ? ': 'help', '!': 'fix' }))
    assert.equal(moveOf(typed), move, typed);
  for (const typed of ['.', 'sda', '<x', '0', '??', 'constructor']) assert.equal(moveOf(typed), null, typed);
});

test('every sign is explained at the beginning, and in every help', () => {
  for (const sign of ['Enter', '<', '>', '<<', '>>', '!', '.']) {
    assert.ok(
      signs.some((line) => line.split(/\s/).includes(sign)),
      sign,
    );
    assert.ok(signsInShort.split(/\s/).includes(sign), sign);
  }
});

test('a choice is answered by number, value, name or the beginning of a name', () => {
  for (const [typed, value] of [
    ['1', '45'],
    ['2', '44'],
    ['44', '44'],
    [' fedora 45 ', '45'],
  ] as const)
    assert.deepEqual(choiceOf(typed, releases), { value }, typed);
});

test('an answer that is not a choice says which there are, and offers the nearest one', () => {
  for (const [typed, near] of [
    ['0', null],
    ['3', null],
    ['fedora', null],
    ['fedora 4x', 'Fedora 45'],
    ['-1', null],
  ] as const) {
    const chosen = choiceOf(typed, releases);
    assert.ok('reason' in chosen, typed);
    assert.match(chosen.reason, /is not one of them: answer with a number from 1 to 2/);
    if (near !== null) assert.equal(chosen.nearest?.label, near);
  }
});

test('yes and no are words, letters or numbers', () => {
  for (const typed of ['y', 'Yes', ' YES ', '1']) assert.equal(yesOrNo(typed), true, typed);
  for (const typed of ['n', 'No', '2']) assert.equal(yesOrNo(typed), false, typed);
  for (const typed of ['', 'yeah', '3', 'j']) assert.equal(yesOrNo(typed), null, typed);
});

test('several numbers keep their order, and one that is wrong is named', () => {
  assert.deepEqual(numbersOf('2, 1 2', 3), [1, 0]);
  assert.deepEqual(numbersOf('  ', 3), []);
  for (const wrong of ['0', '4', 'x', '1x']) assert.deepEqual(numbersOf(`1 ${wrong}`, 3), { wrong });
});

test('lines end as any terminal or clipboard ends them', () => {
  for (const [text, lines, rest] of [
    ['a\nb\r\nc\rd', ['a', 'b', 'c'], 'd'],
    ['\n\n', ['', ''], ''],
    ['secr\x03', ['secr\x03'], ''],
    ['x', [], 'x'],
    ['', [], ''],
  ] as const)
    assert.deepEqual(splitLines(text), { lines, rest }, JSON.stringify(text));
});

test('what is typed unseen can be corrected, and Ctrl-C and Ctrl-D leave', () => {
  for (const [typed, text] of [
    ['pass', 'pass'],
    ['pasx\x7fs', 'pass'],
    ['wrong\x15p\u00e4ss', 'p\u00e4ss'],
    ['\x7f\x7fa', 'a'],
    ['a\u{1f600}\b', 'a'],
    ['abc\x03', null],
    ['\x04', null],
  ] as const)
    assert.equal(hiddenText(typed), text, JSON.stringify(typed));
});

test('what lsblk printed is whole when its braces are closed, whatever names say', () => {
  assert.equal(isWholeJson('{"blockdevices": ['), false);
  assert.equal(isWholeJson('{"model": "}"'), false);
  assert.equal(isWholeJson('{"model": "a \\" } {"}'), true);
});

test('a question says what stands in the field, in words that can be listened to', () => {
  const state = at('system');
  const key = `ssh-ed25519 ${'A'.repeat(68)} op`;
  const spec = {
    ...state.spec,
    system: {
      ...state.spec.system,
      rootSshKeys: [key],
      users: [userSpec({ name: 'op', groups: [], passwordHash: '$6$x', sshKeys: [] })],
    },
  };
  const fields = fieldsOf({ ...state, spec });
  const prompts = fields.map((field) => questionOf(field, titleOf(fields, field), spec).prompt);
  for (const wanted of [
    'Host name [robot]: ',
    `SSH keys of root [${key.slice(0, 57)}...]: `,
    'User, groups [none]: ',
    'User, password [set]: ',
    'User, SSH keys [none]: ',
    'SELinux: 1 for disabled, 2 for permissive, 3 for enforcing [disabled]: ',
    'Unattended install, yes or no [no]: ',
  ])
    assert.ok(prompts.includes(wanted), `${wanted}\n${prompts.join('\n')}`);
});

test('a long list of choices stands on lines of its own, and nothing of it is said twice', () => {
  const state = at('release');
  const [field] = fieldsOf(state);
  assert.ok(field !== undefined);
  const { lines, prompt } = questionOf(field, 'Release', defaultSpec({}));
  assert.equal(prompt, 'Release, number [Fedora 44]: ');
  assert.match(lines.join('\n'), /^ {2}\d Fedora 44, current, released 2026-04-28/m);
  assert.doesNotMatch(lines.join('\n'), /end of life.*end of life/);
});

test('a finding says how to take its suggestion', () => {
  const finding = { path: 'name', level: 'error', message: 'Bad.', remedy: 'Write x.' } as const;
  assert.equal(findingText(finding), 'Error: Bad. Write x.');
  const fix = { path: 'name', value: 'x', text: 'x' };
  assert.equal(findingText({ ...finding, fix }), 'Error: Bad. Write x. Answer ! to take x.');
});

test('keys of the screens are not spoken of', () => {
  const paragraphs = [
    'a',
    ['b', { keys: 'Enter builds.' }, 'c'],
    [{ keys: 'Left and right step.' }],
  ] as const;
  assert.deepEqual(textsWithoutKeys(paragraphs), ['a', 'b c']);
  assert.deepEqual(paragraphs.map(wholeText), ['a', 'b Enter builds. c', 'Left and right step.']);
});
