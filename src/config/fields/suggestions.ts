import path from 'node:path';
import { nearest } from '../../base/nearest.js';
import { withoutAccents } from '../../base/text/accents.js';
import { textBefore, withoutTrailing } from '../../base/text/ends.js';
import { withoutCredentials } from '../../base/url-credentials.js';
import { timeZones } from '../lists/time-zones.js';
import { familyOf, prefixOfNetmask } from './ip-address.js';
import { usualTerritory } from './locale.js';

/*
 * What a person most likely meant by a value that its field refuses. Each answer is checked before it is shown,
 * so it need not be right, only likely; null where nothing is.
 */

/** `F44`, `Fedora 44`, `44.0` are 44. */
export function release(text: string): number | null {
  const digits = /\d{1,3}/.exec(text)?.[0];
  return digits === undefined ? null : Number(digits);
}

/** `5 min` is 300 where seconds are meant, and what is out of bounds is the bound. */
export function secondsBetween(text: string, least: number, most: number): number | null {
  const [, digits, unit = ''] = /^(\d{1,9})\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = /^(s|sec|seconds?|)$/i.test(unit) ? 1 : /^(m|min|minutes?)$/i.test(unit) ? 60 : null;
  if (digits === undefined || factor === null) return null;
  return Math.min(most, Math.max(least, Number(digits) * factor));
}

/** `My robot_1.example` becomes `My-robot-1.example`. */
export function hostname(text: string): string | null {
  const labels = text
    .split('.')
    .map((label) => withoutTrailing(dashed(label).slice(0, 63), '-'))
    .filter((label) => label !== '');
  const joined = withoutTrailing(labels.join('.').slice(0, 64), '-.');
  return joined === '' ? null : joined;
}

/** `etc//app/` is `/etc/app`. */
export function normalPath(text: string): string {
  return path.posix.normalize(`/${text.trim()}`).replace(/(.)\/$/, '$1');
}

export function timezone(text: string): string | null {
  const joined = text
    .trim()
    .split(/[\s/]+/)
    .join('/');
  const names = timeZones().map(({ name }) => name);
  return nearest(joined, names, 1)[0] ?? null;
}

/** `en-us` and `en_US.utf8` are `en_US.UTF-8`, and `de` is most likely `de_DE.UTF-8`. */
export function language(text: string): string | null {
  const match = /^\s*([A-Za-z]{2,3})(?:[-_ ]([A-Za-z]{2}))?(?:\.?\s*utf-?8)?\s*$/i.exec(text);
  if (match === null) return null;
  const name = (match[1] as string).toLowerCase();
  const territory = match[2]?.toUpperCase() ?? usualTerritory(name);
  return territory === null ? null : `${name}_${territory}.UTF-8`;
}

/** Small letters, digits, `_` and `-`, not beginning with a digit. */
export function userName(text: string): string | null {
  const cleaned = withoutAccents(text.trim())
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '_')
    .replace(/^(?=[0-9-])/, '_')
    .slice(0, 32);
  return /[a-z0-9]/.test(cleaned) ? cleaned : null;
}

/** `/usr/lib/systemd/system/sshd.service` is `sshd.service`. */
export function lastPart(text: string): string | null {
  return text.trim().split('/').at(-1) ?? null;
}

/** `192.168.001.001/24`, `dns+tls://192.168.1.1#name` and `192.168.1.1:53` are `192.168.1.1`. */
export function ipAddress(text: string): string | null {
  const bare = textBefore(text.trim().replace(/^[a-z+]+:\/\//, ''), '/', '#');
  return plainIp(bare.replace(/^(\[.*\]|[0-9.]+):[0-9]+$/, '$1'));
}

/** Blanks and slashes become `-`. */
export function repositoryId(text: string): string | null {
  return dashedBy(/[^A-Za-z0-9_.:]+/g, text);
}

/** Blanks as a URL has them, and no others round about; without user and password. */
export function url(text: string): string | null {
  return withoutCredentials(text.trim()).replace(/ /g, '%20');
}

/** `192.168.1.10 255.255.255.0` is `192.168.1.10/24`; the prefix that nearly every network has where none is said. */
export function interfaceAddress(text: string): string | null {
  const [ip = '', said] = text.trim().split(/[\s/]+/);
  const usual = familyOf(plainIp(ip)) === 'ipv6' ? 64 : 24;
  const prefix = said === undefined ? usual : (prefixOfNetmask(said) ?? said.replace(/^0+/, ''));
  return `${plainIp(ip)}/${prefix}`;
}

/** `/dev/ttyS0 115200` is `ttyS0,115200`. */
export function console(text: string): string | null {
  return text
    .trim()
    .replace(/^(?:console=)?(?:\/dev\/)?/, '')
    .replace(/[\s:,]+/g, ',');
}

/** Without blanks at the ends, quotes and other characters that plain words have not. */
export function withoutStrangers(text: string): string | null {
  const trimmed = text.trim();
  return /\s/.test(trimmed) ? null : trimmed.replace(/["'`$\\;&|<>(){}]|\p{Cc}/gu, '');
}

/** A long line that a terminal broke at its blanks, or that was copied with what stands around it. */
export function oneLine(text: string): string | null {
  return text.trim().replace(/\s+/g, ' ');
}

/** Without the brackets of a URL, a zone, and zeros that stand before the numbers of IPv4. */
function plainIp(text: string): string {
  const bare = textBefore(text, '%').replace(/^\[|\]$/g, '');
  return bare.includes(':') ? bare : bare.replace(/(?<![0-9])0+(?=[0-9])/g, '');
}

function dashed(text: string): string {
  return dashedBy(/[^A-Za-z0-9]+/g, text);
}

function dashedBy(strangers: RegExp, text: string): string {
  return withoutTrailing(withoutAccents(text).replace(strangers, '-').replace(/^-+/, ''), '-');
}
