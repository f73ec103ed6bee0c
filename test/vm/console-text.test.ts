import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { ConsoleText, plainText } from '../../src/vm/console-text.js';

const soon = { timeoutMs: 20 };

function consoleThatSaid(...chunks: string[]): ConsoleText {
  const text = new ConsoleText();
  for (const chunk of chunks) text.push(Buffer.from(chunk));
  return text;
}

const sequences: [string, string, string, string][] = [
  ['colours', '\x1b[1;31mred\x1b[0m', 'red', ''],
  ['titles', '\x1b]0;title\x07text', 'text', ''],
  ['character sets and keypad modes', '\x1b(B\x1b=x\x1b7', 'x', ''],
  ['moves of the cursor begin a line', 'a\x1b[12;40Hb', 'a\nb', ''],
  ['carriage returns begin a line', 'one\r\ntwo\rthree', 'one\ntwo\nthree', ''],
  ['bells and zero bytes', 'a\x07\x00b', 'ab', ''],
  ['a sequence that is not complete is held', 'a\x1b[3', 'a', '\x1b[3'],
];

for (const [what, raw, text, held] of sequences) {
  test(`control sequences are taken out of the text: ${what}`, () => {
    assert.deepEqual(plainText(raw), { text, held });
  });
}

test('a text is found when it came before, in pieces, or between control sequences', async () => {
  const text = consoleThatSaid('Welcome\r\nlog', '\x1b[1', 'mi', 'n: ');
  assert.equal(await text.waitFor('login:', soon), 'login:');
  const later = text.waitFor(/done in (\d+) s/, { timeoutMs: 5000 });
  text.push(Buffer.from('done in 42 s\n'));
  assert.equal(await later, 'done in 42 s');
});

test('each wait begins behind the one before', async () => {
  const text = consoleThatSaid('login: \nlogin: \n');
  await text.waitFor('login:', soon);
  await text.waitFor('login:', soon);
  await assert.rejects(text.waitFor('login:', soon));
});

test('a text that does not come is told with the limit and the last lines', async () => {
  const text = consoleThatSaid('first\nKernel panic\n');
  await assert.rejects(text.waitFor('login:', soon), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 1);
    assert.match(error.facts.what, /`login:`/);
    assert.match(error.facts.why ?? '', /within 0\.02 s/);
    assert.deepEqual(error.facts.lastLines, ['first', 'Kernel panic']);
    return true;
  });
});

test('a wait ends when the machine does', async () => {
  const text = consoleThatSaid('half a li');
  const waiting = text.waitFor('line', { timeoutMs: 60_000 });
  text.close();
  await assert.rejects(waiting, /did not appear/);
  await assert.rejects(text.waitFor('line', { timeoutMs: 60_000 }), /did not appear/);
  assert.equal(await text.waitFor('half', soon), 'half');
});

test('a wait ends as interrupted when its signal is aborted', async () => {
  const abort = new AbortController();
  const waiting = new ConsoleText().waitFor('x', { timeoutMs: 60_000, signal: abort.signal });
  abort.abort();
  await assert.rejects(waiting, (error) => error instanceof Failure && error.exitStatus === 130);
});

test('lines can be read one by one until the machine ends', async () => {
  const text = new ConsoleText();
  const lines: string[] = [];
  const reading = (async () => {
    for await (const line of text.lines()) lines.push(line);
  })();
  text.push(Buffer.from('one\r\n\r\ntw'));
  text.push(Buffer.from('o\r\nlast'));
  text.close();
  await reading;
  assert.deepEqual(lines, ['one', 'two', 'last']);
});
