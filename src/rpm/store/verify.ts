import { createHash } from 'node:crypto';
import path from 'node:path';
import { badInput, type Failure, stageFailed } from '../../base/failure.js';
import { sentences, t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import type { Project } from '../../project/folder/project.js';
import { formatNevra } from '../evr.js';
import type { Lock, LockedPackage, LockedRepository } from '../lock/lock.js';
import { haveExpiry, lateSignature } from '../repositories/key-verdict.js';
import { exportKeys, keyFiles } from '../repositories/keys.js';
import { keyIdOf, type OpenPgpKey } from '../repositories/openpgp-key.js';
import { projectRepositories, type Repository } from '../repositories/repositories.js';
import { readVerdicts, type SignatureVerdict } from './checksig.js';
import { type Misnamed, misnaming, otherPackages } from './misnamed.js';
import { readNevras, readSignatures } from './package-facts.js';
import { inScratchFolder } from './scratch-folder.js';
import { packagePath, readMark, writeMark } from './store-folder.js';

/**
 * Checks the signatures of all packages of a lock, which must be in the store with the locked bytes: by rpm itself, in a
 * throw-away rpm database that holds only the keys that the lock names for the package's repository; and that each is the
 * package that the lock says it is. What was found good by the same keys before is not looked at again. Returns how many
 * were looked at.
 * @throws Failure: 1 that names each package that is unsigned, foreign-signed, signed after its key expired, or
 *   damaged; 2 that names each that is another one than the lock says, or when the project's keys are not those of the
 *   lock; 3 when rpm or a key is missing.
 */
export async function verifyPackages(
  lock: Lock,
  project: Project,
  ctx: TaskContext,
  cacheDir: string,
): Promise<number> {
  const repositories = new Map((await projectRepositories(project, cacheDir)).map((item) => [item.id, item]));
  const bad: string[] = [];
  const misnamed: Misnamed[] = [];
  let looked = 0;
  for (const locked of lock.repositories) {
    const keySet = createHash('sha256').update(locked.keys.join()).digest('hex');
    const packages: LockedPackage[] = [];
    for (const item of lock.packages.filter(({ repo }) => repo === locked.id)) {
      const mark = await readMark(cacheDir, item.sha256);
      if (mark?.verified !== keySet || mark.nevra === undefined) packages.push(item);
      else misnamed.push(...misnaming(item, mark.nevra));
    }
    if (packages.length === 0) continue;
    ctx.progress.status(t`signatures of ${packages.length} packages of ${locked.id}`);
    const repository = requireSameKeys(locked, repositories.get(locked.id));
    const found = await inScratchFolder(cacheDir, async (folder) => {
      const files = await exportKeys({ repositories: [locked] }, project, ctx, folder, cacheDir);
      const keys = (await keyFiles(repository, cacheDir, ctx)).flatMap((file) => file.keys);
      return judge(packages, locked, { files, keys }, folder, cacheDir, ctx);
    });
    for (const { item, nevra, why } of found) {
      if (why !== null) bad.push(why);
      else {
        await writeMark(cacheDir, item.sha256, { verified: keySet, nevra });
        misnamed.push(...misnaming(item, nevra));
      }
    }
    looked += packages.length;
  }
  if (bad.length > 0) throw badSignatures(bad);
  if (misnamed.length > 0) throw otherPackages(misnamed);
  return looked;
}

/** What was found of a package: `why` it is refused, or its name by its own header. */
type Judgement = { item: LockedPackage } & ({ why: string; nevra?: never } | { why: null; nevra: string });

async function judge(
  packages: readonly LockedPackage[],
  locked: LockedRepository,
  { files, keys }: { files: readonly string[]; keys: readonly OpenPgpKey[] },
  folder: string,
  cacheDir: string,
  ctx: TaskContext,
): Promise<Judgement[]> {
  const pathOf = (item: LockedPackage) => packagePath(cacheDir, item.sha256);
  const verdicts = await check(packages.map(pathOf), locked, files, folder, ctx);
  const verdictOf = (item: LockedPackage) => verdicts.get(pathOf(item)) ?? { kind: 'unsigned' as const };
  const ofKind = (...kinds: SignatureVerdict['kind'][]) =>
    packages.filter((item) => kinds.includes(verdictOf(item).kind));
  // Of rpm with Sequoia, a signature after the key had expired is as one by another key.
  const signed = ofKind('good', 'foreign');
  const late = await lateSignatures(signed.map(pathOf), keys, folder, ctx);
  const good = ofKind('good');
  const nevras = await readNevras(ctx, good.map(pathOf), folder);
  return packages.map((item) => {
    const why = late[signed.indexOf(item)] ?? null;
    if (why !== null) return { item, why: t`${shown(item)} was ${why}.` };
    const nevra = nevras[good.indexOf(item)];
    return nevra === undefined
      ? { item, why: sentence(item, locked, verdictOf(item)) }
      : { item, why: null, nevra };
  });
}

/** For each package why its signature, which is good, does not count; null: it counts. */
async function lateSignatures(
  files: readonly string[],
  keys: readonly OpenPgpKey[],
  folder: string,
  ctx: TaskContext,
): Promise<(string | null)[]> {
  if (files.length === 0 || !haveExpiry(keys)) return files.map(() => null);
  const signatures = await readSignatures(ctx, files, folder);
  return files.map((_, index) => {
    const own = signatures[index] ?? [];
    if (own.length === 0) return t`signed on a day that cannot be read, by a key that expires`;
    return own.map((one) => lateSignature(one, keys)).find((why) => why !== null) ?? null;
  });
}

function requireSameKeys(locked: LockedRepository, repository: Repository | undefined): Repository {
  if (repository !== undefined && repository.fingerprints.join() === locked.keys.join()) return repository;
  throw badInput({
    what: t`The keys of repository \`${locked.id}\` differ from those in the lock.`,
    where: 'repositories',
    why: t`The lock names ${locked.keys.join(', ')}, the project ${repository?.fingerprints.join(', ') ?? t`none`}.`,
    remedy: t`If you changed them on purpose, run \`tmpfsroot-wizard lock\`.`,
  });
}

async function check(
  files: readonly string[],
  locked: LockedRepository,
  keys: readonly string[],
  folder: string,
  { engine, signal }: TaskContext,
): Promise<Map<string, SignatureVerdict>> {
  const database = ['--dbpath', path.join(folder, 'db')];
  await engine.run({
    program: 'rpmkeys',
    args: [...database, '--import', ...keys],
    purpose: t`importing the keys of repository ${locked.id}`,
    signal,
  });
  const lines: string[] = [];
  const { status, lastLines } = await engine.run({
    program: 'rpmkeys',
    // Without this level a package that is not signed at all passes.
    args: [...database, '--define', '_pkgverify_level all', '-Kv', ...files],
    purpose: t`checking the signatures of repository ${locked.id}`,
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
      what: t`rpmkeys ended with status ${status} for packages of repository \`${locked.id}\`.`,
      why: t`It names no bad package.`,
      lastLines,
    });
  }
  return verdicts;
}

/** Where a package is signed by a key of ours, only the words of the verdict are left to say. */
function sentence(item: LockedPackage, locked: LockedRepository, verdict: SignatureVerdict): string {
  const expected = item.key ?? locked.keys.map(keyIdOf).join(t` or `);
  switch (verdict.kind) {
    case 'foreign':
      return t`${shown(item)} is signed by key ${verdict.keyId}, not by ${expected}.`;
    case 'damaged':
      return t`${shown(item)} is damaged: ${verdict.reason}`;
    default:
      return t`${shown(item)} is not signed; it should be by ${expected}.`;
  }
}

function shown(item: LockedPackage): string {
  return t`\`${formatNevra(item)}\` of repository \`${item.repo}\``;
}

function badSignatures(bad: readonly string[]): Failure {
  return stageFailed({
    what: bad.length === 1 ? t`Package ${bad[0]}` : t`${bad.length} packages cannot be trusted.`,
    where: 'rpms.lock',
    ...(bad.length === 1 ? {} : { why: sentences(...bad.slice(0, 20)) }),
    remedy: t`Nothing was installed. Ask the people who run the repository; if they replaced the key, name the new one in \`keys\`.`,
  });
}
