import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { render } from 'ink';
import { createElement } from 'react';
import { Row } from '../../../src/wizard/tui/components/Row.js';
import { seg } from '../../../src/wizard/tui/view/lines.js';

test('what a file or a repository says stands on the screen, and the terminal does not obey it', () => {
  let drawn = '';
  const stdout = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        drawn += String(chunk);
        done();
      },
    }),
    { columns: 60, rows: 5, isTTY: true },
  ) as unknown as NodeJS.WriteStream;
  const line = [seg('name: '), seg('\x1b]0;owned\x07\x1b[2J\x9b2J\u202ex')];
  const { unmount } = render(createElement(Row, { line }), { stdout, debug: true, patchConsole: false });
  unmount();
  assert.match(drawn, /name: \ufffd\]0;owned\ufffd\ufffd\[2J\ufffd2J\ufffdx/);
});
