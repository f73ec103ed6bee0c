import type { Epoch } from '../log/log-index.js';

/** What may be wrong with a file system after a cut, as the device finds it at its next start. */
export const fileSystemFaults = {
  unusable: 'the partition cannot be used, and memory takes its place',
  formatted: 'the partition was formatted, and all that was in it is gone',
  'lines-lost': 'a line that was flushed is gone',
  'identity-lost': '/persist gives back neither what it kept before nor what was being written',
  silent: 'the check said nothing that is known',
} as const;
export type FileSystemFault = keyof typeof fileSystemFaults;

/**
 * What must be there after a cut: what was flushed before it. Null where the medium itself has lost sectors that nobody
 * wrote at that moment: the file system must be usable then, and nobody can say what of it is left.
 */
export type ExpectedContent = FlushedContent | null;

export interface FlushedContent {
  /** Lines that were flushed. */
  lines: number;
  /** Digests of what /persist may give back. */
  kept: readonly string[];
}

/** What the marks of a recording say must be there after a cut. */
export function expectedContent(epochs: readonly Epoch[], epoch: Epoch, begun: number): FlushedContent {
  const all = epochs.flatMap(({ number, marks }) =>
    marks.map(({ before, text }) => ({
      text,
      holds: number < epoch.number || (number === epoch.number && before < begun),
    })),
  );
  const past = all.filter(({ holds }) => holds).map(({ text }) => text);
  const future = all.filter(({ holds }) => !holds).map(({ text }) => text);
  const kept = [past.findLast(isKept) ?? 'kept none', future.find(isKept) ?? []].flat();
  const line = past.findLast((text) => text.startsWith('line '));
  return { lines: Number(line?.slice(5) ?? 0), kept: kept.map((text) => text.slice(5)) };
}

function isKept(text: string): boolean {
  return text.startsWith('kept ');
}

/** What is wrong with what check-part.sh found; null: nothing. */
export function fileSystemFault(found: string, expected: ExpectedContent): FileSystemFault | null {
  const [word, value = ''] = found.split(' ');
  switch (word) {
    case 'unusable':
      return 'unusable';
    case 'formatted':
      return 'formatted';
    case 'lines':
      return expected === null || Number(value) >= expected.lines ? null : 'lines-lost';
    case 'kept':
      return expected?.kept.includes(value) !== false ? null : 'identity-lost';
    default:
      return 'silent';
  }
}
