import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { askedScenarios } from '../../src/commands/powercut-options.js';
import { scratchFolder } from '../helpers/scratch.js';

describe('what a lab is asked to do', () => {
  const cases: [
    words: string[] | undefined,
    check: string | undefined,
    names: string[] | null,
    own: boolean,
  ][] = [
    [undefined, undefined, null, false],
    [['log', 'boot-state'], undefined, ['boot-state', 'log'], false],
    [['my.sh'], 'check.sh', ['own', 'truncated-state'], true],
    [['my.sh', 'log'], undefined, ['log', 'own'], true],
  ];
  for (const [scenario, check, names, own] of cases) {
    test(`--scenario ${scenario?.join(' ') ?? '(none)'} --check ${check ?? '(none)'}`, (t) => {
      const cwd = scratchFolder(t);
      for (const file of ['my.sh', 'check.sh']) writeFileSync(path.join(cwd, file), '#!/bin/sh\n');
      assert.deepEqual(askedScenarios({ scenario, check }, { cwd }), {
        names,
        own: own
          ? { script: path.join(cwd, 'my.sh'), check: check === undefined ? null : path.join(cwd, check) }
          : null,
      });
    });
  }

  const refused: [scenario: string[] | undefined, check: string | undefined, reason: RegExp][] = [
    [['lgo'], undefined, /no scenario, and no file, `lgo`/],
    [['own'], undefined, /no scenario, and no file, `own`/],
    [['my.sh', 'other.sh'], undefined, /takes one file/],
    [['log'], 'check.sh', /there is none/],
    [undefined, 'check.sh', /there is none/],
  ];
  for (const [scenario, check, reason] of refused) {
    test(`refused: --scenario ${scenario?.join(' ') ?? '(none)'} --check ${check ?? '(none)'}`, (t) => {
      const cwd = scratchFolder(t);
      for (const file of ['my.sh', 'other.sh']) writeFileSync(path.join(cwd, file), '#!/bin/sh\n');
      assert.throws(() => askedScenarios({ scenario, check }, { cwd }), { exitStatus: 2, message: reason });
    });
  }
});
