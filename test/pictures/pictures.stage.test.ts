import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { projectFolder } from '../testbed/places.js';
import { picturesFolder, screenPictures } from './story.js';
import { screenSvg, textOfSvg } from './svg.js';

const root = projectFolder();

test('the pictures show what the program draws today', { timeout: 300_000 }, async () => {
  for (const { name, cells } of await screenPictures([process.execPath, path.join(root, 'dist/cli.js')])) {
    const shown = textOfSvg(await readFile(path.join(root, picturesFolder, `${name}.svg`), 'utf8'));
    assert.equal(
      shown,
      textOfSvg(screenSvg(cells, 'tmpfsroot-wizard')),
      `${name}: run \`npm run pictures\`.`,
    );
  }
});
