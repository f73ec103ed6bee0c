import { entryFindings } from '../project/entry-findings.js';
import type { ListedPackages } from '../project/listed-packages.js';
import { mediumFindings } from '../project/medium-findings.js';
import { packageFindings } from '../project/package-findings.js';
import { type Finding, warningAt } from '../spec/finding.js';
import { didYouMean } from '../spec/nearest.js';
import { unknownNames } from './packages/selection.js';
import type { WizardState } from './state.js';

type Context = Pick<WizardState, 'spec' | 'findings' | 'packages' | 'parts' | 'ways'>;

/**
 * Errors and warnings of the spec, and what `build` says of it beside the folder's files, the lock and the
 * repositories, by the same functions. One key press asks many times: the last answer is remembered.
 */
export function allFindings(state: Context): readonly Finding[] {
  const { spec, findings, packages, parts, ways } = state;
  const isSame =
    last !== null &&
    last.spec === spec &&
    last.findings === findings &&
    last.packages === packages &&
    last.parts === parts &&
    last.ways === ways;
  if (!isSame) last = { spec, findings, packages, parts, ways, all: [...findings, ...ofContext(state)] };
  return last?.all ?? [];
}

let last: (Context & { all: readonly Finding[] }) | null = null;

function ofContext({ spec, packages, parts, ways }: Context): Finding[] {
  const lines = spec.packages ?? [];
  const listed: ListedPackages = {
    lines,
    locked: packages.why.size > 0 ? new Set(packages.why.keys()) : null,
  };
  // An empty list is an error of its own.
  const named = lines.some((line) => !line.startsWith('-'));
  return [
    ...(named ? packageFindings(spec, listed) : []),
    ...unknownFindings(lines, packages),
    ...entryFindings(spec, listed, ways),
    ...mediumFindings(spec, parts),
  ];
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
