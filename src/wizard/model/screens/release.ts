import { later, t } from '../../../base/language/texts.js';
import { fieldAt } from '../../../config/fields/spec-fields.js';
import { type Field, specField } from '../fields.js';
import type { WizardState } from '../state.js';
import { fieldSummary } from './field-summary.js';
import type { Screen } from './screen.js';

/** Which Fedora release the image is made of. */
export const releaseScreen: Screen = {
  id: 'release',
  title: later`Fedora release`,
  shortTitle: later`Release`,
  keys: 'choice',
  help: fieldAt('release').ask?.help ?? [],
  fields: (state) => [releaseField(state)],
  paths: ['release', 'repositories', 'arch'],
  summary: ({ spec }) => fieldSummary(spec, 'release'),
};

function releaseField(state: WizardState): Field {
  return specField('release', {
    kind: 'choice',
    choices: (spec) => {
      const known = state.releases.map(({ release, mark, text }) => ({
        value: String(release),
        label: `Fedora ${release}`,
        hint: text,
        mark: { text: mark, tone: tones[mark] },
      }));
      if (known.some(({ value }) => value === String(spec.release))) return known;
      return [
        { value: String(spec.release), label: `Fedora ${spec.release}`, hint: t`given by hand` },
        ...known,
      ];
    },
  });
}

const tones = {
  current: 'good',
  supported: 'good',
  'ends soon': 'warn',
  'end of life': 'bad',
  'not yet released': 'warn',
} as const;
