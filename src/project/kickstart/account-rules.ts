import { later } from '../../base/language/texts.js';
import { applied, type CommandRule } from './command-rule.js';

/** Commands for accounts. */
export const accountRules: readonly CommandRule[] = [
  {
    names: ['rootpw'],
    effect: 'applied',
    does: "root's password (`system.rootPasswordHash`)",
    words: { least: 0, most: 1, noun: later`password` },
    secret: true,
    options: [
      applied('--iscrypted', 'nothing', 'the password is a crypt(5) hash'),
      applied('--plaintext', 'nothing', 'the password is in clear text; it is hashed, with a warning'),
      applied('--lock', 'nothing', 'no login by password'),
      applied(
        '--allow-ssh',
        'nothing',
        'root may log in by SSH with the password (`system.rootSshPassword`)',
      ),
    ],
  },
  {
    names: ['user'],
    effect: 'applied',
    does: 'an account (`system.users`)',
    secret: true,
    repeats: true,
    options: [
      applied('--name', 'text', 'login name'),
      applied(
        '--groups',
        'list',
        'further groups, `name(4711)` with a number; those that are not there are made',
      ),
      applied('--password', 'text', 'password; without it, the account has none to log in with'),
      applied('--iscrypted', 'nothing', 'the password is a crypt(5) hash'),
      applied('--plaintext', 'nothing', 'the password is in clear text; it is hashed, with a warning'),
      applied('--lock', 'nothing', 'no login by password'),
      applied('--uid', 'number', 'number of the account'),
      applied('--gid', 'number', 'number of its own group'),
      applied('--homedir', 'text', 'home folder, else `/home/NAME`'),
      applied('--shell', 'text', 'login shell, else `/bin/bash`'),
      applied('--gecos', 'text', 'full name and such'),
    ],
  },
  {
    names: ['group'],
    effect: 'applied',
    does: 'a group (`system.groups`)',
    repeats: true,
    options: [applied('--name', 'text', 'name'), applied('--gid', 'number', 'its number')],
  },
  {
    names: ['sshkey'],
    effect: 'applied',
    does: 'a public key that may log in (`system.rootSshKeys`, `system.users`, `system.accountSshKeys`)',
    words: { least: 1, most: 1, noun: later`public key, in double quotes` },
    repeats: true,
    options: [
      applied('--username', 'text', 'whose it is: root, a `user` of the file, an account of a package'),
    ],
  },
  {
    names: ['authselect'],
    effect: 'applied',
    does: 'its words are given to `authselect` in the image (`system.authselect`)',
    options: [],
    isFree: true,
  },
];
