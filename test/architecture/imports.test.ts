import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { type Import, importsOf, importViolations, withoutComments } from './import-rules.js';

const longestFile = 300;

function filesBelow(folder: string, pattern: RegExp): { file: string; text: string }[] {
  const root = packageFile(folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

const sources = filesBelow('src', /\.tsx?$/);

test('imports of src run downward only, and only the engine runs programs', () => {
  const imports = sources.flatMap(({ file, text }) => importsOf(file, text));
  // The parser has seen something, or the rest of this test says nothing.
  assert.ok(imports.length > sources.length, `${imports.length} imports in ${sources.length} files`);
  assert.deepEqual(importViolations(imports), []);
});

test('every request of ours goes through httpFetch, which knows proxies', () => {
  const uses = (text: string) => [
    ...withoutComments(text).matchAll(
      /(?<![\w.'])(?:globalThis\.)?fetch\(|typeof (?:globalThis\.)?fetch\b|from '(?:node:https?|undici)'/g,
    ),
  ];
  assert.ok(sources.length > 100);
  assert.equal(uses("await fetch(url); globalThis.fetch(url); import { get } from 'node:https';").length, 3);
  assert.deepEqual(
    sources.filter(({ text }) => uses(text).length > 0).map(({ file }) => file),
    [
      'engine/http-fetch.ts',
      'engine/proxy-dispatcher.ts',
      // A line of the device's own script.
      'image/anaconda/kickstart.ts',
      // A server.
      'pipeline/serve-folder.ts',
    ],
  );
});

test('no file names the folder beside the clone that its first authors had', () => {
  const beside = ['src', 'test', '.ci', 'presets']
    .flatMap((folder) => filesBelow(folder, /(\.(tsx?|js|json|sh|py)|^run)$/))
    .filter(({ text }) => /\.\.\/shared\/(cases|data|facts|review)/.test(text));
  assert.deepEqual(
    beside.map(({ file }) => file),
    [],
  );
});

test(`no file of src and test has more than ${longestFile} lines`, () => {
  const files = [...filesBelow('src', /\.(tsx?|sh|py)$/), ...filesBelow('test', /\.(tsx?|sh|py)$/)];
  const long = files
    .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > longestFile);
  assert.deepEqual(long, []);
});

test('the rules see each kind of violation', () => {
  const table: [Import, RegExp | null][] = [
    [{ from: 'cli.ts', to: 'commands/lock.ts', typeOnly: false }, null],
    [{ from: 'pipeline/build.ts', to: 'spec/failure.ts', typeOnly: false }, null],
    [{ from: 'image/a.ts', to: 'image/b.ts', typeOnly: false }, null],
    [{ from: 'image/seeds.ts', to: 'rpm/lock.ts', typeOnly: true }, null],
    [{ from: 'image/seeds.ts', to: 'rpm/lock.ts', typeOnly: false }, /siblings may share types only/],
    [{ from: 'spec/sizes.ts', to: 'engine/engine.ts', typeOnly: true }, /lies above it/],
    [{ from: 'rpm/store.ts', to: 'pipeline/task.ts', typeOnly: true }, /lies above it/],
    [{ from: 'commands/a.ts', to: 'cli.ts', typeOnly: false }, /lies above it/],
    [{ from: 'misc/a.ts', to: 'spec/sizes.ts', typeOnly: false }, /do not know/],
    [{ from: 'spec/a.ts', to: 'misc/a.ts', typeOnly: false }, /no room that the rules know/],
    [{ from: 'rpm/store.ts', to: 'node:child_process', typeOnly: false }, /only src\/engine runs programs/],
    [{ from: 'rpm/store.ts', to: 'child_process', typeOnly: true }, /only src\/engine runs programs/],
    [{ from: 'vm/qemu.ts', to: 'execa', typeOnly: false }, /only src\/engine runs programs/],
    [{ from: 'engine/native.ts', to: 'execa', typeOnly: false }, null],
    [{ from: 'rpm/store.ts', to: 'node:fs', typeOnly: false }, null],
  ];
  for (const [one, expected] of table) {
    const found = importViolations([one]);
    if (expected === null) assert.deepEqual(found, []);
    else assert.match(found.join('\n'), expected);
  }
});

test('each way to import is read', () => {
  const text = `
import { a } from './a.js';
import type { B } from '../spec/b.js';
import { type C, type D } from '../rpm/c.js';
import { type E, f } from '../rpm/e.js';
import {
  g,
} from '../vm/g.js';
import './side-effect.js';
import def, { h } from 'execa';
export { i } from '../project/i.js';
export type { J } from '../project/j.js';
// import { no } from './comment.js';
/* import { no } from './comment.js'; */
const lazy = await import('../engine/lazy.js');
let typed: import('../engine/typed.js').Engine;
load(() => import("./quoted.js"));
`;
  const found = importsOf('image/x.ts', text).map(({ to, typeOnly }) => `${to}${typeOnly ? ' (types)' : ''}`);
  assert.deepEqual(found, [
    ...[
      'image/a.ts',
      'spec/b.ts (types)',
      'rpm/c.ts (types)',
      'rpm/e.ts',
      'vm/g.ts',
      'image/side-effect.ts',
      'execa',
    ],
    ...[
      'project/i.ts',
      'project/j.ts (types)',
      'engine/lazy.ts',
      'engine/typed.ts (types)',
      'image/quoted.ts',
    ],
  ]);
});
