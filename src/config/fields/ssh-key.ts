import { t } from '../../base/language/texts.js';
import { holdsSecret, secretRefusal } from '../../base/secret-text.js';
import { readPerson } from './key-person.js';

/** Strings in the blob of a key behind its type: a text, a number of bytes, or null for any. */
type Part = string | number | null;

/** Types that sshd(8) of Fedora accepts, and what their blobs hold (RFC 4253, 5656, 8709; OpenSSH's PROTOCOL.u2f). */
const keyTypes: Readonly<Record<string, readonly Part[]>> = {
  'ssh-ed25519': [32],
  'ssh-rsa': [null, null],
  'ecdsa-sha2-nistp256': ['nistp256', 65],
  'ecdsa-sha2-nistp384': ['nistp384', 97],
  'ecdsa-sha2-nistp521': ['nistp521', 133],
  'sk-ssh-ed25519@openssh.com': [32, null],
  'sk-ecdsa-sha2-nistp256@openssh.com': ['nistp256', 65, null],
};

/** The crypto policy of Fedora lets sshd take no smaller one. */
const smallestRsaBits = 2048;

const type = `(?:${Object.keys(keyTypes)
  .map((name) => name.replaceAll('.', '\\.'))
  .join('|')})`;
const flags = 'agent-forwarding|port-forwarding|pty|user-rc|x11-forwarding|touch-required|verify-required';
const bare = anyCase(`(?:no-)?(?:${flags})|restrict|cert-authority`);
const valued = anyCase('command|environment|expiry-time|from|permitlisten|permitopen|principals|tunnel');
// In quotes `\"` is a quotation mark, and every other `\` itself.
const quoted = '"(?:\\\\"|\\\\(?!")|[^"\\\\\\p{Cc}])*"';
const option = `(?:${bare}|(?:${valued})=${quoted})`;
const options = `${option}(?:,${option})*`;

/** One line of authorized_keys: options, type, blob in base64, and a comment. The blob is looked at besides. */
export const sshKeyPattern = new RegExp(
  `^(?:(${options}) +)?(${type}) ([A-Za-z0-9+/]{40,}={0,2})(?: [^\\p{Cc}]*)?$`,
  'u',
);

/** Whether sshd(8) takes a text as a line of authorized_keys. */
export function isAuthorizedKey(line: string): boolean {
  const [, before = '', name = '', base64 = ''] = sshKeyPattern.exec(line) ?? [];
  // Behind a public key a private one would pass for its comment.
  return name !== '' && !holdsSecret(line) && areOptions(before) && blobTrouble(name, base64) === null;
}

/** The keys of a text in which they follow each other, however they are parted: a pasted key may have no blank before it. */
export function splitKeys(text: string): string[] {
  const starts = [...text.matchAll(new RegExp(`(?:(?<![^\\s])${options} +)?${type} AAAA`, 'gu'))].map(
    ({ index }) => index,
  );
  const cuts = starts[0] === 0 ? starts : [0, ...starts];
  return cuts.map((cut, at) => text.slice(cut, cuts[at + 1]).trim()).filter((key) => key !== '');
}

/** A better message for what is not a public key, or null. A private key is never shown. */
export function explainSshKey(value: unknown): { message: string; remedy: string } | null {
  const text = String(value);
  const publicOne = t`Give the content of the file that ends in \`.pub\`.`;
  if (holdsSecret(text)) return secretRefusal;
  if (/BEGIN SSH2 PUBLIC KEY/.test(text)) {
    return {
      message: t`This is a public key in the form of other programs than OpenSSH.`,
      remedy: t`Convert its file: \`ssh-keygen -i -f FILE\`.`,
    };
  }
  if (/(?:^|\s)(?:ssh|ecdsa|sk)\S*-cert-v01@openssh\.com\s/.test(text)) {
    return {
      message: t`This is a certificate, which its owner shows to sshd; authorized_keys lists keys.`,
      remedy: t`Give the public key of its authority with \`cert-authority \` before it.`,
    };
  }
  if (/(?:^|\s)ssh-dss\s/.test(text)) {
    return {
      message: t`sshd does not take DSA keys any more.`,
      remedy: t`Make one with \`ssh-keygen -t ed25519\`.`,
    };
  }
  if (readPerson(text) !== null) {
    return {
      message: t`\`${text.slice(0, 60)}\` names a person, whose keys must be fetched first.`,
      remedy: t`Write the keys themselves: ^L in the wizard and \`init --ssh-key\` fetch them.`,
    };
  }
  const [, before = '', name, base64 = ''] = sshKeyPattern.exec(text) ?? [];
  if (name !== undefined) {
    if (!areOptions(before)) {
      return {
        message: t`sshd would not take the options \`${before}\` before the key, and skip its line.`,
        remedy: t`See sshd(8), "AUTHORIZED_KEYS FILE FORMAT".`,
      };
    }
    const trouble = blobTrouble(name, base64);
    return trouble === null ? null : { message: trouble, remedy: publicOne };
  }
  const [, strange] = new RegExp(`^(\\S.*\\S|\\S)\\s+${type} AAAA`, 'u').exec(text) ?? [];
  return strange === undefined
    ? null
    : {
        message: t`What stands before the type of the key, \`${strange.slice(0, 60)}\`, are not options that sshd knows.`,
        remedy: t`Write for example \`restrict,command="/usr/bin/backup"\` before the key, or nothing.`,
      };
}

/** What is wrong with the blob of a key, or null. It repeats the type, and every part has its length before it. */
function blobTrouble(name: string, base64: string): string | null {
  const blob = Buffer.from(base64, 'base64');
  const parts = partsOf(blob);
  if (blob.toString('base64') !== base64 || parts === null) return t`The key is cut short, or was changed.`;
  const [inner = Buffer.alloc(0), ...rest] = parts;
  if (inner.toString('latin1') !== name)
    return t`The key is not one of the type \`${name}\` that stands before it.`;
  const wanted = keyTypes[name] ?? [];
  const fits = (part: Buffer, at: number) => {
    const want = wanted[at];
    if (typeof want === 'number') return part.length === want;
    return want === null ? part.length > 0 : part.toString('latin1') === want;
  };
  if (rest.length !== wanted.length || !rest.every(fits)) return t`The key is cut short, or was changed.`;
  const modulus = rest[1];
  if (name !== 'ssh-rsa' || modulus === undefined) return null;
  const bits = BigInt(`0x${modulus.toString('hex')}`).toString(2).length;
  return bits >= smallestRsaBits
    ? null
    : t`The sshd of Fedora takes no RSA key of less than ${smallestRsaBits} bits, and this one has ${bits}.`;
}

/** Strings with their lengths before them; null where they do not fill the blob exactly. */
function partsOf(blob: Buffer): Buffer[] | null {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 4 <= blob.length) {
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return null;
    parts.push(blob.subarray(at + 4, end));
    at = end;
  }
  return at === blob.length ? parts : null;
}

/** The forms of options' values, where sshd refuses the line for a wrong one. */
const valueForms: Readonly<Record<string, RegExp>> = {
  environment: /^[A-Za-z0-9_]+=/,
  'expiry-time': /^[0-9]{8}(?:[0-9]{4}(?:[0-9]{2})?)?Z?$/,
  permitlisten: /^(?:.+:)?(?:[0-9]{1,5}|\*)$/,
  permitopen: /^.+:(?:[0-9]{1,5}|\*)$/,
  tunnel: /^(?:any|[0-9]+)$/,
};
const onlyOnce = ['command', 'expiry-time', 'from', 'principals', 'tunnel'];

function areOptions(text: string): boolean {
  const given = [...text.matchAll(new RegExp(`([a-z0-9-]+)(?:=(${quoted}))?(?:,|$)`, 'giuy'))].map(
    ([, name = '', value]) => ({ name: name.toLowerCase(), value: value?.slice(1, -1) }),
  );
  const seen = new Set<string>();
  return given.every(({ name, value }) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    const form = valueForms[name];
    return !(isRepeated && onlyOnce.includes(name)) && (form === undefined || form.test(value ?? ''));
  });
}

/** A pattern for small letters that takes capitals too; the flag `i` would let types and base64 have any. */
function anyCase(pattern: string): string {
  return pattern.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
