import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { interpreterFindings } from '../../src/project/installer-interpreters.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const known = [
  'echo x\n',
  '',
  '#!/bin/sh\n',
  '#!/bin/sh -eu\n',
  '#! /usr/bin/bash\n',
  '#!/usr/bin/env bash\n',
  '# !python\n',
];
const unknown: [string, string][] = [
  ['#!/usr/bin/python3\nprint()\n', '/usr/bin/python3'],
  ['#!/usr/bin/env python3\n', '/usr/bin/env python3'],
  ['#!/bin/shx', '/bin/shx'],
  ['#!/bin/perl -w\r\n', '/bin/perl -w'],
];

test('install hooks are read by sh or bash; others are named with their file', async (t) => {
  const dir = scratchFolder(t);
  const scripts = [...known, ...unknown.map(([text]) => text)];
  const names = scripts.map((_, index) => `${index}.sh`);
  writeTree(dir, Object.fromEntries(names.map((name, index) => [name, scripts[index] as string])));
  const installHooks = { dir: path.join(dir), shownAs: 'install-hooks.d', names };
  const findings = await interpreterFindings({ kickstart: { scripts: [] }, installHooks });
  assert.deepEqual(
    findings.map(({ level, where, message }) => [level, where, /`(.*)`/.exec(message)?.[1]]),
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
  const findings = await interpreterFindings({
    kickstart: {
      scripts: [
        { ...python, section: 'pre' },
        { ...script, interpreter: '/bin/sh', section: 'pre' },
        { ...python, section: 'post' },
        { ...python, section: 'pre-install' },
      ],
    },
    installHooks: null,
  });
  assert.deepEqual(
    findings.map(({ where }) => where),
    ['ks/ks.root.cfg:5'],
  );
});
