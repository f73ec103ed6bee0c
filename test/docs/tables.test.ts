import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { flagTable } from '../../src/config/layers/flag-table.js';
import { fieldsMarkdown } from './fields-table.js';
import { withPart } from './page-part.js';
import { generatedTables } from './tables.js';

for (const { page, name, markdown } of generatedTables) {
  test(`${page}: the table of ${name} is that of the program`, () => {
    const text = readFileSync(packageFile(page), 'utf8');
    assert.equal(text, withPart(text, name, markdown()), 'Run `npm run tables`.');
  });
}

test('the table of fields has every flag', () => {
  const table = fieldsMarkdown();
  const missing = flagTable.filter(
    ({ flag, path }) => !new RegExp(`^\\| \`${path}\` .*\`${flag}\``, 'm').test(table),
  );
  assert.deepEqual(missing, []);
});

test('a page without the place of a table is an error', () => {
  assert.throws(() => withPart('# Page\n', 'keys', '| |'), /lacks the line `<!-- keys: npm run tables -->`/);
});
