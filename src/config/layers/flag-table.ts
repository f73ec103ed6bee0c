import type { Flag } from '../fields/field.js';
import { fieldList } from '../fields/spec-fields.js';

/** A flag that sets one field of the spec. */
export interface FlagField extends Omit<Flag, 'name'> {
  /** `--disk-size`. */
  flag: string;
  /** Field of the spec, as a path. */
  path: string;
}

/** The one list of flags that set a field: commands parse them, help shows them, the wizard prints them. */
export const flagTable: readonly FlagField[] = fieldList.flatMap(({ path, flag }) => {
  if (flag === undefined) return [];
  const { name, ...facts } = flag;
  return [{ flag: name, path, ...facts }];
});

/** The flags of `repositories`, which set several fields of it together. */
export const repositoryFlags = {
  repo: {
    flag: '--repo',
    value: 'ID=URL',
    help: 'repository, replaces those of the release; docker-ce and updates-testing, without a URL, add to them (repeatable)',
  },
  key: { flag: '--key', value: 'FILE', help: 'public key of all --repo that have a URL (repeatable)' },
} as const;

/** The flag of every field, those without one of their own too; what it says comes on top of the others. */
export const setFlag = {
  flag: '--set',
  value: 'PATH=JSON',
  help: 'any field, as in tmpfsroot.json: system.users=[{"name":"op"}] (repeatable)',
} as const;
