import type { Finding } from '../../base/finding.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { Layer } from '../../config/layers/layers.js';
import type { FolderContent } from '../folder/folder-content.js';
import { keyFindings } from '../folder/key-files.js';
import type { ListedPackages } from '../packages/listed-packages.js';
import { entryFindings } from './entry-findings.js';
import { partFindings } from './extras-findings.js';
import { kickstartFindings } from './kickstart-findings.js';
import { mediumFindings } from './medium-findings.js';
import { packageFindings } from './package-findings.js';

/** A spec beside all that it is judged by. */
export interface JudgedProject {
  spec: ImageSpec;
  packages: ListedPackages;
  content: FolderContent;
  /** tmpfsroot.json, where there is one. */
  file: Layer | undefined;
}

/**
 * All that is wrong or doubtful in a project that is to be built, beyond its spec and the lines of its package list: what
 * `build` says before it begins, and the wizard while the spec is being made.
 */
export function buildFindings(project: JudgedProject): Finding[] {
  const { spec, packages, content } = project;
  return [
    ...contradictionFindings(project),
    ...content.unsupported,
    ...partFindings(content.entries, spec),
    ...mediumFindings(spec, content.lines),
    // Of a list that is being locked nobody knows what else the lock will hold: `lock` says it when it has solved.
    ...packageFindings(spec, packages, content),
    ...entryFindings(spec, packages, content.ways),
  ];
}

/** The part of it that matters when packages are locked. */
export function lockFindings(project: JudgedProject): Finding[] {
  const { spec, packages, content } = project;
  return [...contradictionFindings(project), ...entryFindings(spec, packages, content.ways)];
}

/** Where the spec and the folder's files do not go together. */
function contradictionFindings({ spec, content, file }: JudgedProject): Finding[] {
  return [...keyFindings(spec, content.unusableKeys), ...kickstartFindings(content.kickstart, file)];
}
