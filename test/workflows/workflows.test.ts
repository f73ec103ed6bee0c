import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { mustRun } from '../helpers/run-program.js';

const folder = packageFile('.github/workflows');
const workflows = new Map(
  readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
);

/** What actionlint complains about, for each text. */
function complaints(texts: readonly string[]): string[][] {
  const program = path.join(import.meta.dirname, 'programs/actionlint.js');
  return JSON.parse(mustRun(process.execPath, [program], { input: JSON.stringify(texts) })) as string[][];
}

test('actionlint has nothing to say of our workflows, and sees what would break them', () => {
  const table: [file: string, from: string, to: string, complaint: RegExp][] = [
    ['test.yml', 'matrix.node }}', 'matrix.nod }}', /expression: property "nod" is not defined/],
    ['test.yml', 'ubuntu-latest', 'ubuntu-last', /runner-label: /],
    ['acceptance.yml', 'needs: releases', 'needs: release', /job-needs: /],
    ['acceptance.yml', 'timeout-minutes: 350', 'timeout: 350', /syntax-check: unexpected key "timeout"/],
    ['acceptance.yml', '17 2 * * *', '77 2 * * *', /events: /],
  ];
  const broken = table.map(([file, from, to]) => {
    const text = workflows.get(file) ?? '';
    assert.ok(text.includes(from), from);
    return text.replaceAll(from, to);
  });
  const found = complaints([...workflows.values(), ...broken]);
  for (const [index, file] of [...workflows.keys()].entries()) assert.deepEqual(found[index], [], file);
  for (const [index, [file, , to, complaint]] of table.entries()) {
    assert.match((found[workflows.size + index] ?? []).join('\n'), complaint, `${file}: ${to}`);
  }
});

test('workflows may read the repository, and nothing else', () => {
  for (const [file, text] of workflows) {
    const permissions = [...text.matchAll(/^ *permissions:(?:\n +.*)?/gm)].map(String);
    assert.deepEqual(permissions, ['permissions:\n  contents: read'], file);
  }
});
