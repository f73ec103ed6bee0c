import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Failure } from '../../../src/base/failure.js';
import { contentSize, directoryManifest, isCopied } from '../../../src/image/settings/image-facts.js';
import { entry } from '../tree-entries.js';

const MiB = 1024 * 1024;

const root = entry('./', 0, { path: '.' });

test('what is copied into memory: all but the content of /boot and lost+found', () => {
  const table: [string, boolean][] = [
    ['.', true],
    ['boot', true],
    ['boot/vmlinuz', false],
    ['boot/efi/EFI', false],
    ['bootstrap', true],
    ['usr/lib/boot/x', true],
    ['lost+found', false],
    ['var/lost+found', true],
  ];
  for (const [name, copied] of table) assert.equal(isCopied(entry(name)), copied, name);
});

test('the size of the content', () => {
  const entries = [
    root,
    entry('boot/'),
    entry('boot/initramfs.img', 50 * MiB),
    entry('usr/'),
    entry('usr/big', 3 * MiB + 1),
    entry('usr/empty'),
    entry('usr/link', 20, { type: 'l' }),
    entry('usr/lib/tmpfsroot/files.b2', 1000),
    entry('lost+found/'),
  ];
  const size = contentSize(entries);
  // root, boot, usr, big, empty, link, files.b2
  assert.equal(size.entries, 7);
  assert.equal(size.files, 3);
  // Our own facts are written after the sum is known.
  assert.equal(size.fileBytes, 3 * MiB + 1);
  // Whole pages: 769 of big, 1 of files.b2, 1 each for three folders and a link.
  assert.equal(size.memoryMiB, Math.ceil((774 * 4096) / MiB));
});

test('the manifest of a partition has the directories below its mount point, and nothing else', () => {
  const entries = [
    entry('var/log/'),
    entry('var/log/journal/', 0, { mode: '2755', gid: 190 }),
    entry('var/log/audit dir/', 0, { mode: '700' }),
    entry('var/log/audit dir/old/'),
    entry('var/log/lastlog', 10),
    entry('var/log/link', 5, { type: 'l' }),
    entry('var/logs/'),
    entry('opt/'),
  ];
  assert.equal(
    directoryManifest(entries, '/var/log'),
    '2755 0 190 journal\n700 0 0 audit dir\n755 0 0 audit dir/old\n',
  );
  assert.equal(directoryManifest(entries, '/opt'), '');
});

test('a folder whose name no line can hold is refused by name', () => {
  for (const [name, shown] of [
    ['var/log/two\nlines/', '/var/log/two\\nlines'],
    ['var/log/blank /', '/var/log/blank '],
  ] as const) {
    assert.throws(
      () => directoryManifest([entry(name)], '/var/log'),
      (error: Failure) => error.exitStatus === 1 && error.facts.what.includes(`\`${shown}\``),
    );
  }
  assert.equal(directoryManifest([entry('srv/two\nlines/')], '/var/log'), '');
});
