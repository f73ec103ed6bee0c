import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { scriptFindings } from '../../../src/project/findings/script-findings.js';
import { cleanScript } from '../../../src/project/folder/hook-text.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';

const none = { kickstart: { scripts: [] }, hooks: null, buildHooks: null, installHooks: null };

const known = [
  'echo x\n',
  '',
  '#!/bin/sh\n',
  '#!/bin/sh -eu\n',
  '#! /usr/bin/bash\n',
  '#!/usr/bin/env bash\n',
  '# !python\n',
  '\uFEFF#!/bin/sh\r\nset -e\r\n',
];
const unknown: [string, string][] = [
  ['#!/usr/bin/python3\nprint()\n', '/usr/bin/python3'],
  ['#!/usr/bin/env python3\n', '/usr/bin/env python3'],
  ['#!/bin/shx', '/bin/shx'],
  ['#!/bin/perl -w\r\n', '/bin/perl -w'],
  ['#!/bin/sh\u00a0-e\n', '/bin/sh\u00a0-e'],
];

test('install hooks are read by sh or bash; others are named with their file', async (t) => {
  const dir = scratchFolder(t);
  const scripts = [...known, ...unknown.map(([text]) => text)];
  const names = scripts.map((_, index) => `${index}.sh`);
  writeTree(dir, Object.fromEntries(names.map((name, index) => [name, scripts[index] as string])));
  const installHooks = { dir: path.join(dir), shownAs: 'install-hooks.d', names };
  const findings = await scriptFindings({ ...none, installHooks });
  assert.deepEqual(
    findings
      .filter(({ level }) => level === 'error')
      .map(({ level, where, message }) => [level, where, /`(.*)`/.exec(message)?.[1]]),
    unknown.map(([, interpreter], index) => [
      'error',
      `install-hooks.d/${known.length + index}.sh:1`,
      interpreter,
    ]),
  );
});

test('so is %pre, and no other section', async () => {
  const script = { file: 'ks/ks.root.cfg', line: 5, errorOnFail: true, log: null, body: '' };
  const python = { ...script, interpreter: '/usr/bin/python3' };
  const findings = await scriptFindings({
    ...none,
    kickstart: {
      scripts: [
        { ...python, section: 'pre' },
        { ...script, interpreter: '/bin/sh', section: 'pre' },
        { ...python, section: 'post' },
        { ...python, section: 'pre-install' },
      ],
    },
  });
  assert.deepEqual(
    findings.map(({ where }) => where),
    ['ks/ks.root.cfg:5'],
  );
});

/** Bytes of a script, and those that are run; null where they are the same. */
const scripts: [
  given: string,
  cleaned: string | null,
  strayLine: number | null,
  interpreter: string | null,
][] = [
  ['#!/bin/sh\necho a\n', null, null, '/bin/sh'],
  ['#!/bin/sh\r\necho a\r\n', '#!/bin/sh\necho a\n', null, '/bin/sh'],
  ['#!/bin/sh -e\r\necho a\r\necho b', '#!/bin/sh -e\necho a\necho b', null, '/bin/sh,-e'],
  ['#!/bin/sh\r\necho a\r', '#!/bin/sh\necho a', null, '/bin/sh'],
  ['\uFEFF#!/bin/bash\necho ü\n', '#!/bin/bash\necho ü\n', null, '/bin/bash'],
  ['\uFEFFecho a\r\n', 'echo a\n', null, null],
  // A CR within a line is somebody's own, as are those of some lines only.
  ['printf "a\rb"\r\n', 'printf "a\rb"\n', null, null],
  ['printf "a\rb"\n', null, null, null],
  ['cat <<E\na\r\nE\n', null, 2, null],
  ['#!/bin/sh\r\necho a\n', null, 1, '/bin/sh\r'],
  ['#!/bin/sh\r', null, 1, '/bin/sh\r'],
  // Self-extracting archives.
  ['#!/bin/sh\ntail -n +3 "$0"\n\0\r\n\r\n', null, null, '/bin/sh'],
  ['#!/bin/sh\r\ntail -n +3 "$0"\r\n\0\r\n', null, 1, '/bin/sh\r'],
  ['', null, null, null],
];

test('Windows line ends and a byte order mark are taken off a script where that can harm nothing', () => {
  for (const [given, cleaned, strayLine, interpreter] of scripts) {
    const found = cleanScript(Buffer.from(given));
    assert.deepEqual(
      [found.cleaned?.toString() ?? null, found.strayLine, found.interpreter?.join() ?? null],
      [cleaned, strayLine, interpreter],
      JSON.stringify(given),
    );
  }
});

test('a conflict that git has left in a script is an error at its line', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, {
    'a.sh': 'echo a\r\n<<<<<<< HEAD\r\necho b\r\n=======\r\n>>>>>>> x\r\n',
    'b.sh': 'cat <<E\nTitle\n=======\n <<<<<<< HEAD\nE\n',
  });
  const hooks = { dir, shownAs: 'hooks.d', names: ['a.sh', 'b.sh'] };
  const errors = (await scriptFindings({ ...none, hooks })).filter(({ level }) => level === 'error');
  assert.deepEqual(
    errors.map(({ where }) => where),
    ['hooks.d/a.sh:2'],
  );
});

test('scripts of all folders are looked at before anything is built', async (t) => {
  const folder = (name: string, files: Record<string, string>) => {
    const dir = path.join(scratchFolder(t), name);
    writeTree(dir, files);
    return { dir, shownAs: name, names: Object.keys(files).sort() };
  };
  const windows = '#!/bin/sh\r\nset -e\r\n';
  const hooks = folder('hooks.d', {
    '10-a.sh': windows,
    '20.sh': 'echo a\r\necho b\n',
    '30.sh': '#!python3\n',
  });
  const buildHooks = folder('build-hooks.d', {
    'a b.sh': '\uFEFFecho',
    'env.sh': '#!/usr/bin/env bash -e\n',
  });
  const installHooks = folder('install-hooks.d', { '10-b.sh': windows, '20.sh': '#!\n' });
  chmodSync(path.join(buildHooks.dir, 'env.sh'), 0o755);
  const findings = await scriptFindings({ ...none, hooks, buildHooks, installHooks });
  assert.deepEqual(
    findings.map(({ level, where }) => `${level} ${where}`),
    [
      'warning hooks.d/10-a.sh',
      'error hooks.d/20.sh:1',
      'error hooks.d/30.sh:1',
      'error build-hooks.d/env.sh:1',
      'error install-hooks.d/20.sh:1',
    ],
  );
  const [warning, stray, relative, words] = findings;
  assert.match(warning?.message ?? '', /^3 scripts have Windows line ends/);
  assert.match(
    warning?.remedy ?? '',
    /hooks\.d\/10-a\.sh 'build-hooks\.d\/a b\.sh' install-hooks\.d\/10-b\.sh`/,
  );
  assert.match(stray?.remedy ?? '', /sed -i 's\/\\r\$\/\/' hooks\.d\/20\.sh/);
  assert.match(relative?.message ?? '', /`python3` in the first line is not an absolute path/);
  assert.match(words?.remedy ?? '', /`#!\/usr\/bin\/env -S bash -e`/);
});
