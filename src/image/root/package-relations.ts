import { badFindings } from '../../base/failure.js';
import { errorAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { withoutTrailing } from '../../base/text/ends.js';
import type { TaskContext } from '../../engine/progress.js';
import { queryPackages } from '../../engine/query-packages.js';
import { packagesListName } from '../../project/folder/project.js';
import {
  type CoveredFolder,
  filesHidden,
  hiddenFiles,
  neededAbove,
} from '../../project/override/hidden-files.js';
import { orderPackages, type PackageRelations } from './package-order.js';

/** A line for each fact, its kind in the first letter (rpm-queryformat(7)). */
const queryFormat = [
  'N%{NAME}\\n',
  'B%{BUILDTIME}\\n',
  '[P%{PROVIDENAME} %{PROVIDEVERSION}\\n]',
  '[F%{FILEMODES} %{FILEFLAGS} %{FILENAMES}\\n]',
  '[R%{REQUIREFLAGS} %{REQUIRENAME}\\n]',
  // OrderWithRequires.
  '[R%{ORDERFLAGS} %{ORDERNAME}\\n]',
].join('');

/** What a package says of itself. */
export interface ReadPackage extends PackageRelations {
  /** Those of its files that come into an image. */
  installed: readonly string[];
  /** Accounts that it asks for, as lines of sysusers.d(5). */
  accounts: readonly string[];
  /** Seconds since 1970. */
  buildTime: number;
}

/** Reads what packages say of themselves, in the order of the files. `scratch` gets what rpm says of them. */
export async function readRelations(
  ctx: TaskContext,
  packageFiles: readonly string[],
  scratch: string,
): Promise<ReadPackage[]> {
  const purpose = t`reading the packages' relations`;
  return parseRelations(await queryPackages(ctx, packageFiles, queryFormat, scratch, purpose));
}

/** What stands at the positions of packages, in the order in which they are to be installed. */
export function inInstallOrder<T>(items: readonly T[], relations: readonly PackageRelations[]): T[] {
  return orderPackages(relations).map((position) => items[position] as T);
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
    const shown = t`/${first.place} of the package ${first.name}`;
    const { what, remedy } = hiddenFiles(shown, count, folder, 'packages');
    return { ...errorAt('', what, remedy), where: packagesListName };
  });
  if (findings.length > 0) throw badFindings(findings, t`Files of packages would be hidden:`);
}

/** rpmfiles.h: documentation, which is not installed, and what a package only lays claim to. */
const notInstalled = 2 | 64;

/** A package while its lines are read. */
interface Filled {
  name: string;
  provides: string[];
  files: string[];
  installed: string[];
  requires: { name: string; flags: number }[];
  accounts: string[];
  buildTime: number;
}

function nothing(): Omit<Filled, 'name'> {
  return { provides: [], files: [], installed: [], requires: [], accounts: [], buildTime: 0 };
}

/** What rpm answered to {@link queryFormat}. */
export function parseRelations(text: string): ReadPackage[] {
  const packages: Filled[] = [];
  for (const line of text.split('\n')) {
    const fact = line.slice(1);
    const current = packages.at(-1);
    if (line.startsWith('N')) packages.push({ ...nothing(), name: fact });
    else if (current === undefined) continue;
    else if (line.startsWith('B')) current.buildTime = Number(fact);
    else if (line.startsWith('P')) addProvided(current, fact);
    else if (line.startsWith('F')) addFile(current, fact);
    else if (line.startsWith('R')) {
      const [flags = '', ...words] = fact.split(' ');
      // Packages that have none of a kind say "(none)".
      if (/^\d+$/.test(flags)) current.requires.push({ flags: Number(flags), name: words.join(' ') });
    }
  }
  return packages;
}

/**
 * `NAME VERSION`. rpm 4.19 and later notes accounts in what a package provides: `user(NAME) = BASE64` (rpm's manual, "Users and
 * groups").
 */
function addProvided(to: Filled, fact: string): void {
  const at = fact.lastIndexOf(' ');
  const [name, version] = [fact.slice(0, at), fact.slice(at + 1)];
  to.provides.push(name);
  // Zeros fill it up.
  if (/^(?:user|group|groupmember)\(\S+\)$/.test(name) && version !== '') {
    to.accounts.push(withoutTrailing(Buffer.from(version, 'base64').toString(), '\0'));
  }
}

/** `MODE FLAGS PATH` */
function addFile(to: Filled, fact: string): void {
  const [, mode, flags, file] = /^(\d+) (\d+) (.*)$/.exec(fact) ?? [];
  if (file === undefined) return;
  to.files.push(file);
  const isFolder = (Number(mode) & 0o170000) === 0o040000;
  if (!isFolder && (Number(flags) & notInstalled) === 0) to.installed.push(file);
}
