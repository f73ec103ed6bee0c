/** Part of a file that is asked for: first and last byte. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What identifies one state of a file (RFC 9110, 8.8). */
export interface FileState {
  /** Bytes. */
  size: number;
  /** Strong entity tag, with its quotes. */
  etag: string;
  /** As in the header `Last-Modified`. */
  lastModified: string;
}

/**
 * The part of a file that a request's headers ask for. A header that is no range of bytes, several ranges at once and
 * an `If-Range` of another state of the file all give the whole file (RFC 9110, 13.1.5 and 14.2).
 * @returns null for the whole file
 */
export function requestedRange(
  headers: { range?: string | undefined; 'if-range'?: string | string[] | undefined },
  file: FileState,
): ByteRange | 'unsatisfiable' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(headers.range?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const state = headers['if-range'];
  if (state !== undefined && state !== file.etag && state !== file.lastModified) return null;
  if (first === '') {
    const length = Math.min(Number(last), file.size);
    return length === 0 ? 'unsatisfiable' : { start: file.size - length, end: file.size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? file.size - 1 : Math.min(Number(last), file.size - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= file.size ? 'unsatisfiable' : { start, end };
}
