import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidence, prove } from './evidence.js';
import { hasPassed, reportStatus, reportText, type Trial } from './report.js';

const day = '2026-11-29';
const step = {
  name: 'build',
  status: 0,
  seconds: 30,
  log: 'logs/44-robot-native/build.log',
  lastLines: [],
} as const;
const good: Trial = {
  ...{ release: 44, preset: 'robot', engine: 'native', steps: [step], iso: 'ab', sameAs: null },
  proofs: [{ promise: '/ is in memory', value: 'tmpfs', holds: true }],
};
const failed: Trial = {
  ...good,
  preset: 'kiosk',
  steps: [{ ...step, status: 3, lastLines: ['Error: dnf is missing.'] }],
  proofs: [],
};
const broken: Trial = { ...good, proofs: [{ promise: '/ is in memory', value: 'ext4', holds: false }] };

test('a step that fails and a promise that is broken fail a trial', () => {
  assert.deepEqual([good, failed, broken].map(hasPassed), [true, false, false]);
});

test('the report counts, and tells of each failure what was said and where the log is', () => {
  const text = reportText({ day, trials: [good, failed, broken], untried: [] });
  assert.match(text, /^1 of 3 passed\.$/m);
  assert.match(text, /^\| 44 \| robot \| native \| built, installed, booted \| 30 s \|$/m);
  assert.match(text, /^\| 44 \| kiosk \| native \| \*\*build: status 3\*\* \| 30 s \|$/m);
  assert.match(text, /\[log\]\(logs\/44-robot-native\/build\.log\)[\s\S]*Error: dnf is missing\./);
  assert.match(text, /^- \/ is in memory: `ext4`$/m);
});

test('what was not tried is named with its reason, and an interrupted step as such', () => {
  const interrupted: Trial = { ...good, steps: [{ ...step, status: 130 }], proofs: [] };
  const untried = [{ what: 'podman', why: 'is not installed.' }];
  const text = reportText({ day, trials: [interrupted], untried });
  assert.match(text, /^Not tried:\n\n- podman: is not installed\.$/m);
  assert.match(text, /\*\*build: interrupted\*\*/);
});

test('a run succeeds when everything has passed, and something was tried', () => {
  const statusOf = (...trials: Trial[]) => reportStatus({ day, trials, untried: [] });
  assert.deepEqual([statusOf(good), statusOf(good, failed), statusOf()], [0, 1, 1]);
});

test('what the system does not say holds nothing', () => {
  assert.ok(prove(new Map()).every(({ holds }) => !holds));
  assert.deepEqual(
    prove(new Map([['root', 'tmpfs']]))
      .filter(({ holds }) => holds)
      .map(({ promise }) => promise),
    ['/ is in memory'],
  );
  assert.ok(evidence.length > 5);
});
