import { isRecord } from '../../base/field-path.js';
import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { packagesListName, projectFileName } from '../folder/project.js';
import { rootKickstartName } from '../kickstart/root-kickstart.js';
import { type ChangedFile, digestOf, type WrittenName } from './plan-project.js';
import { schemaFileName } from './project-file-text.js';
import { packageLosses, settingLosses } from './project-losses.js';
import type { ReplacedFile, WritePermit } from './write-permit.js';

/** The project as it is in the folder before a write. */
export interface ProjectBefore {
  /** What its files say, without environment and flags. */
  spec: ImageSpec;
  /** What tmpfsroot.json says of it by itself, or null: it says something that is wrong. */
  said: ImageSpec | null;
  /** What would change if this very spec were written: what a person wrote in a form that we do not keep. */
  rewritten: readonly ChangedFile[];
  /** tmpfsroot.json as we would lay it out, or null: it says no such spec. */
  laidOut: string | null;
  /** Why tmpfsroot.json cannot be read, or null. */
  unreadable: string | null;
}

export interface WriteJudgement {
  /** Files that must not be replaced before a person has agreed. */
  asks: ReplacedFile[];
  /** Files of which a copy is kept when they are written. */
  keeps: WrittenName[];
}

/**
 * Which files of a folder a spec would replace. A file that the spec was read from is edited: it is only kept where
 * its layout goes, or lines in it that said nothing. Any other one is another project's, and what it loses is said.
 */
export function judgeWrite(
  changed: readonly ChangedFile[],
  before: ProjectBefore,
  spec: ImageSpec,
  permit: WritePermit,
): WriteJudgement {
  const judgement: WriteJudgement = { asks: [], keeps: [] };
  for (const { name, before: content, after } of changed) {
    if (content === null) continue;
    const digest = digestOf(content);
    const isEdited =
      permit.edits[name] === digest && !(name === projectFileName && before.unreadable !== null);
    const losses = isEdited ? [] : lossesOf(name, content, after, before, spec);
    if (losses.length > 0 && permit.replaces[name] !== digest) {
      judgement.asks.push({ name, losses, isNewer: Object.keys(permit.edits).length > 0 });
    } else if (losses.length > 0 || losesForm(name, content, before)) judgement.keeps.push(name);
  }
  return judgement;
}

function lossesOf(
  name: WrittenName,
  content: Buffer,
  after: Buffer,
  before: ProjectBefore,
  spec: ImageSpec,
): string[] {
  switch (name) {
    case projectFileName: {
      if (before.unreadable !== null) return [t`all that it says: it cannot be read (${before.unreadable})`];
      const losses = settingLosses(before.said ?? before.spec, spec);
      return losses.length > 0 ? losses : [t`its settings`];
    }
    case packagesListName:
      return packageLosses(content.toString('utf8'), after.toString('utf8'));
    case rootKickstartName:
      // Only made where there is none.
      return [];
    case schemaFileName:
      return isOurSchema(content) ? [] : [t`all that it says: it is not a schema of this program`];
  }
}

/** Whether editing takes something away that the spec does not hold. */
function losesForm(name: WrittenName, content: Buffer, before: ProjectBefore): boolean {
  const rewritten = before.rewritten.find((file) => file.name === name)?.after ?? content;
  switch (name) {
    case projectFileName:
      return content.toString('utf8') !== before.laidOut;
    case packagesListName:
      // Lines that count for nothing beside those of tmpfsroot.json, and letters that are not in UTF-8.
      return !rewritten.equals(content) || !Buffer.from(content.toString('utf8')).equals(content);
    case rootKickstartName:
      return false;
    case schemaFileName:
      return !isOurSchema(content);
  }
}

/** One that another version of this program wrote is ours as well. */
export function isOurSchema(content: Uint8Array): boolean {
  try {
    const schema: unknown = JSON.parse(Buffer.from(content).toString('utf8'));
    return isRecord(schema) && schema.title === projectFileName;
  } catch {
    return false;
  }
}
