import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure, type FailureFacts, interrupted, missingHere, stageFailed } from '../../src/base/failure.js';
import { failureText, printFailure } from '../../src/commands/print.js';
import { RunFailure } from '../../src/run/run-report.js';
import { Collector } from '../helpers/collector.js';

const all: FailureFacts = {
  what: 'The package `bsah` does not exist.',
  where: 'packages.list:3',
  why: 'No repository has it.',
  remedy: 'Did you mean `bash`?',
  lastLines: ['line one', 'line two'],
  log: '/p/output/logs/x.log',
};

function print(error: unknown, { json = false, debug = false } = {}) {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const env = debug ? { TMPFSROOT_DEBUG: '1' } : {};
  const context = {
    cwd: '/',
    env,
    stdout,
    stderr,
    stdin: process.stdin,
    signal: new AbortController().signal,
  };
  const status = printFailure(error, context, json);
  return { status, stdout: stdout.text, stderr: stderr.text };
}

test('a person reads what, where, why, the last lines, what to do and the log, on standard error', () => {
  const { status, stdout, stderr } = print(new Failure(2, all));
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.equal(
    stderr,
    [
      'Error: packages.list:3: The package `bsah` does not exist.',
      '  Why: No repository has it.',
      '  | line one',
      '  | line two',
      '  What to do: Did you mean `bash`?',
      '  Full log: /p/output/logs/x.log',
      '',
    ].join('\n'),
  );
});

test('what is not known is not printed', () => {
  assert.equal(failureText(stageFailed({ what: 'It broke.' })), 'Error: It broke.');
  assert.doesNotMatch(print(missingHere({ what: 'No rpm.' })).stderr, /undefined|null/);
});

test('a program gets one JSON object on standard output, with the exit status', () => {
  const { status, stdout, stderr } = print(new Failure(3, all), { json: true });
  assert.equal(status, 3);
  assert.equal(stderr, '');
  assert.match(stdout, /^[^\n]+\n$/);
  assert.deepEqual(JSON.parse(stdout), { event: 'failed', exitStatus: 3, ...all });
});

test('an interruption is not an error', () => {
  const { status, stderr } = print(interrupted());
  assert.equal(status, 130);
  assert.match(stderr, /^Interrupted\. .*run it again/);
  assert.doesNotMatch(stderr, /Error/);
  assert.equal(
    (JSON.parse(print(interrupted(), { json: true }).stdout) as { exitStatus: number }).exitStatus,
    130,
  );
});

test('an interrupted run says in which stage it was, for people and for programs, whatever signal it was', () => {
  const report = { stages: [], logFile: '/p/log', seconds: 24 };
  for (const status of [130, 143, 129] as const) {
    const error = new RunFailure(status, { what: 'Interrupted.' }, report, {
      id: 'slot',
      title: 'Slot image',
    });
    assert.equal(
      print(error).stderr,
      'Interrupted in the stage Slot image, after 24 s. What was finished is kept; run it again to go on.\n',
    );
    const event = JSON.parse(print(error, { json: true }).stdout) as object;
    assert.deepEqual(event, { event: 'failed', exitStatus: status, stage: 'slot', what: 'Interrupted.' });
  }
});

test('an error that nobody foresaw is one sentence; its stack is for those who ask', () => {
  const error = new TypeError('x is not a function');
  for (const json of [false, true]) {
    const { status, stdout, stderr } = print(error, { json });
    assert.equal(status, 1);
    assert.match(stdout + stderr, /Unexpected error in this program: x is not a function/);
    assert.match(stdout + stderr, /TMPFSROOT_DEBUG=1/);
    assert.doesNotMatch(stdout + stderr, /\n +at |print\.test/);
    const asked = print(error, { json, debug: true });
    assert.match(asked.stderr, /\n +at .*print\.test/);
    if (json) JSON.parse(asked.stdout);
  }
  assert.equal(print('a thrown text').status, 1);
  assert.match(print('a thrown text').stderr, /a thrown text/);
  assert.doesNotMatch(print(new Failure(1, all), { debug: true }).stderr, /\n +at /);
});
