import type { Key, PublicKey, Subkey } from 'openpgp';
import { t } from '../../base/language/texts.js';

/** A key or subkey that packages can be signed with. */
export interface KeyPart {
  /** Upper-case hex digits: 40, of version 6 keys 64. */
  fingerprint: string;
  isRevoked: boolean;
  /** Seconds since 1970 from which on what it signs does not count; null: never. */
  expires: number | null;
}

/** A public key that packages can be signed with. */
export interface OpenPgpKey extends KeyPart {
  /** User ids, as they stand in the key. */
  userIds: string[];
  subkeys: KeyPart[];
}

/**
 * Reads the public keys of an armoured key file, one block or several. What it says of a key follows from the file
 * alone, not from the time: OpenPGP.js checks the key's own signatures, and rpm those of packages.
 * @throws Error with a sentence, when it is not a key file, or holds a key that cannot be judged.
 */
export async function readOpenPgpKeys(content: Uint8Array): Promise<OpenPgpKey[]> {
  const keys: OpenPgpKey[] = [];
  for (const block of await armouredBlocks(content)) {
    for (const key of await keysOfBlock(block)) keys.push(await factsOf(key));
  }
  if (keys.length === 0) throw new Error(t`It holds no public key.`);
  return keys;
}

/** The id of a key by which a signature names it: 16 hex digits (RFC 9580, section 5.5.4). */
export function keyIdOf(fingerprint: string): string {
  return fingerprint.length === 64 ? fingerprint.slice(0, 16) : fingerprint.slice(-16);
}

/** The keys of an armoured file as bytes without armour, which gpgv takes for a keyring. */
export async function dearmoured(content: Uint8Array): Promise<Uint8Array> {
  return Buffer.concat(await armouredBlocks(content));
}

/**
 * An armoured key file without the subkeys that are revoked: rpm before 4.19 does not look at revocations. Without any,
 * the file as it is.
 */
export async function withoutRevokedSubkeys(
  content: Uint8Array,
  keys: readonly OpenPgpKey[],
): Promise<Uint8Array> {
  if (keys.every(({ subkeys }) => subkeys.every(({ isRevoked }) => !isRevoked))) return content;
  const armours: string[] = [];
  for (const block of await armouredBlocks(content)) {
    for (const key of await keysOfBlock(block)) {
      const revoked = await Promise.all(key.subkeys.map((subkey) => isRevoked(subkey)));
      key.subkeys = key.subkeys.filter((_, index) => !revoked[index]);
      armours.push(key.armor());
    }
  }
  return Buffer.from(armours.join(''));
}

/** An armoured key as rpm takes it: its lines end in LF, and no byte order mark stands in front. */
export function plainArmour(content: Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  const text = bytes.subarray(bytes.indexOf('\uFEFF') === 0 ? 3 : 0);
  return isBinary(text) ? bytes : Buffer.from(text.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** The first octet of a packet has its high bit set, which no armour has. */
function isBinary(content: Uint8Array): boolean {
  return ((content[0] ?? 0) & 0x80) !== 0;
}

/** Loaded only where keys are read: it takes longer than all else of ours. */
function library(): Promise<typeof import('openpgp')> {
  return import('openpgp');
}

const head = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
const tail = '-----END PGP PUBLIC KEY BLOCK-----';

/** The blocks of a file without their armour. OpenPGP.js reads the first of them only, rpm all. */
async function armouredBlocks(content: Uint8Array): Promise<Uint8Array[]> {
  const plain = plainArmour(content);
  if (isBinary(plain)) throw new Error(t`It is not armoured, and rpm imports only armoured keys.`);
  const blocks: string[][] = [];
  let current: string[] | null = null;
  for (const line of plain.toString('latin1').split('\n')) {
    const text = line.trimEnd();
    if (current === null && text === head) current = [];
    // A line between armour headers and key that is blank but not empty is none to OpenPGP.js.
    current?.push(text);
    if (current === null || text !== tail) continue;
    blocks.push(current);
    current = null;
  }
  if (blocks.length === 0) return [];
  const { unarmor } = await library();
  return Promise.all(
    blocks.map(async (lines) => (await unarmor(`${lines.join('\n')}\n`)).data as Uint8Array),
  );
}

/** @throws Error with a sentence */
async function keysOfBlock(block: Uint8Array): Promise<Key[]> {
  const openpgp = await library();
  const { PacketList, PublicKeyPacket, SecretKeyPacket, UnparseablePacket } = openpgp;
  const kinds = [
    ...[PublicKeyPacket, openpgp.PublicSubkeyPacket, SecretKeyPacket, openpgp.SecretSubkeyPacket],
    ...[openpgp.UserIDPacket, openpgp.UserAttributePacket, openpgp.SignaturePacket],
  ];
  // Its types ask for a Map here; the program takes an object.
  const allowed = Object.fromEntries(kinds.map((kind) => [kind.tag, kind])) as never;
  for (const packet of await PacketList.fromBinary(block, allowed).catch(notAKey)) {
    if (packet instanceof SecretKeyPacket) throw new Error(t`It holds a secret key; a public key is needed.`);
    // Such a key is left out in silence otherwise, and rpm may know it.
    if (packet instanceof UnparseablePacket && packet.tag === PublicKeyPacket.tag) {
      throw new Error(t`It holds a key of a version or algorithm that is not supported.`);
    }
  }
  return await openpgp.readKeys({ binaryKeys: block }).catch(notAKey);
}

function notAKey(error: Error): never {
  throw new Error(t`It is not an OpenPGP key: ${error.message}`);
}

/** A revocation counts whenever it was made: what it says does not depend on the clock of this machine. */
const anyTime = null as unknown as Date;

function isRevoked(part: PublicKey | Subkey): Promise<boolean> {
  return part.isRevoked(undefined as never, undefined as never, anyTime);
}

async function factsOf(key: Key): Promise<OpenPgpKey> {
  const fingerprint = key.getFingerprint().toUpperCase();
  const revoked = await isRevoked(key as PublicKey);
  const expires = await key.getExpirationTime();
  // Sequoia refuses a key that nothing of its own speaks for; rpm before 4.19 takes it.
  if (expires === null && !revoked) {
    throw new Error(t`Its key ${keyIdOf(fingerprint)} has no valid signature of its own on a user id.`);
  }
  const subkeys = key.subkeys.map(async (subkey) => ({
    fingerprint: subkey.getFingerprint().toUpperCase(),
    isRevoked: await isRevoked(subkey),
    expires: secondsOf(await subkey.getExpirationTime(anyTime)),
  }));
  return {
    fingerprint,
    isRevoked: revoked,
    expires: secondsOf(expires),
    userIds: key.getUserIDs(),
    subkeys: await Promise.all(subkeys),
  };
}

/** null of the library, for a subkey that nothing binds to its key, is left to rpm, which does not take it. */
function secondsOf(time: Date | typeof Infinity | null): number | null {
  return time instanceof Date ? Math.floor(time.getTime() / 1000) : null;
}
