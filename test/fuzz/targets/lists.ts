import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editPackagesList } from '../../../src/project/packages/edit-packages-list.js';
import {
  readPackagesList,
  readPackageTexts,
  readSpecPackages,
} from '../../../src/project/packages/packages-list.js';
import { lockFormat } from '../../../src/rpm/lock/lock.js';
import { formatLock, parseLock, parseLockFile } from '../../../src/rpm/lock/lock-file.js';
import { readPlainLock } from '../../../src/rpm/lock/plain-lock.js';
import { assertSentences } from '../judged.js';
import { answerOf, growth, hasAnswered, quickTarget, target } from '../target.js';
import { damaged, repetitionsOf, textOf, wordOf } from '../texts.js';

const packageWords = [
  'bash',
  '-nano',
  'kernel*',
  '-x',
  '--exclude=a',
  '@core',
  '#',
  ' ',
  '\n',
  'a-1:2-3.fc44',
  '-',
];
const foreignWords = [
  '%packages',
  '%end',
  'RUN dnf install -y',
  'FROM x',
  'packages:',
  '- ',
  '[x]',
  'a = "b"',
  '<?xml',
];

function judgePackages(text: string): void {
  const { findings } = readPackagesList(text);
  assertSentences(findings);
  readSpecPackages(text.split('\n'));
  const read = readPackageTexts(text);
  assertSentences(read.findings);
  if (findings.length === 0) editPackagesList(text, read.packages);
}

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const word = fc.constantFrom('a', 'bash', 'kernel-core', '5.2.37', '1.fc44', 'x86_64', '~rc^1+2_3');
const locks = fc
  .record({
    release: fc.nat({ max: 999 }),
    inputs: hex(64),
    ids: fc.uniqueArray(fc.constantFrom('fedora', 'updates', 'a:b'), { minLength: 1 }),
    packages: fc.array(
      fc.record({
        name: word,
        epoch: fc.nat(),
        version: word,
        release: word,
        arch: word,
        sha256: hex(64),
        size: fc.maxSafeNat(),
        installedSize: fc.maxSafeNat(),
        source: fc.string({ unit: 'grapheme', maxLength: 5 }),
        key: fc.option(hex(16).map((text) => text.toUpperCase())),
        why: fc.array(word, { maxLength: 3 }),
        location: fc.constantFrom('Packages/b/bash-1-1.x86_64.rpm', 'a.rpm', 'a/..b/c.rpm'),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ release, inputs, ids, packages }) => ({
    format: lockFormat as typeof lockFormat,
    release,
    arch: 'x86_64',
    inputs: `sha256:${inputs}`,
    resolver: 'libdnf 0.69.0',
    repositories: ids.map((id) => ({ id, repomd: `sha256:${inputs}`, keys: ['A'.repeat(40)] })),
    packages: packages.map((one) => ({ ...one, repo: ids[0] as string })),
  }));
const lockWords = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"packages"',
  '"name"',
  '1',
  'null',
  '../',
  '\n',
  '<<<<<<< HEAD\n',
];
const plainWords = ['bash-5.2-1.fc44', '.x86_64', '-', '#', '\n', 'a', '1', ' '];

function judgeLock(text: string): void {
  const file = answerOf(() => parseLockFile(text, 'rpms.lock'));
  if (!hasAnswered(file) || file.kind === 'plain') return;
  for (const { location } of file.lock.packages) {
    const base = 'https://h/base/';
    assert.ok(new URL(location, base).href.startsWith(base), location);
  }
  assert.deepEqual(parseLock(formatLock(file.lock), 'x'), file.lock);
}

const lockHead = `{"format":1,"release":44,"arch":"x","inputs":"sha256:${'0'.repeat(64)}","resolver":"x","repositories":[],"packages":[`;

export const listTargets = [
  quickTarget('packages.list', textOf([...packageWords, ...foreignWords]), judgePackages),
  quickTarget(
    'packages.list, written and read',
    fc.tuple(textOf(packageWords), fc.array(wordOf(packageWords))),
    ([before, names]) => {
      const wanted = readSpecPackages(names);
      if (wanted.findings.length > 0 || readPackagesList(before).findings.length > 0) return;
      const packages = wanted.packages.map(({ text, kind }) => (kind === 'exclude' ? `-${text}` : text));
      const after = editPackagesList(before, packages);
      assert.deepEqual(readPackageTexts(after).packages.sort(), packages.sort());
    },
  ),
  growth(
    'packages.list',
    repetitionsOf([...packageWords, ...foreignWords, 'p#\n-p#\n', '\n-p#']),
    judgePackages,
  ),
  target('lock, written and read', locks, (lock) => {
    const text = formatLock(lock);
    assert.deepEqual(parseLock(text, 'x'), lock);
    assert.equal(formatLock(parseLock(text, 'x')), text);
  }),
  quickTarget(
    'text of a lock',
    fc.oneof(damaged(locks.map(formatLock), lockWords), textOf(lockWords)),
    judgeLock,
  ),
  quickTarget('plain lock', textOf(plainWords), (text) => {
    const pins = answerOf(() => readPlainLock(text, 'rpms.lock'));
    if (hasAnswered(pins)) assert.ok(pins.every(({ name, version, release }) => name && version && release));
  }),
  growth(
    'lock',
    repetitionsOf([...lockWords, ...plainWords, '{"name":"a"},', ' \n'], ['', '{', lockHead]),
    judgeLock,
  ),
];
