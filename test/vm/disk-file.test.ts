import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatOfDisk } from '../../src/vm/disk-file.js';

/** The first bytes of a qcow2 image, as QEMU's docs/interop/qcow2.txt has them. */
function qcow2({ version = 3, backing = 0n, features = 0n } = {}): Buffer {
  const header = Buffer.alloc(80);
  header.write('QFI\xfb', 'latin1');
  header.writeUInt32BE(version, 4);
  header.writeBigUInt64BE(backing, 8);
  header.writeBigUInt64BE(features, 72);
  return header;
}

const evil = qcow2({ backing: 104n });

const rows: readonly [name: string, header: Uint8Array, verdict: string | RegExp][] = [
  ['disk.raw', Buffer.alloc(80), 'raw'],
  // What a guest writes into its first sector stays what it wrote.
  ['disk.raw', evil, 'raw'],
  ['disk.IMG', evil, 'raw'],
  ['disk.img', Buffer.from('vhdxfile'), 'raw'],
  ['disk.qcow2', qcow2(), 'qcow2'],
  ['disk.qcow2', qcow2({ version: 2, features: 4n }), 'qcow2'],
  ['disk.qcow2', evil, /content in other files/],
  ['disk.qcow2', qcow2({ features: 5n }), /content in other files/],
  ['disk.vhdx', Buffer.from('vhdxfile'), 'vhdx'],
  ['disk', Buffer.alloc(80), 'raw'],
  ['disk.bin', Buffer.from(''), 'raw'],
  ['disk', qcow2(), /its name does not say/],
  ['disk.bin', Buffer.from('vhdxfile'), /its name does not say/],
];

for (const [name, header, verdict] of rows) {
  test(`${name} that begins with ${Buffer.from(header).toString('hex', 0, 16) || 'nothing'}`, () => {
    if (typeof verdict === 'string') assert.equal(formatOfDisk(`/x/${name}`, header), verdict);
    else assert.throws(() => formatOfDisk(`/x/${name}`, header), verdict);
  });
}
