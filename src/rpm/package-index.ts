import { missingHere } from '../spec/failure.js';
import type { PackageIndex } from './package-index-columns.js';

/** The index that was read last, or null. */
export async function cachedPackageIndex(_project: unknown, _cacheDir: string): Promise<PackageIndex | null> {
  return null;
}

/** @throws Failure: this version cannot read it. */
export async function readPackageIndex(
  _project: unknown,
  _place: unknown,
  _cacheDir: string,
): Promise<PackageIndex> {
  throw missingHere({ what: 'This version does not read the names of the repositories yet.' });
}
