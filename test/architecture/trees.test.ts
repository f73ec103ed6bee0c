import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';

/**
 * What runs with all rights over a tree's files and sees those of the machine. None of it opens a file below a tree by a
 * name in which a link of the tree could stand: it walks without following links, or it works on folders of ours.
 */
const outsideOfViews: Readonly<Record<string, readonly string[]>> = {
  'build/chown-output.ts': ['find'],
  'build/stage-listing.ts': ['find'],
  'build/stages/slot.ts': ['shell: cp -al'],
  'build/temp-folders.ts': ['rm -rf'],
  'engine/container/share-probe.ts': ['a file of ours'],
  'image/anaconda/anaconda-content.ts': ['shellFile: our own folders', 'shellFile', 'shellFile', 'shell'],
  'image/anaconda/anaconda-network.ts': ['shellFile: our own folders', 'shell'],
  'image/anaconda/check-packages.ts': ['xorriso'],
  'image/anaconda/overlay.ts': ['shellFile: our own folders', 'shell', 'tar --create'],
  'image/anaconda/remaster.ts': ['shell: chmod -R, touch -h', 'implantisomd5'],
  'image/boot/esp.ts': ['shellFile: our own folders'],
  'image/disk/fat-image.ts': ['find'],
  'image/disk/write-iso.ts': ['xorriso'],
  'image/installer/installer-content.ts': ['shell: our own folders'],
  'image/installer/installer-iso.ts': ['shell: touch -h'],
  'image/overlay/copy-overlay.ts': ['shellFile: tar, to resolved places', 'chmod of resolved places'],
  'image/overlay/tree-shape.ts': ['find'],
  'image/root/base-accounts.ts': ['shell: mkdir of a folder of ours'],
  'image/root/root-tree.ts': ['shell: mkdir of an empty tree', 'find'],
  'image/settings/composed-tree.ts': ['shell: cp -a', 'shell: chmod in a folder of ours'],
  'image/shell.ts': ['shell and shellFile themselves'],
  'image/slot/slot-facts.ts': ['b2sum of files that find listed'],
  'image/slot/slot-image.ts': ['shell: touch -h'],
  'image/slot/tree-listing.ts': ['find'],
  'image/update/update-file.ts': ['shellFile: split of the slot image', 'shell: our own folder'],
};

const use = /\bhandlesTree: |\bawait shell(?:File)?\(/g;

test('whatever opens files of a root tree by their names sees only folders that it names (shellIn, foldersCommand)', () => {
  const root = packageFile('src');
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(path.join(root, file), 'utf8').match(use)?.length ?? 0] as const)
    .filter(([, uses]) => uses > 0);
  assert.deepEqual(
    Object.fromEntries(found.sort()),
    Object.fromEntries(Object.entries(outsideOfViews).map(([file, uses]) => [file, uses.length])),
  );
});
