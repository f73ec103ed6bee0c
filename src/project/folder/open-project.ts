import { stat } from 'node:fs/promises';
import path from 'node:path';
import { badFindings, badInput, Failure } from '../../base/failure.js';
import { isRecord } from '../../base/field-path.js';
import { countOf, errorAt, type Finding, firstFindings } from '../../base/finding.js';
import { readText } from '../../base/fs/read-text.js';
import { t } from '../../base/language/texts.js';
import { nameFromFolder } from '../../config/fields/image-name.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { environmentLayer } from '../../config/layers/environment.js';
import { type Layer, mergeLayers } from '../../config/layers/layers.js';
import { kickstartFindings } from '../findings/kickstart-findings.js';
import { buildFindings, lockFindings } from '../findings/project-findings.js';
import { unsupportedFiles } from '../findings/unsupported-files.js';
import { kickstartLayer } from '../kickstart/kickstart-layer.js';
import { readKickstart } from '../kickstart/read-kickstart.js';
import { lockedNames } from '../packages/listed-packages.js';
import {
  type ReadPackages,
  readPackagesList,
  readPackageTexts,
  readSpecPackages,
} from '../packages/packages-list.js';
import { readAccountContent, readFolderContent } from './folder-content.js';
import { fromFolder, projectFileLayer } from './folder-layers.js';
import { keyFindings, unusableKeys } from './key-files.js';
import { type BuildableProject, type Project, packagesListName } from './project.js';
import { type ProjectExtras, readProjectExtras } from './project-extras.js';

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
export async function openProject(request: OpenProject & { for: 'build' }): Promise<BuildableProject>;
export async function openProject(request: OpenProject): Promise<Project>;
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
  const { spec, findings, where, placed } = mergeLayers(
    [...above, ...below],
    nameFromFolder(path.basename(dir)),
    request.today ?? new Date(),
  );
  if (spec.cacheDir !== null) spec.cacheDir = path.resolve(dir, spec.cacheDir);
  if (spec.signingKey !== null) spec.signingKey = path.resolve(dir, spec.signingKey);

  const list = request.for === 'boot' ? { packages: [], findings: [] } : await readPackages(dir, spec);
  const judge = async (extras: ProjectExtras) => {
    const lines = list.packages.map(({ kind, text }) => (kind === 'exclude' ? `-${text}` : text));
    const packages = { lines, locked: await lockedNames(dir) };
    return request.for === 'build'
      ? buildFindings({ spec, packages, file, content: await readFolderContent(dir, extras, spec) })
      : lockFindings({ spec, packages, file, content: await readAccountContent(dir, extras, spec) });
  };
  const extras = kickstart === null ? null : await readProjectExtras(dir, kickstart);
  const judged = extras === null ? keyFindings(spec, await unusableKeys(dir, spec)) : await judge(extras);
  const all = [
    ...findings,
    ...list.findings,
    ...judged.map((finding) => (finding.where === undefined ? placed(finding) : finding)),
  ];
  const errors = all.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw badFindings(errors, t`${countOf(errors)} things in the project are wrong:`);
  return {
    dir,
    spec,
    packages: list.packages,
    findings: all,
    ...(extras === null || request.for !== 'build'
      ? {}
      : { extras, where: (field: string) => where(field) ?? field }),
  };
}

async function requireFolder(dir: string): Promise<void> {
  const stats = await stat(dir).catch(() => null);
  if (stats?.isDirectory()) return;
  throw badInput({
    what: stats === null ? t`There is no folder \`${dir}\`.` : t`\`${dir}\` is not a folder.`,
    remedy: t`Make it with \`mkdir -p ${dir}\`, then \`tmpfsroot-wizard init -C ${dir}\`.`,
  });
}

async function readPackages(dir: string, spec: ImageSpec): Promise<ReadPackages> {
  if (spec.packages !== null) {
    return orEmpty(
      readSpecPackages(spec.packages),
      'packages',
      t`Name at least one package, or leave \`packages\` out.`,
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
            t`There is no \`${packagesListName}\` in \`${dir}\`.`,
            t`Make one with \`tmpfsroot-wizard init\`.`,
          ),
          where: packagesListName,
        },
      ],
    };
  }
  return orEmpty(
    readPackagesList(text),
    packagesListName,
    t`Name at least one package, one a line, for example \`bash\`.`,
  );
}

function orEmpty(list: ReadPackages, where: string, remedy: string): ReadPackages {
  if (list.findings.length > 0 || list.packages.some(({ kind }) => kind === 'include')) return list;
  return { ...list, findings: [{ ...errorAt('', t`\`${where}\` names no package.`, remedy), where }] };
}

/** A spec as a person goes on with it. */
export interface WholeSpec {
  /** `packages` are those of packages.list where tmpfsroot.json has none; null where neither has. */
  spec: ImageSpec;
  /** All that is wrong; what cannot be read is a finding too, and the defaults stand in its place. */
  findings: Finding[];
  /** There is a tmpfsroot.json that nothing can be taken from. */
  isFileBroken: boolean;
}

/**
 * The spec of a project's folder with everything in it, for the wizard. Unlike `openProject` it answers whatever
 * is wrong, and leaves paths as they were written.
 * @param env Its variables of the seed's interface win over the folder; relative paths in it count from the process's own.
 */
export async function readWholeSpec(
  dir: string,
  env: Readonly<Record<string, string | undefined>>,
  today: Date,
): Promise<WholeSpec> {
  const folder = path.resolve(dir);
  const broken: Finding[] = [];
  const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      broken.push(findingOf(error));
      return otherwise;
    }
  };
  const file = await attempt(() => projectFileLayer(folder), undefined);
  const isFileBroken = broken.length > 0 || (file !== undefined && !isRecord(file.document));
  const text = await attempt(() => readText(path.join(folder, packagesListName), packagesListName), null);
  const kickstart = await attempt(() => readKickstart(folder), null);
  const layers: Layer[] = [
    fromFolder(environmentLayer(env), process.cwd(), folder),
    file,
    kickstart === null ? undefined : kickstartLayer(kickstart),
  ].filter((layer) => layer !== undefined);
  const { spec, findings, placed } = mergeLayers(layers, nameFromFolder(path.basename(folder)), today);
  const listed: Finding[] = [];
  if (spec.packages !== null) {
    for (const { where = '', ...finding } of readSpecPackages(spec.packages).findings)
      listed.push(placed({ ...finding, path: where }));
  } else if (text !== null) {
    const list = readPackageTexts(text);
    spec.packages = list.packages;
    listed.push(...list.findings);
  }
  const keys = keyFindings(spec, await unusableKeys(folder, spec));
  const said = kickstart === null ? [] : kickstartFindings(kickstart, file);
  const unsupported = await attempt(() => unsupportedFiles(folder), []);
  return {
    spec,
    isFileBroken,
    findings: firstFindings([
      ...broken,
      ...findings,
      ...listed,
      ...noPackage(spec),
      ...keys.map(placed),
      ...said,
      ...unsupported,
    ]),
  };
}

function noPackage(spec: ImageSpec): Finding[] {
  if (spec.packages?.some((name) => !name.startsWith('-')) === true) return [];
  return [errorAt('packages', t`No package is named.`, t`Name at least one, for example \`bash\`.`)];
}

function findingOf({ facts }: Failure): Finding {
  const finding = errorAt(
    '',
    facts.why === undefined ? facts.what : `${facts.what} ${facts.why}`,
    facts.remedy ?? '',
  );
  return facts.where === undefined ? finding : { ...finding, where: facts.where };
}
