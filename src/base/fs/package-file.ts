import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingHere } from '../failure.js';
import { t } from '../language/texts.js';

const packageName = 'tmpfsroot-wizard';
let packageRoot: string | undefined;

/**
 * Absolute path of the folder that this program is installed in.
 * @throws Failure with exit status 3 when the installation is incomplete.
 */
export function packageFolder(): string {
  packageRoot ??= findPackageRoot(dirname(fileURLToPath(import.meta.url)));
  return packageRoot;
}

/**
 * Absolute path of a file that is published with the program: `packageFile('src/rpm/solve/solve-dnf4.py')`.
 * @throws Failure with exit status 3 when the installation is incomplete.
 */
export function packageFile(relative: string): string {
  const path = join(packageFolder(), relative);
  if (!existsSync(path)) {
    throw missingHere({
      what: t`A file of this program is missing: \`${path}\`.`,
      remedy: t`Install the program again: npm install ${packageName}`,
    });
  }
  return path;
}

function findPackageRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (nameOf(join(folder, 'package.json')) === packageName) return folder;
    if (folder === dirname(folder)) break;
  }
  throw missingHere({
    what: t`The folder of the package ${packageName} was not found above \`${start}\`.`,
    remedy: t`Install the program again: npm install ${packageName}`,
  });
}

function nameOf(packageJson: string): unknown {
  try {
    return (JSON.parse(readFileSync(packageJson, 'utf8')) as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}
