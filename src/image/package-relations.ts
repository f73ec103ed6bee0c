import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import {
  type CoveredFolder,
  filesHidden,
  hiddenFiles,
  neededAbove,
} from '../project/override/hidden-files.js';
import { packagesListName } from '../project/project.js';
import { badFindings } from '../spec/failure.js';
import { errorAt } from '../spec/finding.js';
import { orderPackages, type PackageRelations } from './package-order.js';

/** A line for each fact, its kind in the first letter (rpm-queryformat(7)). */
const queryFormat = [
  'N%{NAME}\\n',
  '[P%{PROVIDENAME}\\n]',
  '[F%{FILEMODES} %{FILEFLAGS} %{FILENAMES}\\n]',
  '[R%{REQUIREFLAGS} %{REQUIRENAME}\\n]',
  // OrderWithRequires.
  '[R%{ORDERFLAGS} %{ORDERNAME}\\n]',
].join('');

/** What a package says of itself; `installed` are those of its files that come into an image. */
export interface ReadPackage extends PackageRelations {
  installed: readonly string[];
}

/** Reads what packages say of themselves, in the order of the files. `scratch` gets what rpm says of them. */
export async function readRelations(
  place: Workplace,
  packageFiles: readonly string[],
  scratch: string,
): Promise<ReadPackage[]> {
  const listFile = path.join(scratch, 'relations');
  await place.engine.run({
    program: 'rpm',
    args: ['-qp', '--nosignature', '--nodigest', '--qf', queryFormat, ...packageFiles],
    stdoutFile: listFile,
    purpose: "reading the packages' relations",
    signal: place.signal,
  });
  return parseRelations(await readFile(listFile, 'utf8'));
}

/** Files of packages in the order in which they are to be installed. */
export function inInstallOrder(
  packageFiles: readonly string[],
  relations: readonly PackageRelations[],
): string[] {
  return orderPackages(relations).map((position) => packageFiles[position] ?? '');
}

/**
 * Refuses packages with files where the device mounts a partition over them, before a tree is made of them.
 * @throws Failure (exit status 2)
 */
export function refuseHiddenPackageFiles(
  packages: readonly ReadPackage[],
  covered: readonly CoveredFolder[],
): void {
  const files = packages.flatMap(({ name, installed }) =>
    installed.map((file) => ({ name, place: file.slice(1) })),
  );
  const findings = filesHidden(files, neededAbove(covered)).map(({ folder, first, count }) => {
    const shown = `/${first.place} of the package ${first.name}`;
    const { what, remedy } = hiddenFiles(shown, count, folder, 'packages');
    return { ...errorAt('', what, remedy), where: packagesListName };
  });
  if (findings.length > 0) throw badFindings(findings, 'Files of packages would be hidden:');
}

/** rpmfiles.h: documentation, which is not installed, and what a package only lays claim to. */
const notInstalled = 2 | 64;

/** What rpm answered to {@link queryFormat}. */
export function parseRelations(text: string): ReadPackage[] {
  const packages: {
    name: string;
    provides: string[];
    files: string[];
    installed: string[];
    requires: { name: string; flags: number }[];
  }[] = [];
  for (const line of text.split('\n')) {
    const fact = line.slice(1);
    const current = packages.at(-1);
    if (line.startsWith('N'))
      packages.push({ name: fact, provides: [], files: [], installed: [], requires: [] });
    else if (line.startsWith('P')) current?.provides.push(fact);
    else if (line.startsWith('F')) addFile(current, fact);
    else if (line.startsWith('R')) {
      const [flags = '', ...words] = fact.split(' ');
      // Packages that have none of a kind say "(none)".
      if (/^\d+$/.test(flags)) current?.requires.push({ flags: Number(flags), name: words.join(' ') });
    }
  }
  return packages;
}

/** `MODE FLAGS PATH` */
function addFile(to: { files: string[]; installed: string[] } | undefined, fact: string): void {
  const [, mode, flags, file] = /^(\d+) (\d+) (.*)$/.exec(fact) ?? [];
  if (to === undefined || file === undefined) return;
  to.files.push(file);
  const isFolder = (Number(mode) & 0o170000) === 0o040000;
  if (!isFolder && (Number(flags) & notInstalled) === 0) to.installed.push(file);
}
