import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, describe, test } from 'node:test';
import { stageFailed } from '../../src/base/failure.js';
import { packageFile } from '../../src/base/fs/package-file.js';
import { chooseLanguage, translations, translationsFolder } from '../../src/base/language/choose-language.js';
import { speak, t } from '../../src/base/language/texts.js';
import { programFailure } from '../../src/engine/programs/program-failure.js';
import { RepositoryFailure, solveFailure } from '../../src/rpm/solve/solve-failure.js';
import type { MirrorFailure } from '../../src/rpm/solve/solve-trouble.js';
import { failureLines } from '../../src/wizard/model/result-text.js';
import { unmarkedIn, unmarkedTexts } from './marked-texts.js';

/** Files with texts that nobody translates, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'base/language/choose-language.ts': 'No language is chosen yet.',
};

describe('failures in the language of the person', () => {
  afterEach(() => speak(null));

  test('each text that a failure says has a mark', () => {
    const left = unmarkedTexts().filter(({ file }) => !Object.hasOwn(exceptions, file));
    assert.deepEqual(left, []);
  });

  test('each exception is still needed', () => {
    const files = new Set(unmarkedTexts().map(({ file }) => file));
    assert.deepEqual(
      Object.keys(exceptions).filter((file) => !files.has(file)),
      [],
    );
  });

  test('a text without a mark is found wherever a failure may take it from', () => {
    const found = (source: string) => unmarkedIn('a.ts', source).map(({ text }) => text);
    assert.deepEqual(found("stageFailed({ what: 'It is broken.' })"), ["'It is broken.'"]);
    assert.deepEqual(found('f({ why: a ? `No ${b} here.` : null })'), ['`No ${b} here.`']);
    assert.deepEqual(found("f({ remedy: (a) => b ?? 'Try it.' })"), ["'Try it.'"]);
    assert.deepEqual(found("run({ purpose: 'tidying' }); shell(ctx, 'copying files', 'cp a b')"), [
      "'tidying'",
      "'copying files'",
    ]);
    assert.deepEqual(found("throw new SourceError('gone', 'It is not there.')"), ["'It is not there.'"]);
    assert.deepEqual(found('f({ what: t`It is broken.`, why: later`So.`, purpose: "x" })'), []);
    assert.deepEqual(found('f({ why: `${url}: ${reason}.`, what: t`A ${b === 1 ? "c" : d} e.` })'), []);
  });

  test('the screen of a run that failed is in Japanese', () => {
    chooseLanguage('ja', {});
    const command = { program: 'xorriso', purpose: t`writing the ISO (xorriso)` };
    const failure = programFailure(command, {
      status: 5,
      stdout: '',
      lastLines: ['No space left on device'],
    });
    assert.deepEqual(failureLines(failure, waysOn, null), [
      '`xorriso` がステータス 5 で終了しました (作業: ISO の書き込み (xorriso))。',
      '',
      '理由: ディスクがいっぱいです。',
      '',
      '最後の出力:',
      '  No space left on device',
      '',
      '対処: 空きを増やしてください (`df -h` を、inode は `df -i` を参照)。キャッシュの空き容量を確認するには: tmpfsroot-wizard doctor',
    ]);
  });

  test('why a repository cannot be read is known whatever the language', () => {
    for (const language of ['en', ...translations()]) {
      chooseLanguage(language, {});
      const kindOf = (failure: MirrorFailure) =>
        repositoryFailure({ reason: failure.reason, failures: [failure] }).causeKind;
      const url = 'https://mirror.example/';
      const silent = t`The server sent nothing for ${20} s.`;
      assert.equal(kindOf({ url, reason: silent, causeKind: 'timeout' }), 'timeout');
      assert.equal(kindOf({ url, reason: 'getaddrinfo ENOTFOUND mirror.example' }), 'no-such-host');
      assert.equal(kindOf({ url, reason: silent }), null);
    }
  });

  test('what tries again takes the place of the command in each language', () => {
    for (const language of ['en', ...translations()]) {
      chooseLanguage(language, {});
      const remedies = [
        t`Restore it from git, or run \`tmpfsroot-wizard lock\`.`,
        t`Run the same command again: what is damaged in the cache is fetched again. Check the disk and the memory.`,
      ];
      for (const remedy of remedies) {
        const lines = failureLines(stageFailed({ what: 'x', remedy }), waysOn, null).join('\n');
        assert.match(lines, /`R`/i, lines);
        assert.doesNotMatch(lines, /wizard lock|same command/, lines);
      }
      const without = t`Run \`tmpfsroot-wizard lock\` without \`--update\`.`;
      const lines = failureLines(stageFailed({ what: 'x', remedy: without }), waysOn, null).join('\n');
      assert.match(lines, /wizard lock/);
    }
  });
});

function repositoryFailure(told: { reason: string; failures: MirrorFailure[] }): RepositoryFailure {
  const failure = solveFailure({ kind: 'repository', id: 'fedora', ...told }, []);
  assert.ok(failure instanceof RepositoryFailure);
  return failure;
}

const waysOn = { again: '', other: '', retry: 'press `r`' };

/** Orders that the screens replace, as English has them. */
const orders: readonly [RegExp, readonly string[]][] = [
  [/\brun the same command again\b/i, ['Run the same command again', 'run the same command again']],
  [
    /\brun `tmpfsroot-wizard lock`(?! without)/i,
    ['Run `tmpfsroot-wizard lock`', 'run `tmpfsroot-wizard lock`'],
  ],
];

for (const name of translations()) {
  test(`${name} gives an order that the screens replace always in the same words`, () => {
    const file = packageFile(`${translationsFolder}/${name}.json`);
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    for (const [order, keys] of orders) {
      for (const [key, text] of Object.entries(texts).filter(([one]) => order.test(one))) {
        assert.ok(
          keys.some((one) => text.includes(texts[one] as string)),
          `${key}: ${text}`,
        );
      }
    }
  });
}
