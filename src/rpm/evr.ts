/** Epoch, version and release of a package. */
export interface Evr {
  epoch: number;
  version: string;
  release: string;
}

/** Orders two packages as rpm does: negative when `a` is the older. Epoch first, then version, then release. */
export function compareEvr(a: Evr, b: Evr): number {
  if (a.epoch !== b.epoch) return a.epoch < b.epoch ? -1 : 1;
  return compareVersions(a.version, b.version) || compareVersions(a.release, b.release);
}

/** `1:2.3-4.fc44`; the epoch only where there is one. */
export function formatEvr(evr: Evr): string {
  return `${evr.epoch === 0 ? '' : `${evr.epoch}:`}${evr.version}-${evr.release}`;
}

/** `bash-5.2-1.fc44.x86_64`, with the epoch where there is one. */
export function formatNevra(item: Evr & { name: string; arch: string }): string {
  return `${item.name}-${formatEvr(item)}.${item.arch}`;
}

/**
 * rpm's comparison of two version strings (rpmvercmp, rpmio/rpmvercmp.c of rpm 4.15 and later): runs of digits
 * as numbers, runs of letters as text, digits newer than letters, `~` older than the end, `^` newer than the
 * end but older than anything else.
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  let restA = a;
  let restB = b;
  while (restA !== '' || restB !== '') {
    restA = restA.replace(separators, '');
    restB = restB.replace(separators, '');
    if (restA.startsWith('~') || restB.startsWith('~')) {
      if (!restA.startsWith('~')) return 1;
      if (!restB.startsWith('~')) return -1;
      restA = restA.slice(1);
      restB = restB.slice(1);
      continue;
    }
    if (restA.startsWith('^') || restB.startsWith('^')) {
      if (restA === '') return -1;
      if (restB === '') return 1;
      if (!restA.startsWith('^')) return 1;
      if (!restB.startsWith('^')) return -1;
      restA = restA.slice(1);
      restB = restB.slice(1);
      continue;
    }
    if (restA === '' || restB === '') break;
    const numeric = isDigit(restA);
    const run = numeric ? digits : letters;
    const partA = (run.exec(restA) as RegExpExecArray)[0];
    const partB = run.exec(restB)?.[0] ?? '';
    if (partB === '') return numeric ? 1 : -1;
    const order = numeric ? compareNumbers(partA, partB) : compareTexts(partA, partB);
    if (order !== 0) return order;
    restA = restA.slice(partA.length);
    restB = restB.slice(partB.length);
  }
  if (restA === restB) return 0;
  return restA === '' ? -1 : 1;
}

const separators = /^[^a-zA-Z0-9~^]+/;
const digits = /^[0-9]+/;
const letters = /^[a-zA-Z]+/;

function isDigit(text: string): boolean {
  return digits.test(text);
}

/** Numbers of any length, so not as JavaScript numbers. */
function compareNumbers(a: string, b: string): number {
  const shortA = a.replace(/^0+/, '');
  const shortB = b.replace(/^0+/, '');
  if (shortA.length !== shortB.length) return shortA.length < shortB.length ? -1 : 1;
  return compareTexts(shortA, shortB);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
