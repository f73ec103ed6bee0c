import { closeSync, copyFileSync, mkdirSync, openSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { faults } from './packages/special.js';
import { run } from './run.js';

/** Where the two repositories lie below a served tree, as on Fedora's mirrors. */
export const repositoryPaths = (version: string) => ({
  fedora: `releases/${version}/Everything/x86_64/os`,
  updates: `updates/${version}/Everything/x86_64`,
});

/** Folder of a test bed with the tree of the distribution of new style. */
export const newStyleTree = 'tree-new-style';

/** An RPM that was built, with the package's name. */
export interface Built {
  readonly name: string;
  readonly file: string;
}

/**
 * Puts RPMs into a folder in Fedora's layout and writes the metadata.
 * @param put links or renames a file
 */
export async function createRepository(
  dir: string,
  rpms: readonly Built[],
  put: (from: string, to: string) => void,
): Promise<void> {
  for (const { name, file } of rpms) {
    const folder = join(dir, 'Packages', name.charAt(0).toLowerCase());
    mkdirSync(folder, { recursive: true });
    put(file, join(folder, basename(file)));
  }
  await run('createrepo_c', [
    '--quiet',
    '--no-database',
    '--checksum',
    'sha256',
    '--compress-type',
    'gz',
    dir,
  ]);
}

/**
 * Spoils the packages that stand for broken mirrors, after the metadata has been written: one file is
 * changed but keeps its size, another goes away and stays to be had where Koji would keep it.
 */
export function applyFaults(tree: string, dir: string, rpms: readonly Built[], keyId: string): void {
  for (const { name, file } of rpms) {
    const fault = faults[name];
    const place = join(dir, 'Packages', name.charAt(0).toLowerCase(), basename(file));
    if (fault === 'corrupt') {
      const fd = openSync(place, 'r+');
      writeSync(fd, Buffer.alloc(16, 0x5a), 0, 16, statSync(place).size - 16);
      closeSync(fd);
    } else if (fault === 'vanished') {
      const [version, release] = ['1.0', '1.fc41'];
      const signed = join(
        tree,
        'koji/packages',
        name,
        version,
        release,
        'data/signed',
        keyId.slice(-8).toLowerCase(),
      );
      mkdirSync(join(signed, 'noarch'), { recursive: true });
      copyFileSync(place, join(signed, 'noarch', basename(file)));
      unlinkSync(place);
    }
  }
}
