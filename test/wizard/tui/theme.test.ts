import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import chalk from 'chalk';
import { painted } from '../../../src/wizard/tui/components/theme.js';
import type { Tone } from '../../../src/wizard/tui/view/lines.js';

const tones: readonly Tone[] = [
  ...(['plain', 'ghost', 'strong', 'accent', 'good', 'warn', 'bad', 'focus'] as const),
  ...([0, 1, 2, 3, 4, 5, 6, 7] as const).map((part): Tone => `part${part}`),
];

before(() => {
  chalk.level = 1;
});

for (const tone of tones) {
  test(`a word that is ${tone} is neither dim nor in bright black, which some terminals hardly show`, () => {
    const codes = [...painted('word', tone).matchAll(/\x1b\[([\d;]*)m/g)].flatMap(([, all = '']) =>
      all.split(';'),
    );
    assert.ok(!codes.includes('2') && !codes.includes('90'), JSON.stringify(codes));
  });
}

test('what stands where nothing was typed yet looks different from what was typed', () => {
  assert.notEqual(painted('none', 'ghost'), painted('none', 'plain'));
});
