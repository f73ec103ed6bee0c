import { badInput, type Failure, type FailureFacts, missingHere, stageFailed } from '../../base/failure.js';
import { asPart, causeOfWords } from '../../base/failure-cause.js';
import { proxyNote } from '../../base/http/http-fetch.js';
import { nearest } from '../../base/nearest.js';
import { extraRepositoryOf } from '../../config/releases/known-repositories.js';
import type { PackageLine } from '../../project/folder/project.js';
import type { Repository } from '../repositories/repositories.js';
import { cacheFailure } from '../store/store-folder.js';
import type { MirrorFailure, SolveTrouble } from './solve-trouble.js';

/** Turns a solver's trouble into what a person reads: the line of packages.list or the repository, and a way out. */
export function solveFailure(
  trouble: SolveTrouble,
  lines: readonly PackageLine[],
  updating: readonly string[] = [],
  repositories: readonly Pick<Repository, 'id' | 'baseurl' | 'metalink'>[] = [],
  cacheDir: string | null = null,
): Failure {
  switch (trouble.kind) {
    case 'missing':
      return missingPackages(trouble, lines, repositories);
    case 'broken':
      return brokenPackages(trouble, lines, updating);
    case 'pins-gone':
      return pinsGone(trouble, updating);
    case 'repository':
    case 'metadata-digest':
      return repositoryFailure(
        trouble,
        repositories.find(({ id }) => id === trouble.id),
        cacheDir,
      );
    case 'cache': {
      const cause = causeOfWords(trouble.reason, trouble.path);
      if (cause !== null) return cacheFailure(cause, trouble.path, `${trouble.reason}.`);
      return missingHere({
        what: `The cache folder \`${trouble.path}\` cannot be written.`,
        where: trouble.path,
        why: `${trouble.reason}.`,
        remedy: 'Name another with `--cache-dir`, `cacheDir` or CACHE_DIR.',
      });
    }
    case 'malformed': {
      const repository = repositories.find(({ id }) => id === trouble.id);
      return stageFailed({
        what: `The metadata of repository \`${trouble.id}\` is malformed.`,
        where: repository?.baseurl[0] || repository?.metalink || `repository ${trouble.id}`,
        why: `${trouble.reason}.`,
        remedy: 'Create it again with `createrepo_c`, or name another mirror in `repositories`.',
      });
    }
    case 'no-sha256':
      return stageFailed({
        what: `Repository \`${trouble.repository}\` gives no SHA-256 digest for \`${trouble.package}\`.`,
        where: trouble.repository,
        why: `It has only ${trouble.digest}.`,
        remedy: 'Create its metadata again with `createrepo_c --checksum sha256`.',
      });
    case 'no-library':
      return missingHere({ what: 'The package solver of dnf is missing.', why: trouble.reason });
  }
}

function missingPackages(
  { missing, names }: Extract<SolveTrouble, { kind: 'missing' }>,
  lines: readonly PackageLine[],
  repositories: readonly Pick<Repository, 'id'>[],
): Failure {
  const whys: string[] = [];
  const remedies: string[] = [];
  for (const { spec, excluded, available } of missing.slice(0, 10)) {
    const where = whereOf(spec, lines);
    const exclude = lines.find((line) => line.kind === 'exclude');
    if (excluded) {
      whys.push(`\`${spec}\` (${where}) is excluded by ${exclude?.where ?? '`excludes` of a repository'}.`);
    } else if (available.length > 0) {
      whys.push(
        `Available for \`${spec}\` (${where}): ${available.map((nevra) => `\`${nevra}\``).join(', ')}.`,
      );
    } else {
      const near = nearest(spec, names);
      const extra = extraRepositoryOf(spec);
      whys.push(`\`${spec}\` (${where}) is in no repository.`);
      if (extra !== null && !repositories.some(({ id }) => id === extra)) {
        remedies.push(`For \`${spec}\` add the repository \`${extra}\`: \`--repo ${extra}\`.`);
      } else if (near.length > 0) {
        remedies.push(
          `Instead of \`${spec}\`, did you mean ${near.map((name) => `\`${name}\``).join(' or ')}?`,
        );
      }
    }
  }
  const first = missing[0]?.spec ?? '';
  return badInput({
    what:
      missing.length === 1
        ? `There is no package \`${first}\`.`
        : `${missing.length} packages do not exist: ${missing.map(({ spec }) => `\`${spec}\``).join(', ')}.`,
    where: whereOf(first, lines),
    why: whys.join(' '),
    remedy:
      remedies.length > 0
        ? [...new Set(remedies)].join(' ')
        : 'Change or remove the line, or add the repository that has it.',
  });
}

function brokenPackages(
  { problems, specs, pinned }: Extract<SolveTrouble, { kind: 'broken' }>,
  lines: readonly PackageLine[],
  updating: readonly string[],
): Failure {
  const asked = specs.map((spec) => `\`${spec}\` (${whereOf(spec, lines)})`);
  const all = [...new Set(problems.flat())];
  const told = all.filter((line) => !empty.includes(line));
  const text = told.length > 0 ? told : all;
  const excludes = lines.filter(
    ({ kind, text: name }) =>
      kind === 'exclude' &&
      text.some((line) => line.includes(`${name}-`) && line.includes('exclude filtering')),
  );
  const remedy =
    pinned.length > 0
      ? `Update these too: \`tmpfsroot-wizard lock --update ${[...updating, ...pinned].join(' ')}\`.`
      : excludes.length > 0
        ? `Remove the exclude \`-${excludes[0]?.text}\` (${excludes[0]?.where}), or what needs it.`
        : 'Remove one of the lines, or add the repository that has what is missing.';
  return badInput({
    what:
      specs.length === 1
        ? `${asked[0]} cannot be installed.`
        : `These cannot be installed together: ${asked.join(', ')}.`,
    where: whereOf(specs[0] ?? '', lines),
    why: `${text.slice(0, 8).join('; ')}.`,
    remedy,
  });
}

/** What libsolv says beside the real reason. */
const empty = ['conflicting requests', 'cannot install the best candidate for the job'];

function pinsGone(
  { pins }: Extract<SolveTrouble, { kind: 'pins-gone' }>,
  updating: readonly string[],
): Failure {
  const gone = pins.map(({ pin }) => `\`${pin.name}-${pin.version}-${pin.release}\``);
  const names = [...updating, ...pins.map(({ pin }) => pin.name)].join(' ');
  return badInput({
    what: `Packages that the lock pins are no longer in the repositories: ${gone.slice(0, 10).join(', ')}.`,
    where: 'rpms.lock',
    why: pins
      .slice(0, 5)
      .map(({ pin, available }) => `Of \`${pin.name}\` there is ${available.join(', ') || 'nothing'}.`)
      .join(' '),
    remedy: `Update these too: \`tmpfsroot-wizard lock --update ${names}\`.`,
  });
}

/** What goes wrong on this machine while metadata comes is not a fault of the repository. */
function repositoryFailure(
  trouble: Extract<SolveTrouble, { failures: MirrorFailure[] }>,
  repository: Pick<Repository, 'baseurl' | 'metalink'> | undefined,
  cacheDir: string | null,
): Failure {
  const said = [trouble.reason, ...trouble.failures.map(({ reason }) => reason)];
  const here = said.map((text) => causeOfWords(text, cacheDir)).find((cause) => cause?.isOfNetwork === false);
  // Of a file that a repository has on this machine it is the repository after all.
  const isOfRepository = here?.kind === 'not-permitted' && said.some((text) => text.includes('file://'));
  return here == null || isOfRepository
    ? stageFailed(repositoryFacts(trouble, repository))
    : cacheFailure(here, cacheDir ?? 'cacheDir', `${trouble.reason}.`);
}

function repositoryFacts(
  trouble: Extract<SolveTrouble, { failures: MirrorFailure[] }>,
  repository: Pick<Repository, 'baseurl' | 'metalink'> | undefined,
): FailureFacts {
  const failures = [...new Map(trouble.failures.map((failure) => [failure.reason, failure])).values()];
  // libdnf does not always say which URL it was.
  const url = trouble.failures.at(-1)?.url || repository?.baseurl[0] || repository?.metalink;
  const what =
    trouble.kind === 'metadata-digest'
      ? `The metadata of repository \`${trouble.id}\` does not match the digest that the repository states.`
      : `Repository \`${trouble.id}\` cannot be read.`;
  const cause = causeOfWords(trouble.failures.at(-1)?.reason ?? trouble.reason);
  const why = failures.length > 0 ? failures.slice(0, 6).map(mirrorReason).join(' ') : `${trouble.reason}.`;
  if (cause?.isOfNetwork === true) {
    return {
      what: `Repository \`${trouble.id}\` cannot be read: ${asPart(cause.why)}`,
      where: url || `repository ${trouble.id}`,
      why: `${why} ${proxyNote(url ?? '')}`.trimEnd(),
      remedy: `${cause.remedy.replace(/\.$/, '')}; the URL comes from \`repositories\`.`,
    };
  }
  return {
    what,
    where: url || `repository ${trouble.id}`,
    why,
    remedy:
      trouble.kind === 'metadata-digest'
        ? 'The mirror is damaged or half updated: try again later, or name another in `repositories`.'
        : 'Check the URL in `repositories` and the network, then run `tmpfsroot-wizard lock` again.',
  };
}

/** librepo's message without the URL, which stands in it twice. */
function mirrorReason({ url, reason }: MirrorFailure): string {
  const status = /^Status code: (\d+)/.exec(reason)?.[1];
  if (/checksum doesn't match/.test(reason)) {
    return `${url ? `The content of ${url}` : 'The received content'} does not match the digest stated for it.`;
  }
  if (status !== undefined) return `The server answered ${status} for ${url}.`;
  const detail = /^Curl error \(\d+\): (.*?) for \S+(?: \[(.*)\])?$/.exec(reason);
  if (detail !== null) return `${detail[2] || detail[1]}${url ? ` (${url})` : ''}.`;
  return `${reason}.`;
}

function whereOf(spec: string, lines: readonly PackageLine[]): string {
  return lines.find((line) => line.kind === 'include' && line.text === spec)?.where ?? 'rpms.lock';
}
