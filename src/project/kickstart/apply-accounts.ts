import { accountNamePattern } from '../../spec/account-name.js';
import { isLockedMark, passwordHashPattern } from '../../spec/password-hash.js';
import { explainSshKey, isAuthorizedKey } from '../../spec/ssh-key.js';
import { saltOf, sha512Crypt } from '../sha512-crypt.js';
import { warningIn } from './finding-at.js';
import type { KickstartAccount } from './kickstart-system.js';
import type { ParsedCommand } from './parse-command.js';
import { fits, has, numberOf, type Said, textOf } from './said.js';

/** One account, in the form of a project file. */
interface User {
  name: string;
  groups: string[];
  passwordHash: string | null;
  sshKeys: string[];
}

/** `name(4711)` has a number. */
const groupWithNumber = /^(.*?)(?:\s*\((\d{1,9})\))?$/;
const isGroupWithNumber = {
  test: (text: string) => accountNamePattern.test(groupWithNumber.exec(text)?.[1] ?? ''),
};
/** useradd takes any text without a colon; what is relative or climbs would be another folder than it says. */
const home = /^(?!.*\/\.\.(?:\/|$))\/[^:\p{Cc}]+$/u;
const shell = /^(?!.*\/\.\.(?:\/|$))\/[^:\p{Cc}\s]+$/u;

/** rootpw, user, group and sshkey. */
export function applyAccounts(said: Said, commands: readonly ParsedCommand[]): void {
  const named = (name: string) => commands.filter((command) => command.name === name);
  for (const command of named('rootpw')) applyRootPassword(said, command);
  for (const command of named('group')) applyGroup(said, command);
  const users = new Map<string, { user: User; commands: ParsedCommand[] }>();
  for (const command of named('user')) {
    const user = applyUser(said, command);
    if (user === null) continue;
    const earlier = users.get(user.name)?.commands[0];
    if (earlier === undefined) users.set(user.name, { user, commands: [command] });
    else {
      said.wrong(
        command,
        `The user \`${user.name}\` was given in ${earlier.file}:${earlier.line} already.`,
        'Remove one of the two lines.',
      );
    }
  }
  const rootKeys = new Map<string, ParsedCommand>();
  for (const command of named('sshkey')) {
    const name = textOf(command, '--username');
    const key = command.free[0] ?? '';
    const known = name === null ? undefined : users.get(name);
    if (name === null) said.wrong(command, '`sshkey` has no user.', 'Write `sshkey --username=NAME "KEY"`.');
    else if (name === 'root') rootKeys.set(key, command);
    else if (known !== undefined) {
      if (!known.user.sshKeys.includes(key)) known.user.sshKeys.push(key);
      known.commands.push(command);
    } else if (
      fits(said, command, '--username', accountNamePattern, 'user name', 'op') &&
      isPublicKey(said, command, key)
    ) {
      said.system.sshKeys.push({ user: name, key, place: placeOf(command) });
    }
  }
  if (rootKeys.size > 0) {
    said.give('system.rootSshKeys', [...rootKeys.keys()], ...rootKeys.values());
    for (const [index, command] of [...rootKeys.values()].entries())
      said.elements.set(`system.rootSshKeys[${index}]`, command);
  }
  if (users.size === 0) return;
  const all = [...users.values()];
  said.give(
    'system.users',
    all.map(({ user }) => user),
    ...all.flatMap((one) => one.commands),
  );
  for (const [index, one] of all.entries()) {
    said.elements.set(`system.users[${index}]`, one.commands[0] as ParsedCommand);
    for (const [at, key] of one.commands.slice(1).entries())
      said.elements.set(`system.users[${index}].sshKeys[${at}]`, key);
  }
}

function applyRootPassword(said: Said, command: ParsedCommand): void {
  const [password] = command.free;
  if (has(command, '--allow-ssh')) said.system.rootMayUseSsh = true;
  if (has(command, '--lock')) said.give('system.rootPasswordHash', null, command);
  else if (password === undefined) {
    said.wrong(command, '`rootpw` has no password.', 'Write `rootpw --iscrypted HASH`, or `rootpw --lock`.');
  } else {
    const before = said.findings.length;
    const hash = hashOf(said, command, 'root', password);
    if (hash !== null || said.findings.length === before) said.give('system.rootPasswordHash', hash, command);
  }
}

/** pykickstart takes a password for clear text unless `--iscrypted` says otherwise. Null where no password opens the account, and for a wrong one. */
function hashOf(said: Said, command: ParsedCommand, user: string, password: string): string | null {
  if (has(command, '--iscrypted') && !has(command, '--plaintext')) {
    return isLockedMark(password) ? null : password;
  }
  if (password === '' || Buffer.byteLength(password) > 256) {
    said.wrong(command, 'The password is empty, or longer than 256 bytes.', 'Choose another one.');
    return null;
  }
  if (passwordHashPattern.test(password)) {
    said.wrong(
      command,
      'The password is a crypt(5) hash, and would be taken for clear text.',
      'Add `--iscrypted`.',
    );
    return null;
  }
  said.findings.push(
    warningIn(
      command,
      `The password of \`${user}\` stands here in clear, for everybody who can read the file.`,
      'Write its hash with `--iscrypted`; `openssl passwd -6` makes one.',
    ),
  );
  return sha512Crypt(password, saltOf(user, password));
}

function applyUser(said: Said, command: ParsedCommand): User | null {
  const name = textOf(command, '--name');
  if (name === null) {
    said.wrong(command, '`user` has no name.', 'Write `user --name=NAME`.');
    return null;
  }
  if (name === 'root') {
    said.wrong(command, 'The user `root` is always there.', 'Use `rootpw` and `sshkey --username=root`.');
    return null;
  }
  const fine = [
    fits(said, command, '--groups', isGroupWithNumber, 'group', 'wheel'),
    fits(said, command, '--homedir', home, 'absolute path', '/home/op'),
    fits(said, command, '--shell', shell, 'absolute path', '/bin/bash'),
    fits(said, command, '--gecos', /^[^:\p{Cc}]*$/u, 'text without colons', 'Ada Lovelace'),
  ];
  if (fine.includes(false)) return null;
  const groups = (command.values.get('--groups') ?? []).map((text) => {
    const [, group = '', gid] = groupWithNumber.exec(text) ?? [];
    addGroup(said, command, group, gid === undefined ? null : Number(gid));
    return group;
  });
  const account: KickstartAccount = {
    uid: numberOf(command, '--uid'),
    gid: numberOf(command, '--gid'),
    homedir: textOf(command, '--homedir'),
    shell: textOf(command, '--shell'),
    gecos: textOf(command, '--gecos'),
  };
  if (Object.values(account).some((value) => value !== null)) said.system.accounts[name] = account;
  const password = textOf(command, '--password');
  const passwordHash =
    password === null || has(command, '--lock') ? null : hashOf(said, command, name, password);
  return { name, groups: [...new Set(groups)], passwordHash, sshKeys: [] };
}

function applyGroup(said: Said, command: ParsedCommand): void {
  const name = textOf(command, '--name');
  if (name === null) said.wrong(command, '`group` has no name.', 'Write `group --name=NAME`.');
  else if (fits(said, command, '--name', accountNamePattern, 'group name', 'operators'))
    addGroup(said, command, name, numberOf(command, '--gid'));
}

function addGroup(said: Said, command: ParsedCommand, name: string, gid: number | null): void {
  const known = said.system.groups.find((group) => group.name === name);
  if (known === undefined) said.system.groups.push({ name, gid, place: placeOf(command) });
  else if (known.gid === null) known.gid = gid;
  else if (gid !== null && gid !== known.gid) {
    said.wrong(
      command,
      `The group \`${name}\` has the number ${known.gid} in ${known.place.file}:${known.place.line}, and ${gid} here.`,
      'Give it one number.',
    );
  }
}

/** What goes into authorized_keys without the spec's own check. */
function isPublicKey(said: Said, command: ParsedCommand, key: string): boolean {
  if (isAuthorizedKey(key)) return true;
  const { message, remedy } = explainSshKey(key) ?? {
    message: 'The text is no public SSH key.',
    remedy: 'Give the content of the file that ends in `.pub`, in double quotes.',
  };
  said.wrong(command, message, remedy);
  return false;
}

function placeOf({ file, line }: ParsedCommand) {
  return { file, line };
}
