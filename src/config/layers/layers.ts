import { getAt } from '../../base/field-path.js';
import { type Finding, firstFindings } from '../../base/finding.js';
import { textBefore } from '../../base/text/ends.js';
import { judgeDocument } from '../check-document.js';
import { documentToSpec, overlay } from '../document.js';
import { validateSpec } from '../findings/validate.js';
import type { ImageSpec } from '../image-spec.js';
import type { ProjectFile } from '../schema.js';

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
  /** Where the value of a field was given; undefined where it is the default. */
  where(path: string): string | undefined;
  /** The same finding with the place that gave its value, where it is not a default. */
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
    const { findings, wrong, sound } = judgeDocument(layer.document);
    const placed = findings.map((finding) => ({ ...finding, where: layer.where(finding.path) }));
    return { layer, findings: placed, wrong, document: sound };
  });
  const merged = checked.reduceRight<unknown>((lower, { document }) => overlay(lower, document), {});
  const spec = documentToSpec(merged as ProjectFile, folderName);
  const shapeFindings = checked.flatMap(({ findings }) => findings);
  const broken = new Set(checked.flatMap(({ wrong }) => [...wrong].map(areaOf)));
  const where = (path: string) =>
    checked.find(({ document }) => getAt(document, fieldOf(path)) !== undefined)?.layer.where(path);
  const placed = (finding: Finding): Finding => {
    const place = where(finding.path);
    return place === undefined ? finding : { ...finding, where: place };
  };
  const meaningFindings = firstFindings(
    validateSpec(spec, today).filter(({ path }) => !broken.has(areaOf(path))),
  ).map(placed);
  return { spec, findings: [...shapeFindings, ...meaningFindings], where, placed };
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
  return textBefore(path, '[');
}
