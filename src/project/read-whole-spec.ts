import path from 'node:path';
import { nameFromFolder } from '../spec/defaults.js';
import { environmentLayer } from '../spec/environment.js';
import { Failure } from '../spec/failure.js';
import { errorAt, type Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { type Layer, mergeLayers } from '../spec/sources.js';
import { fromFolder, projectFileLayer } from './folder-layers.js';
import { keyFindings, unusableKeys } from './key-files.js';
import { readKickstart } from './kickstart/read-kickstart.js';
import { deviceFindings, kickstartFindings } from './kickstart-findings.js';
import { kickstartLayer } from './kickstart-layer.js';
import { readPackageTexts, readSpecPackages } from './packages-list.js';
import { packagesListName } from './project.js';
import { readText } from './read-text.js';
import { unsupportedFiles } from './unsupported-files.js';

/** A spec as a person goes on with it. */
export interface WholeSpec {
  /** `packages` are those of packages.list where tmpfsroot.json has none; null where neither has. */
  spec: ImageSpec;
  /** All that is wrong; what cannot be read is a finding too, and the defaults stand in its place. */
  findings: Finding[];
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
  const said =
    kickstart === null
      ? []
      : [
          ...kickstartFindings(kickstart, { file, spec, blockIsReplaced: true }),
          ...deviceFindings(kickstart, spec),
        ];
  const unsupported = await attempt(() => unsupportedFiles(folder), []);
  return {
    spec,
    findings: [
      ...broken,
      ...findings,
      ...listed,
      ...noPackage(spec),
      ...keys.map(placed),
      ...said,
      ...unsupported,
    ],
  };
}

function noPackage(spec: ImageSpec): Finding[] {
  if (spec.packages?.some((name) => !name.startsWith('-')) === true) return [];
  return [errorAt('packages', 'No package is named.', 'Name at least one, for example `bash`.')];
}

function findingOf({ facts }: Failure): Finding {
  const finding = errorAt(
    '',
    facts.why === undefined ? facts.what : `${facts.what} ${facts.why}`,
    facts.remedy ?? '',
  );
  return facts.where === undefined ? finding : { ...finding, where: facts.where };
}
