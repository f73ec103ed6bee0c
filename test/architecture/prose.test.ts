import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';

/** Phrases that plain technical English does not have, each with how to say it. */
const phrases: readonly [RegExp, string][] = [
  [/\banew\b/i, '"again"'],
  [/\bmend(s|ed|ing)?\b/i, '"correct", "fix" or "suggested fix"'],
  [
    /(?<!there )(?<!what )\b(is|are) no (?!longer\b|more\b|better\b|other\b|arithmetic\b)[a-z]/i,
    '"is not a ..."',
  ],
  [/\bin the place of\b/i, '"instead of"'],
  [/\bwho is not root\b/i, '"users other than root"'],
  [/\bby who runs\b/i, '"by whoever runs it"'],
  [/\bof (its|their) own accord\b/i, '"by itself"'],
  [/\bthat is none\b/i, '"that is not valid"'],
  [/\bkept nowhere\b/i, '"not stored"'],
];

/** Files of people's texts: pictures and grammars of others are not ours to word. */
function textFiles(): string[] {
  const below = (folder: string) =>
    readdirSync(packageFile(folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(packageFile('.'), path.join(entry.parentPath, entry.name)));
  const top = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];
  return [...top, ...below('docs'), ...below('src'), ...below('presets')].filter(
    (file) => !/\.(svg|cast|png|gif|key|bin)$/.test(file),
  );
}

function badLines(file: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      phrases
        .filter(([phrase]) => phrase.test(line))
        .map(([, better]) => `${file}:${index + 1}: ${line.trim()} (write ${better})`),
    );
}

test('messages, comments and manuals are in plain technical English', () => {
  assert.deepEqual(
    textFiles().flatMap((file) => badLines(file, readFileSync(packageFile(file), 'utf8'))),
    [],
  );
});

test('the phrases are found, and what is like them is not', () => {
  for (const bad of [
    '`x` is no size.',
    'written anew',
    'There is nothing to mend',
    'for a user who is not root',
  ])
    assert.equal(badLines('a', bad).length, 1, bad);
  for (const good of ['There is no disk.', 'it is no longer there', 'recommend', 'amended', 'is not a size'])
    assert.deepEqual(badLines('a', good), []);
});
