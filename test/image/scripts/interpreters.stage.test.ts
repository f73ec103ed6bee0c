import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readTreeShape } from '../../../src/image/overlay/tree-shape.js';
import { requireInterpreters } from '../../../src/image/scripts/interpreters.js';
import { failureOf } from '../../helpers/failure-of.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

test('an interpreter is found in the tree and in root.override, through the links of the release', async (t) => {
  const dir = scratchFolder(t);
  const [tree, override] = [path.join(dir, 'tree'), path.join(dir, 'root.override')];
  writeTree(dir, {
    'tree/usr/bin/bash': '',
    'root.override/bin/acme': '',
    'root.override/usr/bin/other': '',
    'root.override/usr/sbin/third': '',
  });
  mkdirSync(tree, { recursive: true });
  symlinkSync('usr/bin', path.join(tree, 'bin'));
  const shape = await readTreeShape(taskContext(), tree, path.join(dir, 'shape'));
  const look = (program: string, release = 44) =>
    requireInterpreters({ shape, override, release }, [{ program, where: 'hooks.d/10.sh:1' }]);
  for (const program of ['/bin/bash', '/usr/bin/bash', 'bash', '/usr/bin/acme', '/bin/acme', 'acme']) {
    await look(program);
  }
  for (const program of ['/bin/other', '/sbin/other', '/usr/bin/third', '/bin/third']) await look(program);
  for (const [program, release] of [
    ['/usr/bin/none', 44],
    ['/usr/bin/third', 41],
  ] as const) {
    const { status, what } = await failureOf(look(program, release));
    assert.equal(status, 2);
    assert.match(what, new RegExp(`needs the interpreter \`${program}\`, which the image does not have`));
  }
});
