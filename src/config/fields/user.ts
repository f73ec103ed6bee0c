import * as v from 'valibot';
import * as account from './account-types.js';
import * as shape from './field-types.js';
import { defaulted, differing, needed } from './object-form.js';

/** An account besides root. */
export const userForm = v.object({
  name: needed(shape.userName, 'Login name.'),
  groups: defaulted(v.array(shape.userName), 'Additional groups; `wheel` may use sudo.', () => []),
  passwordHash: defaulted(
    v.nullable(shape.passwordHash),
    'crypt(5) hash; null: no login by password.',
    () => null,
  ),
  sshKeys: defaulted(v.array(shape.sshKey), 'Public keys that may log in.', () => []),
  uid: defaulted(v.nullable(account.accountNumber), 'Its number; null leaves it to the image.', () => null),
  gid: defaulted(
    v.nullable(account.accountNumber),
    'Number of its own group; null leaves it to the image.',
    () => null,
  ),
  home: defaulted(v.nullable(account.homeFolder), 'Home folder, else `/home/NAME`.', () => null),
  shell: defaulted(v.nullable(account.loginShell), 'Login shell, else `/bin/bash`.', () => null),
  comment: defaulted(v.nullable(account.accountComment), 'Full name and such.', () => null),
});

export type UserSpec = v.InferOutput<typeof userForm>;
type UserDocument = v.InferInput<typeof userForm>;

/** A whole account, out of what a project file says of it. */
export function userSpec(given: UserDocument): UserSpec {
  return { ...v.getDefaults(userForm), ...given } as UserSpec;
}

/** Only what differs from an account that has a name alone, as a project file has it. */
export function userDocument(user: UserSpec): UserDocument {
  const { name, ...rest } = user;
  return { name, ...differing(rest, v.getDefaults(userForm)) } as UserDocument;
}

/** A group of accounts. */
export const groupForm = v.object({
  name: needed(shape.userName, 'Name.'),
  gid: defaulted(v.nullable(account.accountNumber), 'Its number; null leaves it to the image.', () => null),
});

export type GroupSpec = v.InferOutput<typeof groupForm>;

/** A whole group, out of what a project file says of it. */
export function groupSpec(given: v.InferInput<typeof groupForm>): GroupSpec {
  return { gid: null, ...given };
}

/** A key of an account that is not one of the spec's users. */
export const accountKeyForm = v.object({
  user: needed(shape.userName, 'Login name.'),
  key: needed(shape.sshKey, 'Public key.'),
});
