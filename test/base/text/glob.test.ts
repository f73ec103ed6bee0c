import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compiledGlob } from '../../../src/base/text/glob.js';

test('a glob is matched as a shell does', () => {
  for (const [glob, fitting, others] of [
    ['bash', ['bash'], ['bas', 'bashx', 'xbash']],
    ['kernel*', ['kernel', 'kernel-core'], ['akernel']],
    ['*-devel', ['a-devel', '-devel'], ['devel', 'a-devel-x']],
    ['a*b*a', ['aba', 'axbxa', 'abababa'], ['a', 'ab', 'aa', 'abab']],
    ['*', ['', 'a'], []],
    ['**a**', ['a', 'xax'], ['x']],
    ['a?c', ['abc'], ['ac', 'abbc']],
    ['a*?c', ['abc', 'abbc'], ['ac']],
    ['lib[a-c]x', ['libax'], ['libdx', 'libx']],
    ['lib[!a-c]*', ['libd', 'libdx'], ['liba', 'lib']],
    ['[z-a]', [], ['z', '']],
    ['a.b+', ['a.b+'], ['axb+', 'a.bb']],
    ['a[', ['a['], ['a']],
  ] as const) {
    const pattern = compiledGlob(glob);
    for (const text of fitting) assert.ok(pattern.test(text), `${glob} ${text}`);
    for (const text of others) assert.ok(!pattern.test(text), `${glob} ${text}`);
  }
});

test('a glob of many stars takes no longer than its text', () => {
  const before = process.cpuUsage();
  assert.ok(!compiledGlob(`${'*?'.repeat(200)}x`).test('a'.repeat(5000)));
  assert.ok(process.cpuUsage(before).user < 1_000_000);
});
