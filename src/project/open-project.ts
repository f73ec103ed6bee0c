import { stat } from 'node:fs/promises';
import path from 'node:path';
import { nameFromFolder } from '../spec/defaults.js';
import { environmentLayer } from '../spec/environment.js';
import { badFindings, badInput } from '../spec/failure.js';
import { errorAt, type Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { parseJsonText } from '../spec/json-text.js';
import { type Layer, mergeLayers } from '../spec/sources.js';
import { type ReadPackages, readPackagesList, readSpecPackages } from './packages-list.js';
import { type Project, packagesListName, projectFileName } from './project.js';
import { readText } from './read-text.js';
import { unsupportedFiles } from './unsupported-files.js';

/** What the project is opened for: `boot` needs no packages, and only `build` applies the folder's files. */
export type ProjectPurpose = 'lock' | 'build' | 'boot';

export interface OpenProject {
  /** The project's folder; relative to `cwd`. */
  dir: string;
  for: ProjectPurpose;
  /** Where relative paths of flags and environment count from; the process's own folder if absent. */
  cwd?: string;
  /** What the flags say; they win over all else. */
  flags?: Layer;
  env?: Readonly<Record<string, string | undefined>>;
  /** Wins over the defaults only. */
  preset?: Layer;
  /** For what is said of a release's end of life; now if absent. */
  today?: Date;
}

/**
 * Reads an image project's folder: the one spec out of flags, environment and tmpfsroot.json (which may be
 * absent), and its packages. Writes nothing.
 * @throws Failure (exit status 2) with every error found, each with its place.
 */
export async function openProject(request: OpenProject): Promise<Project> {
  const cwd = request.cwd ?? process.cwd();
  const dir = path.resolve(cwd, request.dir);
  await requireFolder(dir);
  const file = await projectFileLayer(dir);
  const above = [request.flags, environmentLayer(request.env ?? {})]
    .filter((layer) => layer !== undefined)
    .map((layer) => fromFolder(layer, cwd, dir));
  const below = [file, request.preset].filter((layer) => layer !== undefined);
  const { spec, findings, placed } = mergeLayers(
    [...above, ...below],
    nameFromFolder(path.basename(dir)),
    request.today ?? new Date(),
  );
  if (spec.cacheDir !== null) spec.cacheDir = path.resolve(dir, spec.cacheDir);

  const list = request.for === 'boot' ? { packages: [], findings: [] } : await readPackages(dir, spec);
  const all = [
    ...findings,
    ...list.findings,
    ...(await missingKeys(dir, spec)).map(placed),
    ...(request.for === 'build' ? await unsupportedFiles(dir) : []),
  ];
  const errors = all.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw badFindings(errors, `${errors.length} things in the project are wrong:`);
  return { dir, spec, packages: list.packages, findings: all };
}

async function requireFolder(dir: string): Promise<void> {
  const stats = await stat(dir).catch(() => null);
  if (stats?.isDirectory()) return;
  throw badInput({
    what: stats === null ? `There is no folder \`${dir}\`.` : `\`${dir}\` is no folder.`,
    remedy: `Make it with \`mkdir -p ${dir}\`, then \`tmpfsroot-wizard init -C ${dir}\`.`,
  });
}

async function projectFileLayer(dir: string): Promise<Layer | undefined> {
  const text = await readText(path.join(dir, projectFileName), projectFileName);
  if (text === null) return undefined;
  const { value, locate } = parseJsonText(text, projectFileName);
  return {
    document: value,
    where(field) {
      const { line, column } = locate(field);
      return `${projectFileName}:${line}:${column}`;
    },
  };
}

/** Paths on the command line count from where the person stands; in the spec they count from the project's folder. */
function fromFolder(layer: Layer, cwd: string, dir: string): Layer {
  const document = layer.document as {
    cacheDir?: unknown;
    repositories?: { keys?: unknown }[] | null;
  };
  const { cacheDir, repositories } = document;
  return {
    ...layer,
    document: {
      ...document,
      ...(typeof cacheDir === 'string' && !cacheDir.startsWith('~')
        ? { cacheDir: path.resolve(cwd, cacheDir) }
        : {}),
      ...(Array.isArray(repositories)
        ? { repositories: repositories.map((repository) => withKeysFrom(repository, cwd, dir)) }
        : {}),
    },
  };
}

function withKeysFrom<R extends { keys?: unknown }>(repository: R, cwd: string, dir: string): R {
  if (!Array.isArray(repository.keys)) return repository;
  const keys = repository.keys.map((key) =>
    typeof key !== 'string' || isArmoured(key) || key === '' ? key : fromProject(path.resolve(cwd, key), dir),
  );
  return { ...repository, keys };
}

/** Relative to the project's folder for what lies in it, else absolute. */
function fromProject(file: string, dir: string): string {
  const relative = path.relative(dir, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

async function readPackages(dir: string, spec: ImageSpec): Promise<ReadPackages> {
  if (spec.packages !== null) {
    return orEmpty(
      readSpecPackages(spec.packages),
      'packages',
      'Name at least one package, or leave `packages` out.',
    );
  }
  const text = await readText(path.join(dir, packagesListName), packagesListName);
  if (text === null) {
    return {
      packages: [],
      findings: [
        {
          ...errorAt(
            '',
            `There is no \`${packagesListName}\` in \`${dir}\`.`,
            'Make one with `tmpfsroot-wizard init`.',
          ),
          where: packagesListName,
        },
      ],
    };
  }
  return orEmpty(
    readPackagesList(text),
    packagesListName,
    'Name at least one package, one a line, for example `bash`.',
  );
}

function orEmpty(list: ReadPackages, where: string, remedy: string): ReadPackages {
  if (list.findings.length > 0 || list.packages.some(({ kind }) => kind === 'include')) return list;
  return { ...list, findings: [{ ...errorAt('', `\`${where}\` names no package.`, remedy), where }] };
}

async function missingKeys(dir: string, spec: ImageSpec): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [index, repository] of (spec.repositories ?? []).entries()) {
    for (const [place, key] of repository.keys.entries()) {
      if (isArmoured(key)) continue;
      const stats = await stat(path.resolve(dir, key)).catch(() => null);
      if (stats?.isFile()) continue;
      findings.push(
        errorAt(
          `repositories[${index}].keys[${place}]`,
          `The key file \`${key}\` of the repository \`${repository.id}\` is not there.`,
          `Put it there; paths in ${projectFileName} count from its folder.`,
        ),
      );
    }
  }
  return findings;
}

function isArmoured(key: string): boolean {
  return key.startsWith('-----BEGIN');
}
