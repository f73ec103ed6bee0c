import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { digestedSuffix, publicKeyFile, signatureFile } from '../../../src/image/slot/openpgp-signature.js';
import { slotKey } from '../../../src/image/slot/slot-key.js';

const content = Buffer.from('hello\n');
const digest = createHash('sha256').update(content).update(digestedSuffix).digest();
const signature = signatureFile(slotKey, digest);
const key = publicKeyFile(slotKey);

test('a signature has the form of RFC 4880, and its number is RSA over SHA-256 of the file and its own fields', () => {
  const fields = '0400010800060502';
  assert.equal(signature.subarray(0, 3).toString('hex'), '89011c', 'tag 2, two octets of length');
  assert.equal(signature.length, 3 + 0x11c);
  assert.equal(signature.subarray(3, 11).toString('hex'), fields);
  // Four octets of time, ten of the issuer with their length, two of the digest.
  const issuer = signature.subarray(15, 27);
  assert.equal(issuer.subarray(0, 4).toString('hex'), '000a0910');
  const body = key.subarray(3);
  const head = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  const fingerprint = createHash('sha1').update(head).update(body).digest();
  assert.equal(issuer.subarray(4).toString('hex'), fingerprint.subarray(-8).toString('hex'));
  assert.equal(signature.subarray(27, 29).toString('hex'), digest.subarray(0, 2).toString('hex'));
  const bits = signature.readUInt16BE(29);
  const number = Buffer.concat([Buffer.alloc(256 - ((bits + 7) >> 3)), signature.subarray(31)]);
  assert.ok(verify('sha256', Buffer.concat([content, digestedSuffix]), createPublicKey(slotKey), number));
  assert.equal(digestedSuffix.subarray(0, 8).toString('hex'), fields);
  assert.equal(digestedSuffix.subarray(-6).toString('hex'), '04ff0000000c');
});

test('a key and the signature of a file are the same bytes each time', () => {
  assert.deepEqual(signatureFile(slotKey, digest), signature);
  // Slots that were written by an older build hold this key: the digest changes with the key, and with it the image.
  assert.equal(
    createHash('sha256').update(key).digest('hex'),
    '94d002999502633c4280f5e72b86eec8bbef1072bf4e73a565b6028109a10880',
  );
});
