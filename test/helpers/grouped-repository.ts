import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RepositorySpec } from '../../src/config/image-spec.js';
import { repositorySpec } from '../../src/config/releases/repository-spec.js';
import type { Testbed } from '../testbed/index.js';
import { mustRun } from './run-program.js';

/**
 * A repository with groups in a folder: some packages of the test bed, by the beginning of their names.
 * @param comps text of its comps file
 * @param packing as `createrepo_c --general-compress-type` has it
 */
export function groupedRepository(
  testbed: Testbed,
  dir: string,
  names: readonly string[],
  comps: string,
  packing = 'gz',
): RepositorySpec {
  mkdirSync(dir, { recursive: true });
  const [{ dir: from } = { dir: '' }] = testbed.repositories;
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    const file = path.basename(name);
    if (!file.endsWith('.rpm') || !names.some((one) => new RegExp(`^${one}-\\d`).test(file))) continue;
    symlinkSync(path.join(from, name), path.join(dir, file));
  }
  const groups = path.join(dir, 'comps.xml');
  writeFileSync(groups, comps);
  mustRun('createrepo_c', ['--quiet', '--general-compress-type', packing, '--groupfile', groups, dir]);
  return repositorySpec({ id: 'grouped', baseurl: [pathToFileURL(dir).href], keys: [testbed.key] });
}
