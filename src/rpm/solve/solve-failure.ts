import {
  badInput,
  exitStatus,
  Failure,
  type FailureFacts,
  missingHere,
  stageFailed,
} from '../../base/failure.js';
import {
  asPart,
  type CauseKind,
  causeOfReasons,
  causeOfWords,
  type Reason,
} from '../../base/failure-cause.js';
import { proxyNote } from '../../base/http/http-fetch.js';
import { sentences, t } from '../../base/language/texts.js';
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
      if (cause !== null) return cacheFailure(cause, trouble.path, t`${trouble.reason}.`);
      return missingHere({
        what: t`The cache folder \`${trouble.path}\` cannot be written.`,
        where: trouble.path,
        why: t`${trouble.reason}.`,
        remedy: t`Name another with \`--cache-dir\`, \`cacheDir\` or CACHE_DIR.`,
      });
    }
    case 'malformed': {
      const repository = repositories.find(({ id }) => id === trouble.id);
      return stageFailed({
        what: t`The metadata of repository \`${trouble.id}\` is malformed.`,
        where: repository?.baseurl[0] || repository?.metalink || t`repository ${trouble.id}`,
        why: t`${trouble.reason}.`,
        remedy: t`Create it again with \`createrepo_c\`, or name another mirror in \`repositories\`.`,
      });
    }
    case 'no-sha256':
      return stageFailed({
        what: t`Repository \`${trouble.repository}\` gives no SHA-256 digest for \`${trouble.package}\`.`,
        where: trouble.repository,
        why: t`It has only ${trouble.digest}.`,
        remedy: t`Create its metadata again with \`createrepo_c --checksum sha256\`.`,
      });
    case 'no-library':
      return missingHere({ what: t`The package solver of dnf is missing.`, why: trouble.reason });
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
      const by = exclude?.where ?? t`\`excludes\` of a repository`;
      whys.push(t`\`${spec}\` (${where}) is excluded by ${by}.`);
    } else if (available.length > 0) {
      whys.push(
        t`Available for \`${spec}\` (${where}): ${available.map((nevra) => `\`${nevra}\``).join(t`, `)}.`,
      );
    } else {
      const near = nearest(spec, names);
      const extra = extraRepositoryOf(spec);
      whys.push(t`\`${spec}\` (${where}) is in no repository.`);
      if (extra !== null && !repositories.some(({ id }) => id === extra)) {
        remedies.push(t`For \`${spec}\` add the repository \`${extra}\`: \`--repo ${extra}\`.`);
      } else if (near.length > 0) {
        remedies.push(
          t`Instead of \`${spec}\`, did you mean ${near.map((name) => `\`${name}\``).join(t` or `)}?`,
        );
      }
    }
  }
  const first = missing[0]?.spec ?? '';
  return badInput({
    what:
      missing.length === 1
        ? t`There is no package \`${first}\`.`
        : t`${missing.length} packages do not exist: ${missing.map(({ spec }) => `\`${spec}\``).join(t`, `)}.`,
    where: whereOf(first, lines),
    why: sentences(...whys),
    remedy:
      remedies.length > 0
        ? sentences(...new Set(remedies))
        : t`Change or remove the line, or add the repository that has it.`,
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
      ? t`Update these too: \`tmpfsroot-wizard lock --update ${[...updating, ...pinned].join(' ')}\`.`
      : excludes.length > 0
        ? t`Remove the exclude \`-${excludes[0]?.text}\` (${excludes[0]?.where}), or what needs it.`
        : t`Remove one of the lines, or add the repository that has what is missing.`;
  return badInput({
    what:
      specs.length === 1
        ? t`${asked[0]} cannot be installed.`
        : t`These cannot be installed together: ${asked.join(t`, `)}.`,
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
    what: t`Packages that the lock pins are no longer in the repositories: ${gone.slice(0, 10).join(t`, `)}.`,
    where: 'rpms.lock',
    why: sentences(
      ...pins
        .slice(0, 5)
        .map(({ pin, available }) =>
          available.length === 0
            ? t`Of \`${pin.name}\` there is nothing.`
            : t`Of \`${pin.name}\` there is ${available.join(', ')}.`,
        ),
    ),
    remedy: t`Update these too: \`tmpfsroot-wizard lock --update ${names}\`.`,
  });
}

/** What goes wrong on this machine while metadata comes is not a fault of the repository. */
/** A repository could not be read. */
export class RepositoryFailure extends Failure {
  constructor(
    facts: FailureFacts,
    /** null: it is not known. */
    readonly causeKind: CauseKind | null,
  ) {
    super(exitStatus.stageFailed, facts);
  }
}

function repositoryFailure(
  trouble: Extract<SolveTrouble, { failures: MirrorFailure[] }>,
  repository: Pick<Repository, 'baseurl' | 'metalink'> | undefined,
  cacheDir: string | null,
): Failure {
  const said: readonly Reason[] = [trouble, ...trouble.failures];
  const here = said
    .map((one) => causeOfReasons([one], cacheDir))
    .find((cause) => cause?.isOfNetwork === false);
  // Of a file that a repository has on this machine it is the repository after all.
  const isOfRepository =
    here?.kind === 'not-permitted' && said.some(({ reason }) => reason.includes('file://'));
  return here == null || isOfRepository
    ? new RepositoryFailure(repositoryFacts(trouble, repository), causeOfReasons(said)?.kind ?? null)
    : cacheFailure(here, cacheDir ?? 'cacheDir', t`${trouble.reason}.`);
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
      ? t`The metadata of repository \`${trouble.id}\` does not match the digest that the repository states.`
      : t`Repository \`${trouble.id}\` cannot be read.`;
  const cause = causeOfReasons([trouble.failures.at(-1) ?? trouble]);
  const why =
    failures.length > 0 ? sentences(...failures.slice(0, 6).map(mirrorReason)) : t`${trouble.reason}.`;
  if (cause?.isOfNetwork === true) {
    return {
      what: t`Repository \`${trouble.id}\` cannot be read: ${asPart(cause.why)}`,
      where: url || t`repository ${trouble.id}`,
      why: sentences(why, proxyNote(url ?? '')),
      remedy: t`${cause.remedy.replace(/[.。]$/, '')}; the URL comes from \`repositories\`.`,
    };
  }
  return {
    what,
    where: url || t`repository ${trouble.id}`,
    why,
    remedy:
      trouble.kind === 'metadata-digest'
        ? t`The mirror is damaged or half updated: try again later, or name another in \`repositories\`.`
        : t`Check the URL in \`repositories\` and the network, then run \`tmpfsroot-wizard lock\` again.`,
  };
}

/** librepo's message without the URL, which stands in it twice. */
function mirrorReason({ url, reason }: MirrorFailure): string {
  const status = /^Status code: (\d+)/.exec(reason)?.[1];
  if (/checksum doesn't match/.test(reason)) {
    return url
      ? t`The content of ${url} does not match the digest stated for it.`
      : t`The received content does not match the digest stated for it.`;
  }
  if (status !== undefined) return t`The server answered ${status} for ${url}.`;
  const detail = /^Curl error \(\d+\): (.*?) for \S+(?: \[(.*)\])?$/.exec(reason);
  if (detail !== null) return `${detail[2] || detail[1]}${url ? ` (${url})` : ''}.`;
  return t`${reason}.`;
}

function whereOf(spec: string, lines: readonly PackageLine[]): string {
  return lines.find((line) => line.kind === 'include' && line.text === spec)?.where ?? 'rpms.lock';
}
