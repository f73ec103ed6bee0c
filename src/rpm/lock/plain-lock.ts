import { badInput } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import { textLines } from '../../base/text/lines.js';

/** A line of the seed's rpms.lock. */
export interface PlainPin {
  name: string;
  version: string;
  release: string;
  /** `rpms.lock:12`, for messages. */
  where: string;
}

/**
 * Reads the seed's form of rpms.lock: one `name-version-release` a line, without epoch, in some files with the
 * architecture behind it.
 * @throws Failure with exit status 2 that names the line.
 */
export function readPlainLock(text: string, file: string): PlainPin[] {
  const pins: PlainPin[] = [];
  textLines(text).forEach((raw, index) => {
    const line = raw.replace(/#.*/s, '').trim();
    if (line === '') return;
    const where = `${file}:${index + 1}`;
    const match = form.exec(line.replace(/\.(x86_64|noarch|i686|aarch64)$/, ''));
    if (match === null) {
      throw badInput({
        what: t`\`${line}\` is not a \`name-version-release\`.`,
        where,
        remedy: t`Correct the line, or remove the file and run \`tmpfsroot-wizard lock\`.`,
      });
    }
    const [, name, version, release] = match as unknown as [string, string, string, string];
    pins.push({ name, version, release, where });
  });
  if (pins.length === 0) {
    throw badInput({
      what: t`The lock is empty.`,
      where: file,
      remedy: t`Remove it and run \`tmpfsroot-wizard lock\`.`,
    });
  }
  return pins;
}

const form = /^([A-Za-z0-9_+.][A-Za-z0-9_+.-]*)-([A-Za-z0-9_+.~^]+)-([A-Za-z0-9_+.~^]+)$/;
