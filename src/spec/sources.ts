import { checkDocument } from './check-document.js';
import { documentToSpec, overlay } from './document.js';
import { getAt, isRecord, withoutPath } from './field-path.js';
import type { Finding } from './finding.js';
import type { ImageSpec } from './image-spec.js';
import type { ProjectFile } from './schema.js';
import { validateSpec } from './validate.js';

/** One source of a spec's fields: flags, environment, project file or preset. */
export interface Layer {
  /** In the form of a project file; not yet checked. */
  document: unknown;
  /** Where a field of it was given, for people: `--release`, `FEDORA_MAJOR`, `tmpfsroot.json:7:13`. */
  where(path: string): string;
}

export interface MergedSpec {
  /** Only to be used when no finding is an error. */
  spec: ImageSpec;
  /** Errors and warnings of all layers and of the whole, each with the place that gave the value. */
  findings: Finding[];
  /** The same finding with the place that gave its value, where it is no default. */
  placed(finding: Finding): Finding;
}

/**
 * One spec out of several sources.
 * @param layers The one that wins first: flags, environment, project file, preset.
 * @param folderName Name of the image where no layer gives one.
 * @param today For what is said of a release's end of life.
 */
export function mergeLayers(layers: readonly Layer[], folderName: string, today: Date): MergedSpec {
  const checked = layers.map((layer) => {
    const findings = checkDocument(layer.document).map((finding) => ({
      ...finding,
      where: layer.where(finding.path),
    }));
    const document = findings.reduce<unknown>((rest, { path }) => withoutPath(rest, path), layer.document);
    return { layer, findings, document: isRecord(document) ? document : {} };
  });
  const merged = checked.reduceRight<unknown>((lower, { document }) => overlay(lower, document), {});
  const spec = documentToSpec(merged as ProjectFile, folderName);
  const shapeFindings = checked.flatMap(({ findings }) => findings);
  const broken = new Set(shapeFindings.map(({ path }) => areaOf(path)));
  const placed = (finding: Finding): Finding => {
    const source = checked.find(({ document }) => getAt(document, fieldOf(finding.path)) !== undefined);
    return source === undefined ? finding : { ...finding, where: source.layer.where(finding.path) };
  };
  const meaningFindings = validateSpec(spec, today)
    .filter(({ path }) => !broken.has(areaOf(path)))
    .map(placed);
  return { spec, findings: [...shapeFindings, ...meaningFindings], placed };
}

/** Fields that are judged together: what follows from a wrong value is not reported besides it. */
function areaOf(path: string): string {
  const first = /^[^.[]*/.exec(path)?.[0] ?? '';
  if (['disks', 'partitions'].includes(first)) return 'disks and partitions';
  if (path.startsWith('system.network')) return 'system.network';
  return first === 'system' ? path : first;
}

/** The field that a layer gives as a whole: lists are. */
function fieldOf(path: string): string {
  return path.replace(/\[.*$/, '');
}
