import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { projectFolder } from '../testbed/places.js';
import { withKickstart } from './kickstart-table.js';
import { withPartitionsTable } from './partitions-table.js';
import { picturesIn, withKeys } from './readme.js';
import { screenPictures } from './story.js';
import { screenSvg, textOfSvg } from './svg.js';

const root = projectFolder();
const readReadme = () => readFile(path.join(root, 'README.md'), 'utf8');

test('the README shows pictures that there are', async () => {
  const files = picturesIn(await readReadme());
  assert.ok(files.length > 0);
  assert.deepEqual(
    files.filter((file) => !existsSync(path.join(root, file))),
    [],
  );
});

test('the keys in the README are those of the program', async () => {
  const readme = await readReadme();
  assert.equal(readme, withKeys(readme), 'Run `npm run pictures`.');
});

test('the partitions in the README are those of the program', async () => {
  const readme = await readReadme();
  assert.equal(readme, withPartitionsTable(readme), 'Run `npm run partitions`.');
});

test('the kickstart commands in the README are those of the program', async () => {
  const readme = await readReadme();
  assert.equal(readme, withKickstart(readme), 'Run `npm run pictures`.');
});

test('the pictures show what the program draws today', { timeout: 300_000 }, async () => {
  for (const { name, cells } of await screenPictures([process.execPath, path.join(root, 'dist/cli.js')])) {
    const shown = textOfSvg(await readFile(path.join(root, 'test/pictures', `${name}.svg`), 'utf8'));
    assert.equal(
      shown,
      textOfSvg(screenSvg(cells, 'tmpfsroot-wizard')),
      `${name}: run \`npm run pictures\`.`,
    );
  }
});
