import { withoutTrailing } from '../../base/text/ends.js';

/** An image's name out of a folder's: characters that names may not have become `-`. */
export function nameFromFolder(folderName: string): string {
  const plain = folderName.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  const cleaned = withoutTrailing(plain, '-').slice(0, 64);
  return cleaned === '' ? 'tmpfsroot' : cleaned;
}
