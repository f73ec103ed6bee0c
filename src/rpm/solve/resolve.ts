import { createHash } from 'node:crypto';
import { badInput, stageFailed } from '../../base/failure.js';
import { readSmallFile } from '../../base/fs/read-small-file.js';
import { t } from '../../base/language/texts.js';
import { didYouMean } from '../../base/nearest.js';
import type { TaskContext } from '../../engine/progress.js';
import type { Project } from '../../project/folder/project.js';
import { type Lock, type LockedPackage, lockFormat } from '../lock/lock.js';
import type { LockFile } from '../lock/lock-file.js';
import { LockFormError, lockFrom } from '../lock/lock-form.js';
import { inputsDigest, originDigest } from '../lock/lock-inputs.js';
import { keyIdOf } from '../repositories/openpgp-key.js';
import { projectRepositories, type Repository } from '../repositories/repositories.js';
import { solveFailure } from './solve-failure.js';
import type { Pin } from './solve-trouble.js';
import { type Solution, type SolvedRepository, type StartedSolver, solve } from './solver.js';
import { solverRepositories } from './solver-repositories.js';
import { reasons } from './why.js';

export interface ResolveOptions {
  /** Absolute path of the cache folder. */
  cacheDir: string;
  /** Names of packages to update; all others stay at exactly their locked version. Absent: all are updated. */
  only?: readonly string[];
  /** A solver that was started ahead; it is asked once. */
  solver?: StartedSolver;
}

/**
 * Solves the project's package list into an empty root and makes the lock of it. `current` is what rpms.lock
 * holds now: needed with `only`; the seed's plain list keeps its versions (but for `only`) and all its packages.
 * @throws Failure: 2 for packages that do not exist or conflict (with line and nearest names), 1 for a repository
 *   that cannot be read, 3 when the solver is missing.
 */
export async function resolveLock(
  project: Project,
  ctx: TaskContext,
  options: ResolveOptions,
  current: LockFile | null = null,
): Promise<Lock> {
  const only = options.only ?? [];
  const repositories = await projectRepositories(project, options.cacheDir);
  const includes = textsOf(project, 'include');
  if (includes.length === 0) {
    throw badInput({
      what: t`The package list is empty.`,
      where: project.spec.packages === null ? 'packages.list' : 'packages',
      remedy: t`Name at least \`kernel\`, \`systemd\` and \`bash\` in it, or begin with \`tmpfsroot-wizard init\`.`,
    });
  }
  const kept = keptVersions(current, only, project);
  ctx.progress.status(t`solving the package list`);
  const answer = await solve(
    {
      arch: project.spec.arch,
      repositories: await solverRepositories(repositories, options.cacheDir, ctx),
      install: [...new Set([...includes, ...kept.install])],
      exclude: textsOf(project, 'exclude'),
      pins: kept.pins,
    },
    options.cacheDir,
    ctx,
    options.solver,
  );
  if ('error' in answer) {
    throw solveFailure(answer.error, project.packages, only, repositories, options.cacheDir);
  }
  return checked({
    format: lockFormat,
    release: project.spec.release,
    arch: project.spec.arch,
    inputs: inputsDigest(project, repositories),
    resolver: answer.resolver,
    repositories: await lockedRepositories(answer, repositories),
    packages: lockedPackages(answer, repositories, new Set(includes)),
  });
}

/** Metadata of a repository may hold anything; nothing goes into a lock that could not be read from it again. */
function checked(lock: Lock): Lock {
  try {
    return lockFrom(lock);
  } catch (error) {
    if (!(error instanceof LockFormError)) throw error;
    throw stageFailed({
      what: error.message,
      why: t`The metadata of a repository is invalid.`,
      remedy: t`Create it again with \`createrepo_c\`, or name another mirror.`,
    });
  }
}

function textsOf(project: Project, kind: 'include' | 'exclude'): string[] {
  return project.packages.filter((line) => line.kind === kind).map((line) => line.text);
}

/** What of the lock that is there must stay. */
function keptVersions(
  current: LockFile | null,
  only: readonly string[],
  project: Project,
): { install: string[]; pins: Pin[] } {
  if (current?.kind === 'plain') {
    requireKnown(only, current.pins, 'rpms.lock');
    const pins = current.pins.filter((pin) => !only.includes(pin.name));
    return {
      install: [
        ...pins.map((pin) => `${pin.name}-${pin.version}-${pin.release}`),
        ...current.pins.filter((pin) => only.includes(pin.name)).map((pin) => pin.name),
      ],
      pins: pins.map(({ name, version, release }) => ({ name, version, release, epoch: null, arch: null })),
    };
  }
  if (only.length === 0) return { install: [], pins: [] };
  if (current === null) {
    throw badInput({
      what: t`There is no lock to update yet.`,
      where: 'rpms.lock',
      remedy: t`Run \`tmpfsroot-wizard lock\` without \`--update\`.`,
    });
  }
  if (current.lock.release !== project.spec.release) {
    throw badInput({
      what: t`The lock is for Fedora ${current.lock.release}, the project for ${project.spec.release}.`,
      where: 'rpms.lock',
      remedy: t`Run \`tmpfsroot-wizard lock\` without \`--update\`.`,
    });
  }
  requireKnown(only, current.lock.packages, 'rpms.lock');
  const pins = current.lock.packages.filter((item) => !only.includes(item.name));
  return {
    install: [],
    pins: pins.map(({ name, epoch, version, release, arch }) => ({ name, epoch, version, release, arch })),
  };
}

function requireKnown(only: readonly string[], locked: readonly { name: string }[], where: string): void {
  const names = new Set(locked.map((item) => item.name));
  for (const name of only) {
    if (names.has(name)) continue;
    throw badInput({
      what: t`\`${name}\` is not in the lock, so it cannot be updated.`,
      where,
      remedy: t`${didYouMean(name, names)}Run \`tmpfsroot-wizard lock\` to add new lines of the package list.`,
    });
  }
}

async function lockedRepositories(
  answer: Solution,
  repositories: readonly Repository[],
): Promise<Lock['repositories']> {
  return Promise.all(
    repositories.map(async (repository) => {
      const { id, fingerprints } = repository;
      const solved = answer.repositories.find((one) => one.id === id) as SolvedRepository;
      const digest = createHash('sha256')
        .update(await readSmallFile(solved.repomdFile))
        .digest('hex');
      return {
        id,
        repomd: `sha256:${digest}`,
        ...revisionOf(solved),
        origin: originDigest(repository),
        keys: fingerprints,
      };
    }),
  );
}

/** A revision that is not a number cannot be compared: then the newest time in repomd.xml tells. */
function revisionOf({ revision, timestamp }: SolvedRepository): { revision?: number } {
  const number = /^\d{1,15}$/.test(revision) ? Number(revision) : Math.floor(timestamp);
  return number > 0 ? { revision: number } : {};
}

function lockedPackages(
  answer: Solution,
  repositories: readonly Repository[],
  listed: ReadonlySet<string>,
): LockedPackage[] {
  const whys = reasons(
    answer.packages.map(({ name, specs, neededBy }) => ({
      name,
      neededBy,
      isListed: specs.some((spec) => listed.has(spec)),
    })),
  );
  const keys = new Map(
    repositories.map(({ id, fingerprints }) => [
      id,
      fingerprints.length === 1 ? keyIdOf(fingerprints[0] as string) : null,
    ]),
  );
  return answer.packages
    .map(({ specs: _specs, neededBy: _neededBy, ...item }, index) => ({
      ...item,
      key: keys.get(item.repo) ?? null,
      why: whys[index] as string[],
    }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.arch, b.arch) || compare(a.version, b.version));
}

/** By code units, not by a locale: the same bytes on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
