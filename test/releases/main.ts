import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../../src/base/fs/atomic-write.js';
import { releaseRows } from '../../src/config/releases/release-data.js';
import { keyUrl } from '../../src/config/releases/releases.js';
import { releaseServiceUrl } from '../../src/rpm/repositories/release-service.js';
import { projectFolder } from '../testbed/places.js';
import { refreshReleases, withRows } from './refresh.js';

/** Brings src/config/releases/release-data.ts up to date with what Fedora says, and tells what is other than before. */
const file = path.join(projectFolder(), 'src/config/releases/release-data.ts');
try {
  const { rows, notes } = await refreshReleases(releaseRows, {
    service: releaseServiceUrl,
    bundle: 'https://fedoraproject.org/fedora.gpg',
    keyUrl,
  });
  await atomicWriteFile(file, withRows(await readFile(file, 'utf8'), rows));
  for (const note of notes.length > 0 ? notes : ['Nothing has changed.']) console.error(note);
} catch (error) {
  console.error(`${file} was left as it is. ${(error as Error).message}`);
  process.exitCode = 1;
}
