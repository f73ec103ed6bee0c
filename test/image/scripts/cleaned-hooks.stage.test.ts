import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { cleanedHooks } from '../../../src/image/scripts/cleaned-hooks.js';
import { readHooks } from '../../../src/project/folder/hook-text.js';
import { failureOf } from '../../helpers/failure-of.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

/** A folder of hooks, which `hooks.d` is a link to. */
function hooksFolder(t: { after(undo: () => void): void }, files: string) {
  const dir = scratchFolder(t);
  mustRun('sh', ['-euc', `cd "$1"; mkdir shared; ln -s shared hooks.d; cd shared; ${files}`, 'sh', dir]);
  mkdirSync(path.join(dir, 'scratch'));
  return { dir: path.join(dir, 'hooks.d'), scratch: path.join(dir, 'scratch') };
}

test('the copy of a folder whose scripts lose their line ends has all else of it: names, bits, links', async (t) => {
  const { dir, scratch } = hooksFolder(
    t,
    `printf 'true\\r\\n' >10.sh; mkdir files; echo x >"files/$(printf 'n\\377\\nme')"; ln -s files/none link
     echo x >files/tool; chmod 4755 files/tool`,
  );
  const hooks = { dir, shownAs: 'hooks.d', names: ['10.sh'] };
  const { dir: copy } = await cleanedHooks(taskContext(), hooks, scratch);
  assert.notEqual(copy, dir);
  const listed = (folder: string) =>
    mustRun('sh', [
      '-euc',
      'cd "$1/"; find . -mindepth 1 -printf "%M %p %l\\0" | sort -z | od -c',
      'sh',
      folder,
    ]);
  assert.equal(listed(copy), listed(dir));
  assert.equal(mustRun('cat', [path.join(copy, '10.sh')]), 'true\n');
});

test('a script whose name is not UTF-8 is refused by its name', async (t) => {
  const { dir } = hooksFolder(t, `echo true >"$(printf '1\\377.sh')"`);
  const { status, what, where } = await failureOf(
    readHooks({ dir, shownAs: 'hooks.d', names: ['1\ufffd.sh'] }),
  );
  assert.equal(status, 2);
  assert.match(what, /must be UTF-8/);
  assert.equal(where, 'hooks.d/1\ufffd.sh');
});
