import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSystemAccounts } from '../../../src/image/root/system-accounts.js';

const files = {
  passwd: 'root:x:0:0:Super User:/root:/bin/bash\n',
  group: 'root:x:0:\naudio:x:63:\n',
  shadow: 'root:*::0:99999:7:::\n',
  gshadow: 'root:::\naudio:::\n',
};

/** What is added to /etc/passwd and /etc/group, and what is changed. */
function added(...lines: string[]) {
  const made = addSystemAccounts(files, lines, 20_000);
  const news = (name: keyof typeof files) =>
    made[name].split('\n').filter((line) => line !== '' && !files[name].split('\n').includes(line));
  return { passwd: news('passwd'), group: news('group'), shadow: news('shadow'), gshadow: news('gshadow') };
}

const table: [string, string[], string[], string[]][] = [
  ['what is there stays', ['u root 0:0 "Super" /root -', 'g audio 99'], [], []],
  [
    'a user has a group of its own with the same number, from the largest one downwards',
    ['u one - "The first" /var/lib/one /bin/sh', 'u two'],
    ['one:x:999:999:The first:/var/lib/one:/bin/sh', 'two:x:998:998::/:/usr/sbin/nologin'],
    ['one:x:999:', 'two:x:998:'],
  ],
  [
    'fixed numbers are taken first, whatever the order',
    ['u free -', 'u fixed 999'],
    ['fixed:x:999:999::/:/usr/sbin/nologin', 'free:x:998:998::/:/usr/sbin/nologin'],
    ['fixed:x:999:', 'free:x:998:'],
  ],
  ['a number that is taken is not taken twice', ['g other 63'], [], ['other:x:999:']],
  [
    'another group by name, and by number',
    ['u one 70:audio', 'u two 71:0', 'u! three -:new', 'g new 80'],
    [
      'one:x:70:63::/:/usr/sbin/nologin',
      'two:x:71:0::/:/usr/sbin/nologin',
      'three:x:999:80::/:/usr/sbin/nologin',
    ],
    ['new:x:80:'],
  ],
  [
    'the group of its name that is there already',
    ['g one 55', 'u one -'],
    ['one:x:55:55::/:/usr/sbin/nologin'],
    ['one:x:55:'],
  ],
  [
    'members, also of what no other line names',
    ['u one 70', 'm one audio', 'm one audio', 'm two more'],
    ['one:x:70:70::/:/usr/sbin/nologin', 'two:x:999:999::/:/usr/sbin/nologin'],
    ['audio:x:63:one', 'one:x:70:', 'two:x:999:', 'more:x:998:two'],
  ],
];

for (const [what, lines, passwd, group] of table) {
  test(`accounts of packages: ${what}`, () => {
    const made = added(...lines);
    assert.deepEqual({ passwd: made.passwd, group: made.group }, { passwd, group });
    const names = (rows: string[]) => rows.map((row) => row.split(':')[0]);
    assert.deepEqual(names(made.shadow), names(passwd));
    assert.deepEqual(names(made.gshadow), names(group));
    assert.ok(
      made.shadow.every((row) => row.includes(':!*:20000:')),
      'nobody has a password',
    );
  });
}
