import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFatImage } from '../../../src/image/disk/fat-image.js';
import { mustRun, runProgram } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

const epoch = 1_700_000_000;
const content = {
  'EFI/BOOT/BOOTX64.EFI': 'shim'.repeat(100_000),
  'EFI/BOOT/grubx64.efi': 'grub'.repeat(200_000),
  'EFI/fedora/grub.cfg': 'set timeout=0\n',
  'EFI/fedora/shimx64.efi': 'shim'.repeat(100_000),
  'EFI/tfr/TFR-12AB': '',
};

for (const [sectorSize, sizeMiB] of [
  [512, 64],
  [4096, 260],
] as const) {
  test(`an ESP with ${sectorSize}-byte sectors is FAT32, whole, the same bytes each time`, async (t) => {
    const scratch = scratchFolder(t);
    for (const name of ['first', 'second']) {
      const tree = path.join(scratch, name);
      mkdirSync(tree);
      writeTree(tree, content);
      // FAT counts in two seconds.
      if (name === 'second' && sectorSize === 512) await sleep(2100);
      const file = path.join(scratch, `${name}.img`);
      const names = { label: 'TFR-ESP', volumeId: '1234abcd' };
      await makeFatImage(taskContext(), { file, sizeMiB, ...names, sectorSize, tree, epoch });
    }
    mustRun('cmp', [path.join(scratch, 'first.img'), path.join(scratch, 'second.img')]);

    const file = path.join(scratch, 'first.img');
    const check = runProgram('fsck.vfat', ['-n', '-v', file]);
    assert.equal(check.status, 0, check.stdout + check.stderr);
    assert.match(check.stdout, new RegExp(`${sectorSize} bytes per logical sector`));
    const facts = mustRun('blkid', ['-p', '-o', 'export', file]);
    assert.match(facts, /^VERSION=FAT32$/m);
    assert.match(facts, /^LABEL=TFR-ESP$/m);
    assert.match(facts, /^UUID=1234-ABCD$/m);
    for (const [name, text] of Object.entries(content)) {
      const found = mustRun('mtype', ['-i', file, `::${name}`], { env: { MTOOLS_SKIP_CHECK: '1' } });
      assert.equal(found, text, name);
    }
  });
}

test('files that come first lie one behind another, before all others', async (t) => {
  const scratch = scratchFolder(t);
  const tree = path.join(scratch, 'tree');
  mkdirSync(tree);
  const first = {
    'EFI/tfr/guard0': 'a'.repeat(65_536),
    'EFI/fedora/grubenv': 'b'.repeat(1024),
    'EFI/tfr/guard1': 'c',
  };
  writeTree(tree, { ...content, ...first });
  const file = path.join(scratch, 'x.img');
  const names = { label: 'TFR-ESP', volumeId: '1234abcd' };
  const order = Object.keys(first);
  await makeFatImage(taskContext(), {
    file,
    sizeMiB: 64,
    ...names,
    sectorSize: 512,
    tree,
    first: order,
    epoch,
  });
  const placeOf = (name: string) => {
    const [, from = '', to = from] =
      /<(\d+)(?:-(\d+))?>/.exec(mustRun('mshowfat', ['-i', file, `::${name}`])) ?? [];
    return { from: Number(from), behind: Number(to) + 1 };
  };
  const [guard, state, last] = order.map(placeOf);
  assert.deepEqual([state?.from, last?.from], [guard?.behind, state?.behind]);
  for (const name of Object.keys(content).filter((one) => content[one as keyof typeof content] !== ''))
    assert.ok(placeOf(name).from >= (last?.behind ?? 0), name);
  for (const [name, text] of Object.entries({ ...content, ...first }))
    assert.equal(mustRun('mtype', ['-i', file, `::${name}`]), text, name);
});

test('a tree that does not fit is a failure', async (t) => {
  const scratch = scratchFolder(t);
  const tree = path.join(scratch, 'tree');
  mkdirSync(tree);
  writeTree(tree, { large: 'x'.repeat(68_000_000) });
  const file = path.join(scratch, 'x.img');
  const names = { label: 'TFR-ESP', volumeId: '1234abcd' };
  await assert.rejects(
    makeFatImage(taskContext(), { file, sizeMiB: 64, ...names, sectorSize: 512, tree, epoch }),
    /mcopy|full/i,
  );
});
