import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Lock } from '../../../src/rpm/lock/lock.js';
import {
  formatLock,
  parseLock,
  parseLockFile,
  readLock,
  readReplaceableLock,
} from '../../../src/rpm/lock/lock-file.js';
import { inLinearTime } from '../../helpers/in-linear-time.js';
import { failureOf, lockedPackage, lockOf, scratchFolder } from '../fixture.js';

const sample: Lock = lockOf([
  lockedPackage({ name: 'bash', why: ['listed'] }),
  lockedPackage({ name: 'zlib' }),
]);

describe('rpms.lock', () => {
  it('is read as it was written, and has one package a line', () => {
    const text = formatLock(sample);
    assert.deepEqual(parseLock(text, 'rpms.lock'), sample);
    assert.equal(formatLock(parseLock(text, 'rpms.lock')), text);
    assert.equal(text.split('\n').filter((line) => /^ {4}\{ "name": .* \},?$/.test(line)).length, 2);
  });

  it('keeps revision and origin of a repository, and is read without, as versions before wrote it', async () => {
    const [fedora] = sample.repositories;
    const repositories = [{ ...fedora, revision: 1_700_000_000, origin: `sha256:${'3'.repeat(64)}` }];
    const newer = { ...sample, repositories } as Lock;
    assert.deepEqual(parseLock(formatLock(newer), 'rpms.lock'), newer);
    assert.doesNotMatch(formatLock(sample), /revision|origin/);
    const negative = formatLock(newer).replace('1700000000', '-1');
    assert.match((await failureOf(() => parseLock(negative, 'rpms.lock'))).what, /`-1` for `revision`/);
  });

  it('names file and line of what is wrong in it', async () => {
    const text = formatLock(sample);
    const cases: readonly [string, RegExp, RegExp][] = [
      [text.replace('"zlib"', 'zlib'), /not well-formed JSON/, /rpms\.lock:12:\d+$/],
      [text.slice(0, 200), /not well-formed JSON/, /rpms\.lock:/],
      [text.replace(/"zlib", "epoch": 0/, '"zlib", "epoch": "0"'), /`zlib`.*`"0"`.*`epoch`/, /:12$/],
      [text.replace('"Packages/zlib.rpm"', '"../../etc/zlib.rpm"'), /`location`/, /:12$/],
      [text.replace('"Packages/zlib.rpm"', '"/etc/zlib.rpm"'), /`location`/, /:12$/],
      [text.replace(/(zlib.*"sha256": ")0/, '$1x'), /`sha256`/, /:12$/],
      [text.replace(/(zlib.*"repo": ")fedora/, '$1other'), /repository `other`/, /:12$/],
      [text.replace('"format": 1', '"format": 2'), /format `2`/, /rpms\.lock$/],
      [text.replace(/"keys": \["A/, '"keys": ["x'), /`keys`/, /rpms\.lock$/],
      ['{}', /format/, /rpms\.lock$/],
    ];
    for (const [broken, what, where] of cases) {
      const failure = await failureOf(() => parseLock(broken, 'rpms.lock'));
      assert.equal(failure.status, 2);
      assert.match(failure.what, what);
      assert.match(failure.where ?? '', where, failure.what);
    }
    const merged = await failureOf(() =>
      parseLock(text.replace('{ "name": "zlib"', '<<<<<<< HEAD\n$&'), 'rpms.lock'),
    );
    assert.match(merged.why ?? '', /unfinished git merge/);
  });

  it('is told from a plain list behind any number of blank lines', async () => {
    const blanks = '\n \t'.repeat(60_000);
    const text = formatLock(sample);
    const kindOf = (content: string) =>
      inLinearTime('Reading it', () => parseLockFile(`${blanks}${content}`, 'rpms.lock').kind);
    assert.equal(kindOf(text), 'lock');
    assert.equal(kindOf('bash-5.2-1.fc41'), 'plain');
    const merged = await failureOf(() => parseLock(`${blanks}<<<<<<< HEAD${blanks}${text}`, 'rpms.lock'));
    assert.match(merged.why ?? '', /unfinished git merge/);
  });

  it('has locations of the form that rpm gives its files, below the repository', async () => {
    const at = (location: string) => lockOf([lockedPackage({ name: 'bash', location })]);
    for (const good of [
      'bash.rpm',
      'Packages/b/bash-5.2~rc1^git-1.fc41.x86_64.rpm',
      'x86_64/..a/libstdc++-%7E1_2.rpm',
    ])
      assert.equal(parseLock(formatLock(at(good)), 'rpms.lock').packages[0]?.location, good);
    for (const bad of [
      'http://evil/x.rpm',
      '../x.rpm',
      'a/../x.rpm',
      './x.rpm',
      '/x.rpm',
      'a//x.rpm',
      '-x.rpm',
      'a/-x.rpm',
      '-a/x.rpm',
      'x y.rpm',
      'x$(y).rpm',
      'x\ny.rpm',
      'x.rpm\n',
      'x.deb',
      'é.rpm',
    ]) {
      const failure = await failureOf(() => parseLock(JSON.stringify(at(bad)), 'rpms.lock'));
      assert.match(failure.what, /`bash`.*`location`/, bad);
    }
  });

  it('that is missing, or still the plain list of the seed, says which command makes it', async (context) => {
    const file = path.join(await scratchFolder(context), 'rpms.lock');
    assert.match((await failureOf(readLock(file))).remedy ?? '', /tmpfsroot-wizard lock/);
    await writeFile(file, 'bash-5.2.32-1.fc41\n');
    const plain = await failureOf(readLock(file));
    assert.equal(plain.status, 2);
    assert.match(plain.remedy ?? '', /`tmpfsroot-wizard lock` once/);
  });

  it('is read from the plain list of the seed: names with dashes, comments, architectures', async () => {
    const text =
      '# made by updater.sh\nbash-5.2.32-1.fc41\nkernel-modules-core-6.11.4-301.fc41.x86_64\r\n\nc++x-1~rc1-2\n';
    const file = parseLockFile(text, 'rpms.lock');
    assert.deepEqual(
      file.kind === 'plain' && file.pins.map(({ name, version, release }) => [name, version, release]),
      [
        ['bash', '5.2.32', '1.fc41'],
        ['kernel-modules-core', '6.11.4', '301.fc41'],
        ['c++x', '1~rc1', '2'],
      ],
    );
    const failure = await failureOf(() => parseLockFile('bash-5.2-1\nbash\n', 'rpms.lock'));
    assert.equal(failure.where, 'rpms.lock:2');
  });

  it('that is broken does not keep `lock` from writing a new one, unless its versions are to be kept', async (context) => {
    const file = path.join(await scratchFolder(context), 'rpms.lock');
    assert.equal(await readReplaceableLock(file, false), null);
    await writeFile(file, formatLock(sample).slice(0, -30));
    assert.equal(await readReplaceableLock(file, false), null);
    assert.equal((await failureOf(readReplaceableLock(file, true))).status, 2);
    await writeFile(file, 'bash-5.2-1\nnonsense\n');
    assert.equal((await failureOf(readReplaceableLock(file, false))).where, `${file}:2`);
  });
});
