import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';

const longestFile = 300;

function filesBelow(folder: string, pattern: RegExp): { file: string; text: string }[] {
  const root = packageFile(folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file) && statSync(path.join(root, file)).isFile())
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** TypeScript without its comments. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

const sources = filesBelow('src', /\.tsx?$/);

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
      'base/http/http-fetch.ts',
      'base/http/proxy-dispatcher.ts',
      // A server.
      'serve/client-limits.ts',
      'serve/serve-folder.ts',
    ],
  );
});

test('only what draws on a terminal writes to it otherwise than by printText', () => {
  const uses = (text: string) =>
    withoutComments(text).match(/\b(std(out|err)|stream)\)?\.write\(|\bconsole\.\w+\(/g) ?? [];
  assert.equal(uses("stdout.write(''); this.#stderr.write(''); console.error('')").length, 3);
  assert.deepEqual(
    sources.filter(({ text }) => uses(text).length > 0).map(({ file }) => file),
    [
      'base/print-text.ts',
      'run/notify-end.ts',
      // A file.
      'run/run-log.ts',
      'run/tree-renderer.ts',
      // Redraws the transfers that run.
      'serve/serve-until-stopped.ts',
      // The machine's console.
      'vm/boot-image.ts',
      'wizard/effects/machine.ts',
      'wizard/tui/run-screen.ts',
      'wizard/tui/screen-host.tsx',
      'wizard/tui/session.ts',
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
