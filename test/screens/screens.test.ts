import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { languages, screensFile, screensText, sizes } from './kept-screens.js';

for (const language of languages) {
  for (const size of sizes) {
    test(`a walk through every screen shows what is kept, in ${language} at ${size}`, () => {
      assert.equal(
        screensText(language, size),
        readFileSync(screensFile(language, size), 'utf8'),
        'If the change is wanted: npm run screens',
      );
    });
  }
}
