import { generateKeyPairSync, randomBytes } from 'node:crypto';

function wrapped(bytes: Buffer, width: number): string {
  return (bytes.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
}

function openSsh(): string {
  const body = wrapped(Buffer.concat([Buffer.from('openssh-key-v1\0'), randomBytes(250)]), 70);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function putty(): string {
  return [
    'PuTTY-User-Key-File-3: ssh-ed25519',
    'Encryption: none',
    'Comment: op@desk',
    'Public-Lines: 2',
    wrapped(randomBytes(51), 64),
    'Private-Lines: 1',
    randomBytes(36).toString('base64'),
    `Private-MAC: ${randomBytes(32).toString('hex')}`,
    '',
  ].join('\n');
}

function pem(type: 'pkcs1' | 'pkcs8', passphrase?: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const cipher = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return privateKey.export({ type, format: 'pem', ...cipher }) as string;
}

/** Private keys in each form that people have, made for this run alone. */
export const privateKeys: Readonly<Record<string, string>> = {
  OpenSSH: openSsh(),
  'PEM (PKCS 1)': pem('pkcs1'),
  'PEM (PKCS 1, with a passphrase)': pem('pkcs1', 'secret'),
  'PEM (PKCS 8)': pem('pkcs8'),
  'PEM (PKCS 8, with a passphrase)': pem('pkcs8', 'secret'),
  'PEM of Ed25519': generateKeyPairSync('ed25519').privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string,
  'PEM of Windows': pem('pkcs8').replaceAll('\n', '\r\n'),
  PuTTY: putty(),
  SSH2: `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "op"\n${wrapped(randomBytes(150), 70)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n`,
  OpenPGP: `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${wrapped(randomBytes(150), 64)}\n=aB3d\n-----END PGP PRIVATE KEY BLOCK-----\n`,
};

/** Pieces of a key that must be found nowhere: each line of its body, the short last one too. */
export function piecesOf(key: string): string[] {
  return key
    .split(/\r?\n/)
    .filter((line) => /^[A-Za-z0-9+/=]{5,}$/.test(line))
    .map((line) => line.slice(0, 12));
}
