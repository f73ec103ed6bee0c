import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import type { Project } from '../project/project.js';
import { badInput, type Failure, stageFailed } from '../spec/failure.js';
import { readVerdicts, type SignatureVerdict } from './checksig.js';
import { formatEvr } from './evr.js';
import { exportKeys } from './keys.js';
import type { Lock, LockedPackage, LockedRepository } from './lock.js';
import { projectRepositories, type Repository } from './repositories.js';
import { inScratchFolder } from './scratch-folder.js';
import { packagePath, readMark, writeMark } from './store-folder.js';

/**
 * Checks the signatures of all packages of a lock, which must be in the store: by rpm itself, in a throw-away rpm
 * database that holds only the keys that the lock names for the package's repository. What was found good by the
 * same keys before, and has not been touched since, is not looked at again. Returns how many were looked at.
 * @throws Failure: 1 that names each unsigned, foreign-signed or damaged package; 2 when the project's keys are
 *   not those of the lock; 3 when rpm or a key is missing.
 */
export async function verifyPackages(
  lock: Lock,
  project: Project,
  place: Workplace,
  cacheDir: string,
): Promise<number> {
  const repositories = new Map((await projectRepositories(project)).map((item) => [item.id, item]));
  const bad: string[] = [];
  let looked = 0;
  for (const locked of lock.repositories) {
    const keySet = createHash('sha256').update(locked.keys.join()).digest('hex');
    const packages: LockedPackage[] = [];
    for (const item of lock.packages.filter(({ repo }) => repo === locked.id)) {
      const mark = await readMark(cacheDir, item.sha256);
      if (mark?.verified !== keySet) packages.push(item);
    }
    if (packages.length === 0) continue;
    place.progress.status(`signatures of ${packages.length} packages of ${locked.id}`);
    requireSameKeys(locked, repositories.get(locked.id));
    const verdicts = await inScratchFolder(cacheDir, async (folder) => {
      const keyFiles = await exportKeys({ repositories: [locked] }, project, place, folder, cacheDir);
      return check(packages, locked, keyFiles, folder, cacheDir, place);
    });
    for (const item of packages) {
      const verdict = verdicts.get(packagePath(cacheDir, item.sha256));
      if (verdict?.kind === 'good') await writeMark(cacheDir, item.sha256, keySet);
      else bad.push(sentence(item, locked, verdict ?? { kind: 'unsigned' }));
    }
    looked += packages.length;
  }
  if (bad.length > 0) throw badSignatures(bad);
  return looked;
}

function requireSameKeys(locked: LockedRepository, repository: Repository | undefined): void {
  if (repository !== undefined && repository.fingerprints.join() === locked.keys.join()) return;
  throw badInput({
    what: `The keys of repository \`${locked.id}\` are not those of the lock.`,
    where: 'repositories',
    why: `The lock names ${locked.keys.join(', ')}, the project ${repository?.fingerprints.join(', ') ?? 'none'}.`,
    remedy: 'If that is right, run `tmpfsroot-wizard lock`.',
  });
}

async function check(
  packages: readonly LockedPackage[],
  locked: LockedRepository,
  keyFiles: readonly string[],
  folder: string,
  cacheDir: string,
  { engine, signal }: Workplace,
): Promise<Map<string, SignatureVerdict>> {
  const database = ['--dbpath', path.join(folder, 'db')];
  await engine.run({
    program: 'rpmkeys',
    args: [...database, '--import', ...keyFiles],
    purpose: `importing the keys of repository ${locked.id}`,
    signal,
  });
  const files = packages.map((item) => packagePath(cacheDir, item.sha256));
  const lines: string[] = [];
  const { status, lastLines } = await engine.run({
    program: 'rpmkeys',
    // Without this level a package that is not signed at all passes.
    args: [...database, '--define', '_pkgverify_level all', '-Kv', ...files],
    purpose: `checking the signatures of repository ${locked.id}`,
    signal,
    // The status is the number of bad packages; which they are is in the output.
    okStatuses: Array.from({ length: 256 }, (_, status) => status),
    onLine(line, from) {
      if (from === 'stdout') lines.push(line);
    },
  });
  const verdicts = readVerdicts(lines, files);
  if (status !== 0 && [...verdicts.values()].every(({ kind }) => kind === 'good')) {
    throw stageFailed({
      what: `rpmkeys ended with status ${status} over packages of repository \`${locked.id}\`.`,
      why: 'It names none that is bad.',
      lastLines,
    });
  }
  return verdicts;
}

/** Where a package is signed by a key of ours, only the words of the verdict are left to say. */
function sentence(item: LockedPackage, locked: LockedRepository, verdict: SignatureVerdict): string {
  const package_ = `\`${item.name}-${formatEvr(item)}.${item.arch}\` of repository \`${item.repo}\``;
  const expected = item.key ?? locked.keys.map((key) => key.slice(-16)).join(' or ');
  switch (verdict.kind) {
    case 'foreign':
      return `${package_} is signed by key ${verdict.keyId}, not by ${expected}.`;
    case 'damaged':
      return `${package_} is damaged: ${verdict.reason}`;
    default:
      return `${package_} is not signed; it should be by ${expected}.`;
  }
}

function badSignatures(sentences: readonly string[]): Failure {
  return stageFailed({
    what:
      sentences.length === 1 ? `Package ${sentences[0]}` : `${sentences.length} packages cannot be trusted.`,
    where: 'rpms.lock',
    ...(sentences.length === 1 ? {} : { why: sentences.slice(0, 20).join(' ') }),
    remedy:
      'Nothing was installed. Ask who runs the repository; if the key was changed rightly, name the new one in `keys`.',
  });
}
