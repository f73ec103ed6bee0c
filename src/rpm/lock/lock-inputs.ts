import { createHash } from 'node:crypto';
import { badInput } from '../../base/failure.js';
import { sentences, t } from '../../base/language/texts.js';
import { withoutTrailing } from '../../base/text/ends.js';
import { defaultPriority } from '../../config/fields/repository.js';
import type { Project } from '../../project/folder/project.js';
import type { Repository } from '../repositories/repositories.js';
import type { Lock } from './lock.js';

/**
 * Digest of all that decides a lock: release, architecture, the lines of packages.list (their order does not
 * count), and each repository with its keys. Of a repository's URLs only the path of the first counts: the same
 * tree moved to another host, or one more mirror, leaves a lock good, since every package is pinned by digest
 * and key; another tree does not. Repositories that are known count by their id and the release alone, so that a
 * newer version of this program with newer URLs does not spoil locks.
 */
export function inputsDigest(project: Project, repositories: readonly Repository[]): string {
  const lines = (kind: 'include' | 'exclude') =>
    [...new Set(project.packages.filter((line) => line.kind === kind).map((line) => line.text))].sort();
  const inputs = {
    format: 1,
    release: project.spec.release,
    arch: project.spec.arch,
    weakDependencies: false,
    include: lines('include'),
    exclude: lines('exclude'),
    repositories: repositories.map((repository) => ({
      id: repository.id,
      keys: repository.fingerprints,
      ...originOf(repository),
    })),
  };
  return digestOf(inputs);
}

/**
 * Digest of what the project says of a repository besides its keys: with another one, what it offers is not to be
 * compared with what it offered before.
 */
export function originDigest(repository: Repository): string {
  return digestOf(originOf(repository));
}

function originOf(repository: Repository) {
  return {
    tree: repository.isKnownTree ? 'release' : treeOf(firstUrl(repository)),
    // Said only where it is so, which leaves locks good that were made before there were these.
    ...(repository.priority === defaultPriority ? {} : { priority: repository.priority }),
    ...(repository.excludes.length === 0 ? {} : { excludes: [...new Set(repository.excludes)].sort() }),
  };
}

function digestOf(value: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(value)).digest('hex')}`;
}

function firstUrl({ baseurl, metalink, mirrorlist }: Repository): string {
  return baseurl[0] ?? metalink ?? mirrorlist ?? '';
}

function treeOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return `${withoutTrailing(pathname, '/')}${search}`;
}

/** Why a lock does not match its project, in sentences; empty when it does. */
export function lockMismatch(lock: Lock, project: Project, repositories: readonly Repository[]): string[] {
  const { release, arch } = project.spec;
  if (lock.release !== release)
    return [t`It was made for Fedora ${lock.release}; the project is for ${release}.`];
  if (lock.arch !== arch) return [t`It was made for ${lock.arch}; the project is for ${arch}.`];
  if (lock.inputs === inputsDigest(project, repositories)) return [];
  const reasons = [...packageReasons(lock, project), ...repositoryReasons(lock, repositories)];
  return reasons.length > 0 ? reasons : [t`The package list or the repositories have changed since.`];
}

/**
 * The guard before a lock is used.
 * @throws Failure with exit status 2 that says what changed and how to relock.
 */
export function requireMatchingLock(
  lock: Lock,
  project: Project,
  repositories: readonly Repository[],
  file = 'rpms.lock',
): void {
  const reasons = lockMismatch(lock, project, repositories);
  if (reasons.length === 0) return;
  throw badInput({
    what: t`The lock no longer matches its inputs.`,
    where: file,
    why: sentences(...reasons),
    remedy: t`Run \`tmpfsroot-wizard lock\`, review what changed, and keep the new rpms.lock.`,
  });
}

/** What can be told without the old inputs, of which the lock holds only the digest. */
function packageReasons(lock: Lock, project: Project): string[] {
  const locked = new Set(lock.packages.map((item) => item.name));
  const wanted = new Set(project.packages.filter((line) => line.kind === 'include').map((line) => line.text));
  const plain = /^[A-Za-z0-9_+.-]+$/;
  const added = project.packages.filter(
    (line) => line.kind === 'include' && plain.test(line.text) && !locked.has(line.text),
  );
  const excluded = project.packages.filter((line) => line.kind === 'exclude' && locked.has(line.text));
  const isOnlyNames = [...wanted].every((text) => plain.test(text));
  const removed = isOnlyNames
    ? lock.packages.filter((item) => item.why.includes('listed') && !wanted.has(item.name))
    : [];
  return [
    ...added.slice(0, 5).map((line) => t`\`${line.text}\` (${line.where}) is not in it.`),
    ...excluded.slice(0, 5).map((line) => t`\`${line.text}\` is in it and now excluded (${line.where}).`),
    ...removed.slice(0, 5).map((item) => t`\`${item.name}\` is in it and no longer listed.`),
  ];
}

function repositoryReasons(lock: Lock, repositories: readonly Repository[]): string[] {
  const ids = repositories.map((repository) => repository.id).join(', ');
  const lockedIds = lock.repositories.map((repository) => repository.id).join(', ');
  if (ids !== lockedIds) return [t`It was made from the repositories ${lockedIds}; now they are ${ids}.`];
  return repositories
    .filter((repository, index) => repository.fingerprints.join() !== lock.repositories[index]?.keys.join())
    .map((repository) => t`The keys of repository \`${repository.id}\` have changed.`);
}
