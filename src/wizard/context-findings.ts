import type { FolderContent } from '../project/folder-content.js';
import { writtenFileLayer } from '../project/folder-layers.js';
import type { ListedPackages } from '../project/listed-packages.js';
import { buildFindings } from '../project/project-findings.js';
import { type Finding, warningAt } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { didYouMean } from '../spec/nearest.js';
import { unknownNames } from './packages/selection.js';
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
  if (!isSame) last = { spec, findings, packages, content, all: [...findings, ...ofContext(state)] };
  return last?.all ?? [];
}

let last: (Context & { all: readonly Finding[] }) | null = null;

function ofContext({ spec, packages, content }: Context): Finding[] {
  const lines = spec.packages ?? [];
  const listed: ListedPackages = {
    lines,
    locked: packages.why.size > 0 ? new Set(packages.why.keys()) : null,
  };
  const said = { file: writtenFile(spec, content), spec, blockIsReplaced: true };
  return [
    ...unknownFindings(lines, packages),
    ...buildFindings({ spec, packages: listed, content, said }).map(withPlace),
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
        `The package \`${name}\` is not in the repositories: the build stops without it.`,
        `${didYouMean(name, nearest)}Correct its name, or remove it.`,
        {
          path: 'packages',
          value:
            near === undefined
              ? lines.filter((line) => line !== name)
              : rest.map((line) => (line === name ? near : line)),
          text: near === undefined ? `the list without ${name}` : near,
        },
      );
    });
}
