import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notifyEnd, wantsNotice } from '../../src/run/notify-end.js';
import { Collector } from '../helpers/collector.js';

function notified(env: NodeJS.ProcessEnv, { isTTY = true, isPlain = false } = {}): string {
  const stream = Object.assign(new Collector(), { isTTY });
  notifyEnd(stream, env, 'build is done; really \x1b[2J', isPlain);
  return stream.text;
}

test('the bell rings on every terminal, with a notification where it has one', () => {
  const text = 'build is done, really \\u001b[2J';
  assert.equal(notified({ TERM: 'vt220' }), '\x07');
  assert.equal(notified({ TERM: 'xterm-kitty' }), `\x1b]99;;tmpfsroot-wizard: ${text}\x1b\\\x07`);
  assert.equal(notified({ TERM: 'foot' }), `\x1b]777;notify;tmpfsroot-wizard;${text}\x1b\\\x07`);
  const iterm = { TERM: 'xterm', TERM_PROGRAM: 'iTerm.app' };
  assert.equal(notified(iterm), `\x1b]9;tmpfsroot-wizard: ${text}\x1b\\\x07`);
});

test('on plain lines there is the bell alone, and nothing where there is no terminal', () => {
  assert.equal(notified({ TERM: 'foot' }, { isPlain: true }), '\x07');
  assert.equal(notified({ TERM: 'foot' }, { isTTY: false }), '');
});

test('somebody asks for it by the variable, which is off when it is empty or 0', () => {
  const wished = ['1', 'yes', '0', '', undefined].map((TMPFSROOT_NOTIFY) =>
    wantsNotice({ TMPFSROOT_NOTIFY }),
  );
  assert.deepEqual(wished, [true, true, false, false, false]);
});
