import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readKickstart } from '../../../src/project/kickstart/read-kickstart.js';
import { splitWords } from '../../../src/project/kickstart/split-words.js';
import { folderWith } from '../folder.js';
import { parsed } from './parsed.js';

test("lines are taken apart as Python's shlex does", () => {
  // What `shlex.split(line, comments=True)` of Python 3.11 gives.
  const table: [line: string, words: string[]][] = [
    ['lang  en_US.UTF-8\t# mine', ['lang', 'en_US.UTF-8']],
    ['a b#c d', ['a', 'b']],
    ['a "b # c" d', ['a', 'b # c', 'd']],
    [`a --b="c d" 'e "f'`, ['a', '--b=c d', 'e "f']],
    ['a "b\\"c\\\\d\\e"', ['a', 'b"c\\d\\e']],
    ["a 'b\\c'", ['a', 'b\\c']],
    ['a\\ b c\\#d', ['a b', 'c#d']],
    [`a "" ''`, ['a', '', '']],
    [`a"b"'c'd`, ['abcd']],
    ['# all', []],
  ];
  for (const [line, words] of table) {
    const split = splitWords(line);
    assert.deepEqual('words' in split ? split.words : split, words, line);
    assert.equal('words' in split && split.cut, line === 'a b#c d' ? '#c d' : null, line);
  }
});

test('scripts have their section, place, interpreter and options, in the order in which they are run', () => {
  const { scripts, findings } = parsed({
    'ks/ks.root.cfg': [
      '%pre --interpreter=/usr/bin/python3 --log=/tmp/pre.log',
      'print("%end is in a text")',
      '%end',
      '',
      '%post --nochroot --erroronfail --logfile /mnt/sysimage/root/a.log',
      '  # a comment stays',
      '%include part.sh',
      'echo c',
      '%end # here',
      '%post',
      '',
      '%end',
    ].join('\r\n'),
    'ks/part.sh': 'echo a\necho b\n',
    'ks/ks.pre-install.cfg': '#!/bin/sh\nuseradd op\n',
    'ks/ks.post-nochroot.cfg': '# nothing\n\n',
    'ks/ks.post.cfg': '# two\n%post\necho d\n%end\n%post --nochroot\necho e\n%end\n',
  });
  assert.deepEqual(findings, []);
  const script = { interpreter: '/bin/sh', errorOnFail: false, log: null };
  assert.deepEqual(scripts, [
    {
      section: 'pre',
      file: 'ks/ks.root.cfg',
      line: 2,
      interpreter: '/usr/bin/python3',
      errorOnFail: false,
      log: '/tmp/pre.log',
      body: 'print("%end is in a text")\n',
    },
    {
      ...script,
      section: 'post-nochroot',
      file: 'ks/ks.root.cfg',
      line: 6,
      errorOnFail: true,
      log: '/mnt/sysimage/root/a.log',
      body: '  # a comment stays\necho a\necho b\necho c\n',
    },
    {
      ...script,
      section: 'pre-install',
      file: 'ks/ks.pre-install.cfg',
      line: 1,
      interpreter: '/bin/sh -eu',
      errorOnFail: true,
      body: '#!/bin/sh\nuseradd op\n',
    },
    { ...script, section: 'post', file: 'ks/ks.post.cfg', line: 3, body: 'echo d\n' },
    { ...script, section: 'post-nochroot', file: 'ks/ks.post.cfg', line: 6, body: 'echo e\n' },
  ]);
});

test('files are included from beside the file, from ks, from the project and from what goes onto the medium', async (t) => {
  const dir = folderWith(t, {
    'ks/ks.root.cfg': [
      '%include more/a.cfg',
      '%include shared/c.cfg',
      '%include /run/install/repo/d.cfg',
      'skipx',
    ].join('\n'),
    'ks/more/a.cfg': '%include "b.cfg"\ntext\n',
    'ks/more/b.cfg': 'cdrom',
    'shared/c.cfg': 'lang C',
    'iso-root.override/d.cfg': 'eula --agreed\n',
  });
  const { commands, findings } = await readKickstart(dir);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    commands.map(({ file, line, words }) => `${file}:${line} ${words[0]}`),
    [
      'ks/more/b.cfg:1 cdrom',
      'ks/more/a.cfg:2 text',
      'shared/c.cfg:1 lang',
      'iso-root.override/d.cfg:1 eula',
      'ks/ks.root.cfg:4 skipx',
    ],
  );
});

test('a file that a symbolic link leads to is included from the project alone', async (t) => {
  const dir = folderWith(t, {
    'project/ks/ks.root.cfg': '%include inner.cfg\n%include outer.cfg\nskipx\n%include ../more/a.cfg\n',
    'project/shared/inner.cfg': 'text\n',
    'project-2/outer.cfg': 'cmdline\n',
    'project-2/a.cfg': 'cmdline\n',
  });
  const project = path.join(dir, 'project');
  symlinkSync('../shared/inner.cfg', path.join(project, 'ks/inner.cfg'));
  symlinkSync('../../project-2/outer.cfg', path.join(project, 'ks/outer.cfg'));
  symlinkSync('../project-2', path.join(project, 'more'));
  const { commands, findings } = await readKickstart(project);
  assert.deepEqual(
    commands.map(({ words }) => words[0]),
    ['text', 'skipx'],
  );
  assert.deepEqual(
    findings.map(({ level, where, message }) => [
      level,
      where,
      /^`(.+)` .* symbolic link/.exec(message)?.[1],
    ]),
    [
      ['error', 'ks/ks.root.cfg:2', 'ks/outer.cfg'],
      ['error', 'ks/ks.root.cfg:4', 'more/a.cfg'],
    ],
  );
});

test('a folder without kickstart files says nothing', async (t) => {
  const { commands, fields, scripts, findings } = await readKickstart(
    folderWith(t, { 'packages.list': 'bash' }),
  );
  assert.deepEqual([commands, fields, scripts, findings], [[], [], [], []]);
});
