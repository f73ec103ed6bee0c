import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../../src/wizard/model/request.js';
import { emptyFolder, talk } from './conversation.js';

const own = (name: string) => ({
  ...{ name, description: `About ${name}.`, hardware: 'sda', kind: 'own' as const, broken: null },
});
const first = { ...emptyFolder(), presets: [own('pump'), own('zebra')] };
const ofPresets = (requests: readonly Request[]) =>
  requests
    .filter(({ type }) => /-preset$/.test(type))
    .map((request) => {
      const { id: _, ...asked } = request as Request & { id: number };
      return asked;
    });

test('own presets are renamed, described and deleted by questions', async () => {
  for (const [answers, wanted] of [
    [['your', 'pump', 'rename it', 'site 7'], { type: 'rename-preset', from: 'pump', to: 'site 7' }],
    [['your', '2', '2', 'For zoos.'], { type: 'describe-preset', name: 'zebra', description: 'For zoos.' }],
    [['your', 'pump', 'delete it', 'yes'], { type: 'delete-preset', name: 'pump' }],
  ] as const) {
    const { requests } = await talk(first, answers);
    assert.deepEqual(ofPresets(requests), [wanted], answers.join(', '));
  }
});

test('nothing is done where nothing was wanted, and a name that cannot be is refused with the rule', async () => {
  for (const answers of [
    ['your', ''],
    ['your', '1', ''],
    ['your', '1', '1', ''],
    ['your', '1', '3', ''],
  ]) {
    const { requests } = await talk(first, answers);
    assert.deepEqual(ofPresets(requests), [], answers.join(', '));
  }
  const { text, requests } = await talk(first, ['your', '1', '1', 'a/b', '']);
  assert.match(text, /Error: `a\/b` is not a valid name for a preset\. Take letters and digits/);
  assert.deepEqual(ofPresets(requests), []);
});

test('nobody without own presets is asked about them', async () => {
  const { text } = await talk(emptyFolder(), ['?']);
  assert.doesNotMatch(text, /Your presets/);
});
