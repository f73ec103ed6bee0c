import type { Field } from '../fields.js';
import { specField } from '../fields.js';
import type { WizardState } from '../state.js';
import type { Screen } from './screen.js';

const help = [
  'The release decides which packages there are and how long they get security updates. A release is supported for about 13 months.',
  'One that has reached its end of life still builds: its packages are looked for in the archive. One that is not yet released may change every day.',
];

/** Which Fedora release the image is made of. */
export const releaseScreen: Screen = {
  id: 'release',
  title: 'Fedora release',
  help,
  fields: (state) => [releaseField(state)],
  paths: ['release', 'repositories', 'arch'],
};

function releaseField(state: WizardState): Field {
  return specField('release', 'Release', help, {
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
        { value: String(spec.release), label: `Fedora ${spec.release}`, hint: 'given by hand' },
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
