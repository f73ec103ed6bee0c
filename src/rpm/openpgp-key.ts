import { createHash } from 'node:crypto';

/** A public key that packages can be signed with. */
export interface OpenPgpKey {
  /** 40 upper-case hex digits. */
  fingerprint: string;
  /** User ids, as they stand in the key. */
  userIds: string[];
  /** Fingerprints of its subkeys, with which packages can be signed as well. */
  subkeys: string[];
}

/**
 * Reads the public keys of an armoured key file, one block or several. Only version 4 keys, which is what rpm 4
 * knows: RFC 4880 sections 4.2 (packets), 6.2 (armour) and 12.2 (fingerprints). Reading them here
 * saves a start of gpg; whether a signature is good is left to rpm.
 * @throws Error with a sentence, when it is no key file.
 */
export function readOpenPgpKeys(content: Uint8Array): OpenPgpKey[] {
  const keys: OpenPgpKey[] = [];
  for (const block of armouredBlocks(content)) {
    for (const { tag, body } of packets(block)) {
      if (tag === tags.publicKey) keys.push({ fingerprint: fingerprint(body), userIds: [], subkeys: [] });
      const current = keys.at(-1);
      if (tag === tags.publicSubkey) current?.subkeys.push(fingerprint(body));
      if (tag === tags.userId) current?.userIds.push(new TextDecoder().decode(body));
      if (tag === tags.secretKey) throw new Error('It holds a secret key; a public one is wanted.');
    }
  }
  if (keys.length === 0) throw new Error('There is no public key in it.');
  return keys;
}

/** The keys of an armoured file as bytes without armour, which gpgv takes for a keyring. */
export function dearmoured(content: Uint8Array): Uint8Array {
  return Buffer.concat(armouredBlocks(content));
}

const tags = { secretKey: 5, publicKey: 6, userId: 13, publicSubkey: 14 } as const;

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

function armouredBlocks(content: Uint8Array): Uint8Array[] {
  const plain = plainArmour(content);
  if (isBinary(plain)) throw new Error('It is not armoured, and rpm imports nothing else.');
  const text = plain.toString('latin1').replaceAll('\r', '');
  const armour =
    /^-----BEGIN PGP PUBLIC KEY BLOCK-----[ \t]*\n([\s\S]*?)^-----END PGP PUBLIC KEY BLOCK-----/gm;
  return [...text.matchAll(armour)].map((match) => {
    // Headers hold a colon and the checksum's line starts with `=`: neither does a line of base64.
    const lines = (match[1] as string).split('\n').filter((line) => !/:|^=/.test(line));
    return Buffer.from(lines.join(''), 'base64');
  });
}

function* packets(block: Uint8Array): Generator<{ tag: number; body: Uint8Array }> {
  let at = 0;
  const byte = () => {
    const value = block[at++];
    if (value === undefined) throw new Error('It ends in the middle of a key.');
    return value;
  };
  const number = (octets: number) => {
    let value = 0;
    for (let index = 0; index < octets; index++) value = value * 256 + byte();
    return value;
  };
  while (at < block.length) {
    const head = byte();
    if ((head & 0x80) === 0) throw new Error('It is no OpenPGP key.');
    const isNew = (head & 0x40) !== 0;
    const tag = isNew ? head & 0x3f : (head & 0x3c) >> 2;
    const length = isNew ? newLength(byte, number) : oldLength(head & 3, number, block.length - at);
    if (at + length > block.length) throw new Error('It ends in the middle of a key.');
    yield { tag, body: block.subarray(at, at + length) };
    at += length;
  }
}

function newLength(byte: () => number, number: (octets: number) => number): number {
  const first = byte();
  if (first < 192) return first;
  if (first < 224) return (first - 192) * 256 + byte() + 192;
  if (first === 255) return number(4);
  throw new Error('It uses partial lengths, which keys do not.');
}

function oldLength(kind: number, number: (octets: number) => number, rest: number): number {
  return kind === 3 ? rest : number(2 ** kind);
}

function fingerprint(body: Uint8Array): string {
  if (body[0] !== 4) throw new Error(`It holds a key of version ${body[0]}; only version 4 is known.`);
  const head = Uint8Array.of(0x99, body.length >> 8, body.length & 0xff);
  return createHash('sha1').update(head).update(body).digest('hex').toUpperCase();
}
