import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const state = 'slot=a\nid=1234-4abc-8def-0123456789ab\n';
const missing = 'missing opt it cannot be "read"\n';

/** Runs the program where a boot left these files, and systemd says this of boot-complete.target. */
function status(
  t: Parameters<typeof scratchFolder>[0],
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  target = 'active',
) {
  const dir = scratchFolder(t);
  writeTree(dir, { ...files, 'bin/systemctl': `#!/bin/sh\necho ${target}\n` });
  chmodSync(path.join(dir, 'bin/systemctl'), 0o755);
  return runProgram('dash', [packageFile('src/device/root/usr/bin/tmpfsroot-status'), ...args], {
    env: {
      TFR_RUN: path.join(dir, 'run'),
      TFR_RECORD: path.join(dir, 'record'),
      PATH: `${dir}/bin:/usr/bin:/bin`,
    },
  });
}

test('a device on which all is well: slot and id, status 0, and nothing at login', (t) => {
  const { status: code, stdout } = status(t, { 'run/state': state });
  assert.equal(code, 0);
  assert.match(stdout, /^slot +a$/m);
  assert.match(stdout, /^id +1234-4abc-8def-0123456789ab$/m);
  assert.equal(status(t, { 'run/state': state }, ['--brief']).stdout, '');
});

test('what was repaired is told, and is not a reason for another status', (t) => {
  const files = { 'run/state': state, 'run/heal.log': 'log repaired (e2fsck -p)\n' };
  const { status: code, stdout } = status(t, files);
  assert.equal(code, 0);
  assert.match(stdout, /^healed +log repaired \(e2fsck -p\)$/m);
});

test('what is missing is told, also at login, and is status 1', (t) => {
  const files = { 'run/state': state, 'run/health': missing };
  const { status: code, stdout } = status(t, files);
  assert.equal(code, 1);
  assert.match(stdout, /^missing +opt it cannot be "read"$/m);
  assert.equal(status(t, files, ['--brief']).stdout, 'tmpfsroot: missing: opt it cannot be "read"\n');
});

test('required services that do not run are status 1', (t) => {
  const { status: code, stdout } = status(t, { 'run/state': state }, [], 'inactive');
  assert.equal(code, 1);
  assert.match(stdout, /not all of those that are required run \(boot-complete\.target: inactive\)/);
});

test('--json is one object with the same facts', (t) => {
  const files = { 'run/state': state, 'run/health': missing, 'run/heal.log': 'log formatted\nopt x\n' };
  const { status: code, stdout } = status(t, files, ['--json']);
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(stdout), {
    ...{ slot: 'a', id: '1234-4abc-8def-0123456789ab', services: 'active', ok: false },
    health: ['missing opt it cannot be "read"'],
    healed: ['log formatted', 'opt x'],
    events: { counts: {}, last: [] },
  });
});

test('what was recorded of earlier starts is counted by its kind, the last few told, and changes no status', (t) => {
  const lines = [1, 2, 3, 4, 5].map((minute) => `2026-11-29T04:0${minute}:00Z a interrupted a`);
  const failure = '2026-11-29T05:00:00Z a failed emergency "x.mount"';
  const record = [...lines, 'half a li', '2026-11-29T04:59:00Z b fallback a its', failure, ''].join('\n');
  const files = { 'run/state': state, 'record/events': record };
  const { status: code, stdout } = status(t, files);
  assert.equal(code, 0);
  assert.match(stdout, /^recorded +failed 1, fallback 1, interrupted 5$/m);
  assert.equal(stdout.match(/^event /gm)?.length, 5);
  assert.match(stdout, /^event +2026-11-29T05:00:00Z a failed emergency "x\.mount"$/m);
  assert.equal(status(t, files, ['--brief']).stdout, '');
  const { ok, events } = JSON.parse(status(t, files, ['--json']).stdout) as Record<string, unknown>;
  assert.equal(ok, true);
  assert.deepEqual(events, {
    counts: { failed: 1, fallback: 1, interrupted: 5 },
    last: [...lines.slice(2), '2026-11-29T04:59:00Z b fallback a its', failure],
  });
});

test('wrong arguments, and a system that was not started by us, are status 2 with a sentence', (t) => {
  const wrong = status(t, { 'run/state': state }, ['--yaml']);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /^Usage: tmpfsroot-status/);
  const other = status(t, { 'run/other': '' });
  assert.equal(other.status, 2);
  assert.match(other.stderr, /was not started by tmpfsroot/);
});
