import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../../src/project/atomic-write.js';
import { releaseServiceUrl } from '../../src/project/release-service.js';
import { releaseRows } from '../../src/spec/release-data.js';
import { keyUrl } from '../../src/spec/releases.js';
import { projectFolder } from '../testbed/places.js';
import { refreshReleases, withRows } from './refresh.js';

/** Brings src/spec/release-data.ts up to date with what Fedora says, and tells what is other than before. */
const file = path.join(projectFolder(), 'src/spec/release-data.ts');
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
