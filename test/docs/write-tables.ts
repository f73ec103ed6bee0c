import { readFileSync, writeFileSync } from 'node:fs';
import { packageFile } from '../../src/base/fs/package-file.js';
import { withPart } from './page-part.js';
import { generatedTables } from './tables.js';

/** Writes the generated tables of the manual. */
for (const { page, name, markdown } of generatedTables) {
  const file = packageFile(page);
  writeFileSync(file, withPart(readFileSync(file, 'utf8'), name, markdown()));
}
