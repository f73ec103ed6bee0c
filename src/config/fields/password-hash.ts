import { t } from '../../base/language/texts.js';
/**
 * Stands for the hash of a password wherever a spec is shown or printed: whoever has a hash can guess its password at
 * leisure. It is not a hash itself, so that it is refused when nobody has put one in its place.
 */
export const hashPlaceholder = 'PASSWORD-HASH';

/**
 * Hashes of crypt(5) that the libxcrypt of Fedora checks, each in its full length: one that a shell or an editor cut
 * short would let nobody in. Methods that are guessed within hours (DES, NT) are left out; a password in clear that
 * happens to have their form must not pass for a hash.
 */
export const passwordHashPattern: RegExp = (() => {
  const digit = '[./A-Za-z0-9]';
  const salt = (length: number) => `[./A-Za-z0-9_=+@-]{1,${length}}`;
  const rounds = '(?:rounds=[1-9][0-9]{0,8}\\$)?';
  const methods = [
    `g?y\\$${digit}+\\$${digit}{0,86}\\$${digit}{43}`,
    `7\\$${digit}{11,97}\\$${digit}{43}`,
    `2[abxy]\\$(?:0[4-9]|[12][0-9]|3[01])\\$${digit}{53}`,
    `6\\$${rounds}${salt(16)}\\$${digit}{86}`,
    `5\\$${rounds}${salt(16)}\\$${digit}{43}`,
    `1\\$${salt(8)}\\$${digit}{22}`,
  ];
  return new RegExp(`^\\$(?:${methods.join('|')})$`);
})();

/** Whether shadow(5) has this instead of a hash for an account that no password opens: `!`, `*`, `!!`, `!*`. */
export function isLockedMark(text: string): boolean {
  return /^[!*]+$/.test(text);
}

/** A better message for what is not a hash, without the text itself, which may be a password. */
export function explainPasswordHash(value: unknown): { message: string; remedy: string } {
  const text = typeof value === 'string' ? value : '';
  if (text === hashPlaceholder) {
    return {
      message: t`\`${hashPlaceholder}\` stands for the hash of a password, which is not shown where this comes from.`,
      remedy: t`Put the hash in its place, in single quotes: tmpfsroot.json of the project has it, or make one with \`openssl passwd -6\`.`,
    };
  }
  if (isLockedMark(text)) {
    return {
      message: t`\`${text}\` is how /etc/shadow says that no password opens an account.`,
      remedy: t`Write \`null\`, or leave it out.`,
    };
  }
  if (/^\$(?:y|gy|7|2[abxy]|6|5|1)\$/.test(text)) {
    return {
      message: t`The value begins like a crypt(5) hash but does not end like one, so nobody could log in with it.`,
      remedy: t`Copy it as a whole, or make one with \`openssl passwd -6\`; in a shell put it into single quotes.`,
    };
  }
  return {
    message: t`The value is not a crypt(5) hash (it is not shown here, as it may be a password).`,
    remedy: t`Make one with \`openssl passwd -6\`, and quote it with single quotes in a shell.`,
  };
}
