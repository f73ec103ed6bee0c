import { t } from '../../base/language/texts.js';
import { saltOf, sha512Crypt } from '../../base/sha512-crypt.js';
import { accountNamePattern } from '../../config/fields/account-name.js';
import { commentPattern, homePattern, shellPattern } from '../../config/fields/account-types.js';
import { isLockedMark, passwordHashPattern } from '../../config/fields/password-hash.js';
import { explainSshKey, isAuthorizedKey } from '../../config/fields/ssh-key.js';
import { placeText, warningIn } from './finding-at.js';
import { fits, hasOption, type KickstartResult, optionNumber, optionText } from './kickstart-result.js';
import type { ParsedCommand } from './parse-command.js';

/** One account, in the form of a project file. */
interface User {
  name: string;
  groups: string[];
  passwordHash: string | null;
  sshKeys: string[];
  uid?: number;
  gid?: number;
  home?: string;
  shell?: string;
  comment?: string;
}

/** Groups by their names, with the command that gave each first. */
type Groups = Map<string, { gid: number | null; command: ParsedCommand }>;

/** `name(4711)` has a number. */
function groupOf(text: string): { group: string; gid: number | null } {
  const [number, gid] = /\((\d{1,9})\)$/.exec(text) ?? [];
  if (number === undefined) return { group: text, gid: null };
  return { group: text.slice(0, -number.length).trimEnd(), gid: Number(gid) };
}

const isGroupWithNumber = {
  test: (text: string) => accountNamePattern.test(groupOf(text).group),
};

/** rootpw, user, group and sshkey. */
export function applyAccounts(result: KickstartResult, commands: readonly ParsedCommand[]): void {
  const named = (name: string) => commands.filter((command) => command.name === name);
  for (const command of named('rootpw')) applyRootPassword(result, command);
  const groups: Groups = new Map();
  for (const command of named('group')) applyGroup(result, command, groups);
  const users = new Map<string, { user: User; commands: ParsedCommand[] }>();
  for (const command of named('user')) {
    const user = applyUser(result, command, groups);
    if (user === null) continue;
    const earlier = users.get(user.name)?.commands[0];
    if (earlier === undefined) users.set(user.name, { user, commands: [command] });
    else {
      result.addError(
        command,
        t`The user \`${user.name}\` was given in ${earlier.file}:${earlier.line} already.`,
        t`Remove one of the two lines.`,
      );
    }
  }
  const rootKeys = new Map<string, ParsedCommand>();
  for (const command of named('sshkey')) {
    const name = optionText(command, '--username');
    const key = command.free[0] ?? '';
    const known = name === null ? undefined : users.get(name);
    if (name === null)
      result.addError(command, t`\`sshkey\` has no user.`, t`Write \`sshkey --username=NAME "KEY"\`.`);
    else if (name === 'root') rootKeys.set(key, command);
    else if (known !== undefined) {
      if (!known.user.sshKeys.includes(key)) known.user.sshKeys.push(key);
      known.commands.push(command);
    } else if (
      fits(result, command, '--username', accountNamePattern, t`user name`, 'op') &&
      isPublicKey(result, command, key)
    ) {
      result.add('system.accountSshKeys', { user: name, key }, command);
    }
  }
  if (rootKeys.size > 0) {
    result.set('system.rootSshKeys', [...rootKeys.keys()], ...rootKeys.values());
    for (const [index, command] of [...rootKeys.values()].entries())
      result.elements.set(`system.rootSshKeys[${index}]`, command);
  }
  for (const [name, { gid, command }] of groups) result.add('system.groups', { name, gid }, command);
  if (users.size === 0) return;
  const all = [...users.values()];
  result.set(
    'system.users',
    all.map(({ user }) => user),
    ...all.flatMap((one) => one.commands),
  );
  for (const [index, one] of all.entries()) {
    result.elements.set(`system.users[${index}]`, one.commands[0] as ParsedCommand);
    for (const [at, key] of one.commands.slice(1).entries())
      result.elements.set(`system.users[${index}].sshKeys[${at}]`, key);
  }
}

function applyRootPassword(result: KickstartResult, command: ParsedCommand): void {
  const [password] = command.free;
  if (hasOption(command, '--allow-ssh')) result.set('system.rootSshPassword', true, command);
  if (hasOption(command, '--lock')) result.set('system.rootPasswordHash', null, command);
  else if (password === undefined) {
    result.addError(
      command,
      t`\`rootpw\` has no password.`,
      t`Write \`rootpw --iscrypted HASH\`, or \`rootpw --lock\`.`,
    );
  } else {
    const before = result.findings.length;
    const hash = hashOf(result, command, 'root', password);
    if (hash !== null || result.findings.length === before)
      result.set('system.rootPasswordHash', hash, command);
  }
}

/** pykickstart takes a password for clear text unless `--iscrypted` says otherwise. Null where no password opens the account, and for a wrong one. */
function hashOf(
  result: KickstartResult,
  command: ParsedCommand,
  user: string,
  password: string,
): string | null {
  if (hasOption(command, '--iscrypted') && !hasOption(command, '--plaintext')) {
    return isLockedMark(password) ? null : password;
  }
  if (password === '' || Buffer.byteLength(password) > 256) {
    result.addError(command, t`The password is empty, or longer than 256 bytes.`, t`Choose another one.`);
    return null;
  }
  if (passwordHashPattern.test(password)) {
    result.addError(
      command,
      t`The password is a crypt(5) hash, but would be read as clear text.`,
      t`Add \`--iscrypted\`.`,
    );
    return null;
  }
  result.findings.push(
    warningIn(
      command,
      t`The password of \`${user}\` is in clear text here, for everyone who can read the file.`,
      t`Write its hash with \`--iscrypted\`; \`openssl passwd -6\` makes one.`,
    ),
  );
  return sha512Crypt(password, saltOf(user, password));
}

function applyUser(result: KickstartResult, command: ParsedCommand, made: Groups): User | null {
  const name = optionText(command, '--name');
  if (name === null) {
    result.addError(command, t`\`user\` has no name.`, t`Write \`user --name=NAME\`.`);
    return null;
  }
  if (name === 'root') {
    result.addError(
      command,
      t`The user \`root\` is always there.`,
      t`Use \`rootpw\` and \`sshkey --username=root\`.`,
    );
    return null;
  }
  const fine = [
    fits(result, command, '--groups', isGroupWithNumber, t`group`, 'wheel'),
    fits(result, command, '--homedir', homePattern, t`absolute path`, '/home/op'),
    fits(result, command, '--shell', shellPattern, t`absolute path`, '/bin/bash'),
    fits(result, command, '--gecos', commentPattern, t`text without colons`, 'Ada Lovelace'),
  ];
  if (fine.includes(false)) return null;
  const groups = (command.values.get('--groups') ?? []).map((text) => {
    const { group, gid } = groupOf(text);
    addGroup(result, command, made, group, gid);
    return group;
  });
  const account = {
    uid: optionNumber(command, '--uid'),
    gid: optionNumber(command, '--gid'),
    home: optionText(command, '--homedir'),
    shell: optionText(command, '--shell'),
    comment: optionText(command, '--gecos'),
  };
  const given = Object.fromEntries(Object.entries(account).filter(([, value]) => value !== null));
  const password = optionText(command, '--password');
  const passwordHash =
    password === null || hasOption(command, '--lock') ? null : hashOf(result, command, name, password);
  return { name, groups: [...new Set(groups)], passwordHash, sshKeys: [], ...given };
}

function applyGroup(result: KickstartResult, command: ParsedCommand, made: Groups): void {
  const name = optionText(command, '--name');
  if (name === null) result.addError(command, t`\`group\` has no name.`, t`Write \`group --name=NAME\`.`);
  else if (fits(result, command, '--name', accountNamePattern, t`group name`, 'operators'))
    addGroup(result, command, made, name, optionNumber(command, '--gid'));
}

function addGroup(
  result: KickstartResult,
  command: ParsedCommand,
  made: Groups,
  name: string,
  gid: number | null,
): void {
  const known = made.get(name);
  if (known === undefined) made.set(name, { gid, command });
  else if (known.gid === null) known.gid = gid;
  else if (gid !== null && gid !== known.gid) {
    result.addError(
      command,
      t`The group \`${name}\` has the number ${known.gid} in ${placeText(known.command)}, and ${gid} here.`,
      t`Give it one number.`,
    );
  }
}

/** What goes into authorized_keys without the spec's own check. */
function isPublicKey(result: KickstartResult, command: ParsedCommand, key: string): boolean {
  if (isAuthorizedKey(key)) return true;
  const { message, remedy } = explainSshKey(key) ?? {
    message: t`The text is not a valid public SSH key.`,
    remedy: t`Give the content of the file that ends in \`.pub\`, in double quotes.`,
  };
  result.addError(command, message, remedy);
  return false;
}
