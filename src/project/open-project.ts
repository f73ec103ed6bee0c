import { stat } from 'node:fs/promises';
import path from 'node:path';
import { nameFromFolder } from '../spec/defaults.js';
import { environmentLayer } from '../spec/environment.js';
import { badFindings, badInput } from '../spec/failure.js';
import { errorAt } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { type Layer, mergeLayers } from '../spec/sources.js';
import { readAccountContent, readFolderContent } from './folder-content.js';
import { fromFolder, projectFileLayer } from './folder-layers.js';
import { keyFindings, unusableKeys } from './key-files.js';
import { readKickstart } from './kickstart/read-kickstart.js';
import { kickstartLayer } from './kickstart-layer.js';
import { lockedNames } from './listed-packages.js';
import { type ReadPackages, readPackagesList, readSpecPackages } from './packages-list.js';
import { type Project, packagesListName } from './project.js';
import { buildFindings, type JudgedProject, lockFindings } from './project-findings.js';
import { type ProjectParts, readProjectParts } from './project-parts.js';
import { readText } from './read-text.js';

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
 * Reads an image project's folder: the one spec out of flags, environment, tmpfsroot.json and
 * ks/ks.root.cfg (both may be absent), and its packages. Writes nothing.
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
  // What runs in the image is of no concern for a boot of what was built.
  const kickstart = request.for === 'boot' ? null : await readKickstart(dir);
  const below = [file, kickstart === null ? undefined : kickstartLayer(kickstart), request.preset].filter(
    (layer) => layer !== undefined,
  );
  const merge = (layers: readonly Layer[]) =>
    mergeLayers(layers, nameFromFolder(path.basename(dir)), request.today ?? new Date());
  const { spec, findings, placed } = merge([...above, ...below]);
  if (spec.cacheDir !== null) spec.cacheDir = path.resolve(dir, spec.cacheDir);

  const list = request.for === 'boot' ? { packages: [], findings: [] } : await readPackages(dir, spec);
  const judge = async (said: JudgedProject['said'], parts: ProjectParts) => {
    const lines = list.packages.map(({ kind, text }) => (kind === 'exclude' ? `-${text}` : text));
    const packages = { lines, locked: await lockedNames(dir) };
    return request.for === 'build'
      ? buildFindings({ spec, packages, said, content: await readFolderContent(dir, parts, spec) })
      : lockFindings({ spec, packages, said, content: await readAccountContent(dir, parts, spec) });
  };
  const parts = kickstart === null ? null : await readProjectParts(dir, kickstart);
  const judged =
    parts === null
      ? keyFindings(spec, await unusableKeys(dir, spec))
      : await judge({ file, spec: merge(below).spec }, parts);
  const all = [
    ...findings,
    ...list.findings,
    ...judged.map((finding) => (finding.where === undefined ? placed(finding) : finding)),
  ];
  const errors = all.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw badFindings(errors, `${errors.length} things in the project are wrong:`);
  return {
    dir,
    spec,
    packages: list.packages,
    findings: all,
    ...(parts === null || request.for !== 'build' ? {} : { parts }),
  };
}

async function requireFolder(dir: string): Promise<void> {
  const stats = await stat(dir).catch(() => null);
  if (stats?.isDirectory()) return;
  throw badInput({
    what: stats === null ? `There is no folder \`${dir}\`.` : `\`${dir}\` is no folder.`,
    remedy: `Make it with \`mkdir -p ${dir}\`, then \`tmpfsroot-wizard init -C ${dir}\`.`,
  });
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
