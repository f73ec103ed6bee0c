import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { slotExt4Arguments } from '../../../src/image/disk/file-systems.js';
import { makeExt4Image } from '../../../src/image/slot/ext4-image.js';
import { checkSlotSpace, neededSlotMiB, slotInodes } from '../../../src/image/slot/slot-space.js';
import { listTree } from '../../../src/image/slot/tree-listing.js';
import { prepareE2fsprogs } from '../../helpers/debian-root.js';
import { failureOf } from '../../helpers/failure-of.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';
import { entry } from '../tree-entries.js';

const MiB = 1024 * 1024;

test('content that fits says nothing; content that does not says by how much, and what is largest', async () => {
  const entries = [
    entry('usr/lib/modules/6.1/kernel/big.ko', 70 * MiB),
    entry('usr/lib/modules/6.1/kernel/small.ko', 1000),
    entry('opt/app/data', 20 * MiB),
    entry('usr/share/doc/x', 2 * MiB),
  ];
  const needed = neededSlotMiB(entries);
  assert.ok(needed > 92 && needed < 102, String(needed));
  checkSlotSpace(entries, needed);
  const {
    status,
    what,
    where,
    remedy,
    lastLines = [],
  } = await failureOf(() => checkSlotSpace(entries, needed - 7));
  assert.equal(status, 1);
  assert.equal(where, 'partitions.sizes.root');
  assert.match(what, new RegExp(`needs ${needed} MiB, a root slot has ${needed - 7} MiB: 7 MiB too much`));
  assert.match(remedy ?? '', new RegExp(`--root-size ${needed}M`));
  const largest = lastLines.slice(1).map((line) => line.trim());
  assert.equal(largest[0], '70 MiB  /usr/lib/modules/');
  assert.ok(largest.includes('70 MiB  /usr/lib/modules/6.1/kernel/big.ko'), largest.join('\n'));
  assert.ok(largest.includes('20 MiB  /opt/app/'), largest.join('\n'));
  assert.ok(!largest.some((line) => line.includes('small.ko')));
});

test('hard links are counted once', () => {
  const one = entry('a', 50 * MiB);
  const needed = neededSlotMiB([one]);
  assert.equal(neededSlotMiB([one, { ...one, path: 'b' }, { ...one, path: 'c' }]), needed);
});

// The estimate must hold for mke2fs, or a build fails after minutes with "could not allocate block".
const trees: [string, (dir: string) => void][] = [
  ['one large file', (dir) => writeFileSync(path.join(dir, 'f'), randomBytes(40 * MiB))],
  [
    'many small files in many folders',
    (dir) => {
      for (let folder = 0; folder < 60; folder += 1) {
        mkdirSync(path.join(dir, `folder-${folder}`));
        for (let file = 0; file < 40; file += 1) {
          writeFileSync(path.join(dir, `folder-${folder}`, `file-${file}`), 'x'.repeat((file * 97) % 5000));
        }
      }
    },
  ],
  [
    'one folder with many long names',
    (dir) => {
      for (let file = 0; file < 600; file += 1)
        writeFileSync(path.join(dir, `${'name-'.repeat(40)}${file}`), '');
    },
  ],
];
for (const [what, make] of trees) {
  test(`a slot of the size that is said to be needed holds ${what}`, async (t) => {
    const scratch = scratchFolder(t);
    const tree = path.join(scratch, 'tree');
    mkdirSync(tree);
    make(tree);
    const ctx = taskContext();
    const entries = await listTree(ctx, tree, path.join(scratch, 'list'));
    await makeExt4Image(ctx, {
      toolsRoot: await prepareE2fsprogs(),
      file: path.join(scratch, 'slot.img'),
      sizeMiB: neededSlotMiB(entries),
      arguments: slotExt4Arguments('tfr-root', '7f5000aa-1234-4abc-8def-0123456789ab', slotInodes(entries)),
      tree,
      labels: null,
      epoch: 1_700_000_000,
      scratch,
    });
  });
}
