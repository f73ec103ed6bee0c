import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SectorFile } from '../../src/powercut/disk/sector-file.js';
import { scratchFolder } from '../helpers/scratch.js';

test('a file is read by sectors, and is zero behind its end', (t) => {
  const file = path.join(scratchFolder(t), 'disk.raw');
  writeFileSync(
    file,
    Buffer.concat([Buffer.alloc(512, 'a'), Buffer.alloc(512, 'b'), Buffer.alloc(100, 'c')]),
  );
  const disk = new SectorFile(file);
  t.after(() => disk.close());
  assert.deepEqual([disk.bytes, disk.sectors], [1124, 3]);
  assert.ok(disk.read(1, 1).equals(Buffer.alloc(512, 'b')));
  assert.ok(disk.read(2, 2).equals(Buffer.concat([Buffer.alloc(100, 'c')], 1024)));
  assert.ok(disk.readBytes(510, 4).equals(Buffer.from('aabb')));
});

test('what is no file is refused by name', (t) => {
  const dir = scratchFolder(t);
  assert.throws(() => new SectorFile(path.join(dir, 'none')), /`.*none` cannot be read/);
  assert.throws(() => new SectorFile(dir), /is not a file/);
});
