import { t } from '../../base/language/texts.js';
import { type Lock, type LockedPackage, type LockedRepository, lockFormat } from './lock.js';

/** What is wrong with the content of a lock. */
export class LockFormError extends Error {
  constructor(
    message: string,
    /** Index of the package that is wrong, null when it is something else. */
    readonly packageIndex: number | null = null,
    readonly remedy?: string,
  ) {
    super(message);
  }
}

/**
 * Checks that a JSON value is a lock, as strictly as its use demands: a location cannot lead out of its
 * repository, a digest is one, each package's repository is there.
 * @throws LockFormError
 */
export function lockFrom(value: unknown): Lock {
  const lock = record(value, t`The lock`, null);
  if (lock.format !== lockFormat) {
    throw new LockFormError(
      t`The lock has format \`${JSON.stringify(lock.format)}\`; this version reads format ${lockFormat}.`,
      null,
      typeof lock.format === 'number' && lock.format > lockFormat
        ? t`Use the newer version of tmpfsroot-wizard that wrote it, or run \`tmpfsroot-wizard lock\`.`
        : undefined,
    );
  }
  const repositories = list(lock, 'repositories').map(repository);
  const ids = new Set(repositories.map(({ id }) => id));
  const head = reader(lock, t`The lock`, null);
  return {
    format: lockFormat,
    release: head.integer('release'),
    arch: head.text('arch', word),
    inputs: head.text('inputs', digest),
    resolver: head.text('resolver', /./),
    repositories,
    packages: list(lock, 'packages').map((item, index) => lockedPackage(item, index, ids)),
  };
}

const word = /^[A-Za-z0-9_+.~^:-]+$/;
/**
 * A path below the repository, of the characters that rpm allows in names and versions. No part of it is `..`, or could be
 * taken for an option.
 */
const location = /^(?:(?!\.\.?\/)[\w+.~^%][\w+.~^%-]*\/)*[\w+.~^%][\w+.~^%-]*\.rpm$/;
const digest = /^sha256:[0-9a-f]{64}$/;

function repository(value: unknown): LockedRepository {
  const fields = record(value, t`A repository of the lock`, null);
  const read = reader(fields, t`A repository of the lock`, null);
  return {
    id: read.text('id', /^[^\s/]+$/),
    repomd: read.text('repomd', digest),
    ...('revision' in fields ? { revision: read.integer('revision') } : {}),
    ...('origin' in fields ? { origin: read.text('origin', digest) } : {}),
    keys: read.texts('keys', /^([0-9A-F]{40}|[0-9A-F]{64})$/),
  };
}

function lockedPackage(value: unknown, index: number, repositoryIds: ReadonlySet<string>): LockedPackage {
  const fields = record(value, t`A package of the lock`, index);
  const who = t`Package \`${typeof fields.name === 'string' ? fields.name : index}\` of the lock`;
  const read = reader(fields, who, index);
  const item: LockedPackage = {
    name: read.text('name', word),
    epoch: read.integer('epoch'),
    version: read.text('version', word),
    release: read.text('release', word),
    arch: read.text('arch', word),
    repo: read.text('repo', /./),
    location: read.text('location', location),
    sha256: read.text('sha256', /^[0-9a-f]{64}$/),
    size: read.integer('size'),
    installedSize: read.integer('installedSize'),
    source: read.text('source', /^/),
    key: fields.key === null ? null : read.text('key', /^[0-9A-F]{16}$/),
    why: read.texts('why', /./),
  };
  if (!repositoryIds.has(item.repo)) {
    throw new LockFormError(
      t`${who} is from repository \`${item.repo}\`, which the lock does not list.`,
      index,
    );
  }
  return item;
}

function reader(fields: Record<string, unknown>, who: string, index: number | null) {
  const wrong = (name: string) => {
    const text =
      name in fields
        ? t`${who} has \`${JSON.stringify(fields[name])}\` for \`${name}\`.`
        : t`${who} has nothing for \`${name}\`.`;
    return new LockFormError(text, index);
  };
  return {
    text(name: string, form: RegExp): string {
      const value = fields[name];
      if (typeof value !== 'string' || !form.test(value)) throw wrong(name);
      return value;
    },
    integer(name: string): number {
      const value = fields[name];
      if (!Number.isSafeInteger(value) || (value as number) < 0) throw wrong(name);
      return value as number;
    },
    texts(name: string, form: RegExp): string[] {
      const value = fields[name];
      if (!Array.isArray(value) || !value.every((item) => typeof item === 'string' && form.test(item))) {
        throw wrong(name);
      }
      return value;
    },
  };
}

function record(value: unknown, who: string, index: number | null): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LockFormError(t`${who} is not an object.`, index);
  }
  return value as Record<string, unknown>;
}

function list(fields: Record<string, unknown>, name: string): unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new LockFormError(t`The lock has no list of \`${name}\`.`);
  return value;
}
