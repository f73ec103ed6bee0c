import { constants, createHash, createPublicKey, type KeyObject, privateEncrypt } from 'node:crypto';

/**
 * Detached signatures as OpenPGP has them, version 4, RSA over SHA-256 (RFC 4880: sections 4.2 packets, 5.2.3
 * signatures, 5.5.2 keys, 12.2 fingerprints; RFC 9580 keeps them): what GRUB's `verify_detached` reads. The same file
 * has the same signature each time.
 */
const algorithms = { rsa: 1, sha256: 8 } as const;
const packetTags = { signature: 2, publicKey: 6 } as const;
const subpackets = { creationTime: 2, issuer: 16 } as const;
/** Signs a document as bytes. */
const binaryDocument = 0;
/** Seconds since 1970 that keys and signatures say they were made at; nobody looks at it. */
const madeAt = 1_700_000_000;
/** ASN.1 of `DigestInfo` before a SHA-256 digest (RFC 8017, section 9.2, note 1). */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex');

const hashedSubpackets = subpacket(subpackets.creationTime, uint32(madeAt));
const hashedFields = Buffer.concat([
  Buffer.from([4, binaryDocument, algorithms.rsa, algorithms.sha256]),
  uint16(hashedSubpackets.length),
  hashedSubpackets,
]);

/** What is digested behind the file that is signed. */
export const digestedSuffix: Buffer = Buffer.concat([
  hashedFields,
  Buffer.from([4, 0xff]),
  uint32(hashedFields.length),
]);

/** A public key as a file that holds no more than that. @param key An RSA key. */
export function publicKeyFile(key: KeyObject): Buffer {
  return packet(packetTags.publicKey, publicKeyBody(key));
}

/**
 * A signature as a file.
 * @param digest SHA-256 of the file that is signed and {@link digestedSuffix} behind it.
 */
export function signatureFile(key: KeyObject, digest: Buffer): Buffer {
  const signed = privateEncrypt(
    { key, padding: constants.RSA_PKCS1_PADDING },
    Buffer.concat([sha256Info, digest]),
  );
  const issuer = subpacket(subpackets.issuer, keyId(key));
  const body = [hashedFields, uint16(issuer.length), issuer, digest.subarray(0, 2), multiprecision(signed)];
  return packet(packetTags.signature, Buffer.concat(body));
}

function publicKeyBody(key: KeyObject): Buffer {
  const { n = '', e = '' } = createPublicKey(key).export({ format: 'jwk' });
  const numbers = [n, e].map((number) => multiprecision(Buffer.from(number, 'base64url')));
  return Buffer.concat([Buffer.from([4]), uint32(madeAt), Buffer.from([algorithms.rsa]), ...numbers]);
}

function keyId(key: KeyObject): Buffer {
  const body = publicKeyBody(key);
  return createHash('sha1')
    .update(Buffer.from([0x99]))
    .update(uint16(body.length))
    .update(body)
    .digest()
    .subarray(-8);
}

/** A packet with the older header, which has two octets for its length. */
function packet(tag: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x80 | (tag << 2) | 1]), uint16(body.length), body]);
}

function subpacket(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([body.length + 1, type]), body]);
}

/** A number with the count of its bits before it (section 3.2). */
function multiprecision(number: Buffer): Buffer {
  const first = number.findIndex((byte) => byte !== 0);
  const digits = number.subarray(first);
  const bits = (digits.length - 1) * 8 + (32 - Math.clz32(digits[0] ?? 0));
  return Buffer.concat([uint16(bits), digits]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
