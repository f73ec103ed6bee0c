import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../../src/engine/engine.js';
import { type Driver, type JobEnd, supervise } from '../../src/engine/supervise.js';
import { failureOf } from '../helpers/failure-of.js';

/** A driver whose program ends as given, or with its first or second signal. */
function driverOf(end: JobEnd | 'at SIGTERM' | 'at SIGKILL', found: string | null = '/usr/bin/tool') {
  const signals: string[] = [];
  const driver: Driver = {
    ...{ name: 'native', usesImage: false, place: 'on this machine', owner: null },
    find: async () => found,
    prepare: async ({ program, args }) => ({ program, args }),
    start: async ({ onOutput }) => {
      onOutput(Buffer.from('one\rtwo\nthr'), 'stdout');
      onOutput(Buffer.from('ee'), 'stdout');
      let settle = (_end: JobEnd): void => {};
      const ended =
        typeof end === 'string' ? new Promise<JobEnd>((resolve) => (settle = resolve)) : Promise.resolve(end);
      return {
        ended,
        write() {},
        closeInput() {},
        signal(kind) {
          signals.push(kind);
          if (kind === 'kill' || end === 'at SIGTERM') settle({ status: kind === 'kill' ? 137 : 143 });
        },
      };
    },
    requireRights: async () => {},
    toolVersions: async () => '',
    installRemedy: async (programs) => `Install ${programs.join()}.`,
    close: async () => {},
  };
  return { driver, signals };
}

const command: Command = { program: 'tool', args: ['a', 'b'], purpose: 'testing' };

const rows: readonly { what: string; end: JobEnd; words: string; why?: string }[] = [
  { what: 'failed', end: { status: 7 }, words: '`tool` ended with status 7 while testing.' },
  { what: 'was killed', end: { status: 137 }, words: '`tool` was ended by SIGKILL while testing.' },
  {
    what: 'could not be started',
    end: { failed: 'spawn tool E2BIG' },
    words: '`tool` could not be started, for testing.',
    why: 'spawn tool E2BIG',
  },
  {
    what: 'was lost with what runs it',
    end: { lost: { what: 'The container', why: 'Somebody ended it.', lastLines: [] } },
    words: 'The container ended while `tool` ran, for testing.',
    why: 'Somebody ended it.',
  },
];

for (const { what, end, words, why } of rows) {
  test(`a person is told of a program that ${what}`, async () => {
    const failure = await failureOf(() => supervise(driverOf(end).driver).run(command));
    assert.equal(failure.status, 1);
    assert.equal(failure.what, words);
    if (why !== undefined) assert.equal(failure.why, why);
  });
}

test('a missing program is told with how to get it', async () => {
  const failure = await failureOf(() => supervise(driverOf({ status: 0 }, null).driver).run(command));
  assert.equal(failure.status, 3);
  assert.equal(failure.what, 'The program `tool` is missing on this machine; it is needed for testing.');
  assert.equal(failure.remedy, 'Install tool.');
});

test('the log has the command, each line as it ends, and the status', async () => {
  const log: string[] = [];
  await supervise(driverOf({ status: 0 }).driver, { log: (line) => log.push(line) }).run(command);
  assert.deepEqual(log.slice(0, -1), ['$ tool a b', 'one', 'two', 'three']);
  assert.match(log.at(-1) ?? '', /^= tool: status 0, \d+\.\d\d s$/);
});

test('the log has words as a shell takes them, and of a generated file the first line', async () => {
  const log: string[] = [];
  const args = ['a b', '', `# config\n${'set\n'.repeat(30)}`];
  await supervise(driverOf({ status: 0 }).driver, { log: (line) => log.push(line) }).run({
    ...command,
    args,
  });
  assert.equal(log[0], "$ tool 'a b' '' '# config … (32 lines)'");
});

for (const [end, expected] of [
  ['at SIGTERM', ['term']],
  ['at SIGKILL', ['term', 'kill']],
] as const) {
  test(`an aborted program that ends ${end} gets ${expected.join(' and ')}`, async () => {
    const { driver, signals } = driverOf(end);
    const abort = new AbortController();
    const failure = failureOf(() =>
      supervise(driver, { graceMs: 20 }).run({ ...command, signal: abort.signal }),
    );
    setTimeout(() => abort.abort(), 5);
    assert.equal((await failure).status, 130);
    assert.deepEqual(signals, expected);
  });
}
