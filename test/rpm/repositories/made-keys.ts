import {
  createCleartextMessage,
  generateKey,
  type PrivateKey,
  type PublicKey,
  reformatKey,
  revokeKey,
  sign,
} from 'openpgp';

/** Seconds since 1970 of a day. */
export const second = (day: string) => Date.parse(day) / 1000;

/** A key that OpenPGP.js makes: RSA, which every rpm knows, or of version 6. */
export interface MadeKey {
  publicKey: PublicKey;
  privateKey: PrivateKey;
}

export async function makeKey(
  options: { created?: string; expires?: string; subkeys?: number; v6?: boolean; rsa?: boolean } = {},
): Promise<MadeKey> {
  const { created = '2018-01-01', expires, subkeys = 0, v6 = false, rsa = false } = options;
  return await generateKey({
    ...(rsa ? { type: 'rsa', rsaBits: 2048 } : { type: v6 ? 'curve25519' : 'ecc' }),
    userIDs: [{ name: 'Somebody', email: 'somebody@example.org' }],
    subkeys: Array.from({ length: subkeys }, () => ({ sign: true })),
    date: new Date(created),
    ...(expires === undefined ? {} : { keyExpirationTime: second(expires) - second(created) }),
    format: 'object',
    config: { v6Keys: v6 },
  });
}

/** The same key, which expires on a day: what signs with it later does not ask. */
export async function expiring({ privateKey }: MadeKey, day: string): Promise<PublicKey> {
  const keyExpirationTime = second(day) - privateKey.getCreationTime().getTime() / 1000;
  const userIDs = [{ name: 'Somebody', email: 'somebody@example.org' }];
  return (await reformatKey({ privateKey, userIDs, keyExpirationTime, format: 'object' })).publicKey;
}

/** The same key with its revocation. */
export async function revoked({ privateKey }: Pick<MadeKey, 'privateKey'>): Promise<PublicKey> {
  return (await revokeKey({ key: privateKey, format: 'object' })).publicKey;
}

/** The same key, its first subkey revoked. */
export async function withRevokedSubkey({ privateKey, publicKey }: MadeKey): Promise<PublicKey> {
  const [secret, open] = [privateKey.subkeys[0], publicKey.subkeys[0]];
  if (secret === undefined || open === undefined) throw new Error('It has no subkey.');
  open.revocationSignatures = (await secret.revoke(privateKey.keyPacket as never)).revocationSignatures;
  return publicKey;
}

/** Armour of keys in one file. */
export function armours(...keys: readonly PublicKey[]): Buffer {
  return Buffer.from(keys.map((key) => key.armor()).join(''));
}

/** A clear-signed text of a day. */
export async function clearSigned(text: string, { privateKey }: MadeKey, day: string): Promise<string> {
  const message = await createCleartextMessage({ text });
  return await sign({ message, signingKeys: privateKey, date: new Date(day) });
}
