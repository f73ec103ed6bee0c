import { t } from '../../base/language/texts.js';

/** What rpmkeys says of one package. */
export type SignatureVerdict =
  | { kind: 'good' }
  | { kind: 'unsigned' }
  /** Signed, but by none of the keys at hand; the id is as many digits of it as rpm prints. */
  | { kind: 'foreign'; keyId: string }
  | { kind: 'damaged'; reason: string };

/**
 * Reads the output of `rpmkeys -Kv FILE...`: a line `FILE:`, then one line for each signature and digest with its
 * verdict. rpm 4.18 writes "Header V4 RSA/SHA256 Signature, key ID caa91b47: OK", rpm 6 "key fingerprint: ...: OK".
 * A file that rpmkeys says nothing of is damaged.
 */
export function readVerdicts(
  lines: readonly string[],
  files: readonly string[],
): Map<string, SignatureVerdict> {
  const heads = new Map(files.map((file) => [`${file}:`, file]));
  const found = new Map<string, string[]>(files.map((file) => [file, []]));
  let current: string[] | undefined;
  for (const line of lines) {
    const file = heads.get(line.trimEnd());
    if (file !== undefined) current = found.get(file);
    else if (/^\s/.test(line)) current?.push(line.trim());
    else current = undefined;
  }
  return new Map([...found].map(([file, checks]) => [file, verdict(checks)]));
}

function verdict(checks: readonly string[]): SignatureVerdict {
  const results = checks.flatMap((line) => {
    const match = /^(.+): (OK|NOKEY|NOTTRUSTED|BAD|NOTFOUND|UNKNOWN|FAIL)\b/.exec(line);
    return match === null ? [] : [{ line, what: match[1] as string, result: match[2] as string }];
  });
  if (results.length === 0) return { kind: 'damaged', reason: t`rpm cannot read it.` };
  const bad = results.find(({ result }) => ['BAD', 'FAIL', 'UNKNOWN'].includes(result));
  if (bad !== undefined) return { kind: 'damaged', reason: `${bad.line}.` };
  const signatures = results.filter(({ what }) => /signature/i.test(what));
  const foreign = signatures.find(({ result }) => result === 'NOKEY' || result === 'NOTTRUSTED');
  if (foreign !== undefined) {
    const keyId = /key (?:ID|fingerprint:?) ([0-9a-f]+)/i.exec(foreign.what)?.[1];
    return { kind: 'foreign', keyId: (keyId ?? 'unknown').toUpperCase() };
  }
  return signatures.some(({ result }) => result === 'OK') ? { kind: 'good' } : { kind: 'unsigned' };
}
