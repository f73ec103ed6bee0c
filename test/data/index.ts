import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { repositorySpec } from '../../src/config/releases/repository-spec.js';

const folder = packageFile('test/data');

/** Folder of a repository with real metadata of Fedora 32. */
export const fedora32Folder = path.join(folder, 'fedora-32');

/** Names of real packages of Fedora 43, a line each. */
export const fedora43Names = path.join(folder, 'fedora-43-names.txt');

/** The repository of Fedora 32. It has no packages to verify, so the key of another release will do. */
export function fedora32() {
  return repositorySpec({
    id: 'fedora',
    baseurl: [`file://${fedora32Folder}`],
    keys: [path.join(folder, 'fedora-44.key')],
  });
}
