import { createHash } from 'node:crypto';

/** crypt(5): rounds when none are named. */
const rounds = 5000;
const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The SHA-512 crypt hash of a password (Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", steps 1 to 22), as
 * `openssl passwd -6` prints it. It is reckoned here where the same password must give the same bytes again without
 * any program: what a file of the project holds in clear.
 * @param salt Up to 16 letters, digits, `.` and `/`.
 */
export function sha512Crypt(password: string, salt: string): string {
  const key = Buffer.from(password);
  const seed = Buffer.from(salt);
  const inner = sha512(key, seed, key);
  const first: Buffer[] = [key, seed, filled(inner, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) first.push(bits & 1 ? inner : key);
  const keyBytes = filled(sha512(...Array<Buffer>(key.length).fill(key)), key.length);
  let digest = sha512(...first);
  const seedBytes = filled(sha512(...Array<Buffer>(16 + (digest[0] as number)).fill(seed)), seed.length);
  for (let round = 0; round < rounds; round++) {
    const parts = [round % 2 === 1 ? keyBytes : digest];
    if (round % 3 !== 0) parts.push(seedBytes);
    if (round % 7 !== 0) parts.push(keyBytes);
    parts.push(round % 2 === 1 ? digest : keyBytes);
    digest = sha512(...parts);
  }
  return `$6$${salt}$${encoded(digest)}`;
}

/** A salt that is the same for the same texts. */
export function saltOf(...texts: readonly string[]): string {
  const digest = createHash('sha512').update(JSON.stringify(texts)).digest();
  return [...digest.subarray(0, 16)].map((byte) => alphabet[byte % 64]).join('');
}

function sha512(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function filled(block: Buffer, length: number): Buffer {
  return Buffer.alloc(length, block);
}

/** Three bytes are four letters, lowest bits first; the bytes are taken 21 places apart. */
function encoded(digest: Buffer): string {
  const letters: string[] = [];
  const add = (value: number, count: number) => {
    for (let at = 0; at < count; at++) letters.push(alphabet[(value >> (6 * at)) & 63] as string);
  };
  for (let at = 0; at < 21; at++) {
    const [a, b, c] = [at, at + 21, at + 42];
    const turned = at % 3 === 0 ? [a, b, c] : at % 3 === 1 ? [b, c, a] : [c, a, b];
    const [high = 0, middle = 0, low = 0] = turned.map((index) => digest[index] as number);
    add((high << 16) | (middle << 8) | low, 4);
  }
  add(digest[63] as number, 2);
  return letters.join('');
}
