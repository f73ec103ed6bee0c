import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: the nearest one above this file that holds our package.json. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'tmpfsroot-wizard')
      return folder;
    const above = dirname(folder);
    if (above === folder) throw new Error('no folder above has the package.json of tmpfsroot-wizard');
    folder = above;
  }
}

/** The test bed's source folder, which holds the data files too. */
export const sourceFolder = () => join(projectFolder(), 'test/testbed');

/** Where built test beds and downloaded packages are kept. */
export const cacheFolder = () => process.env.TMPFSROOT_TESTBED_DIR || join(projectFolder(), '.cache/testbed');

/** Files of the source folder that have no part in what is built. */
const bystanders = /(\.test|^main|^index|^serve|^metalink|^prepare|^places)\.ts$|\.md$/;

/** A digest of everything in the source folder that decides what is built. */
export function generatorDigest(): string {
  const root = sourceFolder();
  const hash = createHash('sha256');
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .sort()) {
    const path = entry.slice(root.length + 1);
    if (bystanders.test(path)) continue;
    hash.update(`${path}\0`).update(readFileSync(entry)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
