import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { requireLinux, run } from '../../src/commands/flash.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder } from '../helpers/scratch.js';

/** Runs it in an empty folder, without a terminal. */
function flash(t: TestContext, ...words: string[]) {
  return failureOf(
    run(words, {
      ...{ cwd: scratchFolder(t), env: {}, stdin: new PassThrough() },
      ...{ stdout: new PassThrough(), stderr: new PassThrough(), signal: new AbortController().signal },
    }),
  );
}

const refused: [string, string[], RegExp, RegExp][] = [
  ['nothing that was built', [], /Nothing was built here yet/, /tmpfsroot-wizard build/],
  ['an image that is not there', ['x.iso'], /There is no such image/, /output\//],
  ['no disk to agree to', ['--yes'], /`--yes` needs the disk/, /--disk \/dev\/disk\/by-id/],
  ['no disk to force', ['--force-disk'], /`--force-disk` needs the disk/, /flash --list/],
  ['two images', ['a', 'b'], /[Tt]oo many arguments/, /flash --help/],
];
for (const [what, words, expected, remedy] of refused) {
  test(`refused with status 2: ${what}`, async (t) => {
    const failure = await flash(t, ...words);
    assert.equal(failure.status, 2);
    assert.match(failure.what, expected);
    assert.match(failure.remedy ?? '', remedy);
  });
}

test('on another system it says that it writes on Linux only, and what does it there', async () => {
  requireLinux('linux');
  const failure = await failureOf(() => requireLinux('darwin'));
  assert.equal(failure.status, 3);
  assert.match(failure.remedy ?? '', /diskutil unmountDisk diskN; sudo dd if=IMAGE of=\/dev\/rdiskN/);
});
