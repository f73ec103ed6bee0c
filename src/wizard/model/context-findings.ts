import { type Finding, warningAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { didYouMean } from '../../base/nearest.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { buildFindings } from '../../project/findings/project-findings.js';
import type { FolderContent } from '../../project/folder/folder-content.js';
import { writtenFileLayer } from '../../project/folder/folder-layers.js';
import type { ListedPackages } from '../../project/packages/listed-packages.js';
import { unknownNames } from '../packages/selection.js';
import { findingOnScreen } from './field-labels.js';
import type { WizardState } from './state.js';

type Context = Pick<WizardState, 'spec' | 'findings' | 'packages' | 'content'>;

/**
 * Errors and warnings of the spec, and what `build` says of it beside the folder's files, the lock and the
 * repositories, by the same functions. One key press asks many times: the last answer is remembered.
 */
export function allFindings(state: Context): readonly Finding[] {
  const { spec, findings, packages, content } = state;
  const isSame =
    last !== null &&
    last.spec === spec &&
    last.findings === findings &&
    last.packages === packages &&
    last.content === content;
  if (!isSame)
    last = {
      spec,
      findings,
      packages,
      content,
      all: [...findings, ...ofContext(state)].map(findingOnScreen),
    };
  return last?.all ?? [];
}

let last: (Context & { all: readonly Finding[] }) | null = null;

function ofContext({ spec, packages, content }: Context): Finding[] {
  const lines = spec.packages ?? [];
  const listed: ListedPackages = {
    lines,
    locked: packages.why.size > 0 ? new Set(packages.why.keys()) : null,
  };
  const file = writtenFile(spec, content);
  return [
    ...unknownFindings(lines, packages),
    ...buildFindings({ spec, packages: listed, content, file }).map(withPlace),
  ];
}

/** The files are written before they are built. */
function writtenFile(spec: ImageSpec, { kickstart: { fields } }: FolderContent) {
  return fields.length === 0 ? undefined : writtenFileLayer(spec, fields);
}

/** A screen shows no places beside its sentences. */
function withPlace(finding: Finding): Finding {
  const { where, message } = finding;
  const isSaid = where === undefined || message.includes(where);
  return isSaid ? finding : { ...finding, message: `${where}: ${message}` };
}

/** Names that are in no repository, where those are known. A build would stop there; an exclude of none harms nothing. */
function unknownFindings(lines: readonly string[], { search }: WizardState['packages']): Finding[] {
  if (search === null) return [];
  return unknownNames(lines, search.index)
    .filter(({ name }) => !name.startsWith('-'))
    .map(({ name, nearest }) => {
      const [near] = nearest;
      const rest = lines.filter((line) => line !== near);
      return warningAt(
        `packages[${lines.indexOf(name)}]`,
        t`The package \`${name}\` is not in the repositories: the build stops without it.`,
        didYouMean(name, nearest) + t`Correct its name, or remove it.`,
        {
          path: 'packages',
          value:
            near === undefined
              ? lines.filter((line) => line !== name)
              : rest.map((line) => (line === name ? near : line)),
          text: near === undefined ? t`the list without ${name}` : near,
        },
      );
    });
}
