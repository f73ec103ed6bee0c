import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../../helpers/run-program.js';
import { newFolder } from '../../helpers/scratch.js';
import { projectFolder } from '../../testbed/places.js';

/** Bundles of this clone by the digest of what they are made of; git ignores them. */
const bundles = path.join(projectFolder(), 'build/bundles');

/**
 * The entry of the program, bundled as it is published from the sources as they are now. Test files share it: who
 * comes first makes it.
 */
export function bundledProgram(): string {
  const folder = path.join(bundles, sourceDigest());
  if (!existsSync(folder)) bundleInto(folder);
  return path.join(folder, 'cli.js');
}

function bundleInto(folder: string): void {
  mkdirSync(bundles, { recursive: true });
  const others = readdirSync(bundles).filter((name) => !name.startsWith('making-'));
  const making = newFolder('making-', bundles);
  const { PATH = '', HOME = '' } = process.env;
  mustRun('npm', ['run', 'build', '--', '--dir', making], { cwd: projectFolder(), env: { PATH, HOME } });
  try {
    renameSync(making, folder);
  } catch (error) {
    // Another test file was quicker.
    if (!existsSync(folder)) throw error;
    rmSync(making, { recursive: true });
  }
  for (const name of others) {
    if (path.join(bundles, name) !== folder)
      rmSync(path.join(bundles, name), { recursive: true, force: true });
  }
}

function sourceDigest(): string {
  const root = projectFolder();
  const sources = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...sources, path.join(root, 'package.json'), path.join(root, 'package-lock.json')])
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}
