import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { readSmallFile, readSmallText } from '../../../src/base/fs/read-small-file.js';
import { readText } from '../../../src/base/fs/read-text.js';
import { unreadableReason } from '../../../src/base/fs/regular-file.js';
import { failureOf } from '../../helpers/failure-of.js';
import { scratchFolder } from '../../helpers/scratch.js';

async function reasonOf(reading: Promise<unknown>): Promise<string> {
  return await reading.then(() => assert.fail('It was read.'), unreadableReason);
}

test('a file is read whole, also through a link, and one of the kernel that states no size', async (t) => {
  const dir = scratchFolder(t);
  const file = path.join(dir, 'file');
  for (const length of [0, 1, 4095, 4096, 4097, 100_000]) {
    const content = Buffer.alloc(length, 'content of the file ');
    writeFileSync(file, content);
    assert.deepEqual(await readSmallFile(file), content);
    assert.deepEqual(await readSmallFile(Buffer.from(file), length), content);
  }
  symlinkSync(file, path.join(dir, 'link'));
  assert.equal((await readSmallText(path.join(dir, 'link'))).length, 100_000);
  assert.match(await readSmallText('/proc/self/status'), /^Name:[\s\S]*\n$/);
});

test('one that is larger than the limit is refused, whatever it says of its size', async (t) => {
  const file = path.join(scratchFolder(t), 'file');
  writeFileSync(file, 'x'.repeat(100));
  assert.equal((await readSmallFile(file, 100)).length, 100);
  assert.equal(await reasonOf(readSmallFile(file, 99)), 'It is larger than 99 B.');
  truncateSync(file, 2 ** 40);
  assert.equal(await reasonOf(readSmallFile(file)), 'It is larger than 16.0 MB.');
  assert.equal(await reasonOf(readSmallFile('/proc/self/status', 100)), 'It is larger than 100 B.');
  writeFileSync(file, '');
  const reading = readSmallFile(file, 1000);
  appendFileSync(file, 'y'.repeat(500));
  assert.ok((await reading).length <= 500);
});

test('what is not a file is refused at once, with what it is', async (t) => {
  const dir = scratchFolder(t);
  mkdirSync(path.join(dir, 'folder'));
  symlinkSync('loop', path.join(dir, 'loop'));
  const server = createServer().listen(path.join(dir, 'socket'));
  t.after(() => server.close());
  const table: [string, string | RegExp][] = [
    [path.join(dir, 'folder'), 'It is a folder.'],
    [path.join(dir, 'socket'), /socket/],
    [path.join(dir, 'loop'), 'It is a symbolic link that leads to itself.'],
    [path.join(dir, 'absent'), 'It does not exist.'],
    [path.join(dir, 'folder/absent/x'), 'It does not exist.'],
    ['/dev/zero', 'It is a device, not a file.'],
    ['/dev/null', 'It is a device, not a file.'],
  ];
  for (const [file, reason] of table) {
    const found = await reasonOf(readSmallFile(file));
    if (typeof reason === 'string') assert.equal(found, reason, file);
    else assert.match(found, reason, file);
  }
});

test('a file of the project that is not there is none, and one that cannot be read is a failure', async (t) => {
  const dir = scratchFolder(t);
  assert.equal(await readText(path.join(dir, 'absent'), 'absent'), null);
  symlinkSync('/dev/zero', path.join(dir, 'packages.list'));
  const failure = await failureOf(readText(path.join(dir, 'packages.list'), 'packages.list'));
  assert.equal(failure.status, 2);
  assert.equal(
    `${failure.what} ${failure.why}`,
    '`packages.list` could not be read. It is a device, not a file.',
  );
});
