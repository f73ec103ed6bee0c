import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { runCleanups } from '../../src/base/cleanup.js';
import { attachKeys, keyFilter } from '../../src/vm/terminal.js';

/** What is typed at once, one after the other; what reaches the guest; whether that leaves. */
const cases: [string, string[], string, boolean][] = [
  ['text and Ctrl-C go to the guest', ['ls\r', '\x03'], 'ls\r\x03', false],
  ['Ctrl-] leaves, what comes behind it is dropped', ['a\x1db'], 'a', true],
  ['Ctrl-A X leaves, also when typed slowly', ['\x01', 'x'], '', true],
  ['Ctrl-A twice sends it once', ['\x01\x01', 'x'], '\x01x', false],
  ['Ctrl-A with another key sends both', ['\x01', 'b'], '\x01b', false],
];

for (const [behaviour, typed, sent, leaves] of cases) {
  test(behaviour, () => {
    const filter = keyFilter();
    const taken = typed.map((text) => filter.take(text));
    assert.equal(taken.map(({ send }) => send).join(''), sent);
    assert.equal(taken.at(-1)?.leave, leaves);
  });
}

/** A terminal that remembers its mode. */
function terminal() {
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    raw: false,
    setRawMode(on: boolean) {
      stream.raw = on;
    },
  });
  return stream;
}

test('the terminal gets its mode back, by leaving and by the clean-up of an early end', async () => {
  for (const end of [(release: () => void) => release(), () => runCleanups()]) {
    const stdin = terminal();
    const sent: string[] = [];
    const release = attachKeys(
      stdin,
      (text) => sent.push(text),
      () => {},
    );
    assert.equal(stdin.raw, true);
    stdin.write('x');
    await new Promise(setImmediate);
    await end(release);
    stdin.write('y');
    await new Promise(setImmediate);
    assert.equal(stdin.raw, false);
    assert.deepEqual(sent, ['x']);
  }
});

test('an input that is not a terminal is left alone', () => {
  const stdin = Object.assign(terminal(), { isTTY: false });
  attachKeys(
    stdin,
    () => {},
    () => {},
  )();
  assert.equal(stdin.listenerCount('data'), 0);
});
