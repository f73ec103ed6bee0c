import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearFailedTab, TerminalTab } from '../../src/run/terminal-tab.js';

const able = { TERM: 'xterm-256color', VTE_VERSION: '8203' };
const st = '\x1b\\';

/** A tab, and what was written since one looked last. */
function tabOf(env: NodeJS.ProcessEnv = able) {
  let written = '';
  const tab = new TerminalTab(env, (text) => {
    written += text;
  });
  tab.open();
  const seen = () => {
    const text = written;
    written = '';
    return text;
  };
  return { tab, seen };
}

test('title and progress are written when they change, and both are as before at the end', () => {
  const { tab, seen } = tabOf();
  tab.show('tmpfsroot: 1/8 Packages', 0.1);
  assert.equal(seen(), `\x1b[22;0t\x1b]2;tmpfsroot: 1/8 Packages${st}\x1b]9;4;1;10${st}`);
  tab.show('tmpfsroot: 1/8 Packages', 0.104);
  assert.equal(seen(), '');
  tab.show('tmpfsroot: 2/8 Root tree', 0.104);
  assert.equal(seen(), `\x1b]2;tmpfsroot: 2/8 Root tree${st}`);
  tab.show('tmpfsroot: 2/8 Root tree', 0.25);
  assert.equal(seen(), `\x1b]9;4;1;25${st}`);
  tab.show('tmpfsroot: 2/8 Root tree', 0.2);
  assert.equal(seen(), '', 'the progress goes back');
  tab.close();
  assert.equal(seen(), `\x1b[23;0t\x1b]9;4;0;0${st}`);
  tab.close();
  tab.show('late', 1);
  assert.equal(seen(), '');
});

test('a run that failed is shown until somebody comes back, or the next run begins', () => {
  for (const comesBack of [clearFailedTab, () => tabOf().tab.close()]) {
    const { tab, seen } = tabOf();
    tab.show('tmpfsroot: 2/8 Root tree', 0.5);
    seen();
    tab.fail();
    assert.equal(seen(), `\x1b[23;0t\x1b]9;4;2;50${st}`);
    comesBack();
    assert.equal(seen(), `\x1b]9;4;0;0${st}`);
  }
});

test('a terminal that is not known is sent nothing, whatever becomes of the run', () => {
  const { tab, seen } = tabOf({ TERM: 'xterm-256color' });
  tab.show('tmpfsroot: 1/8 Packages', 0.1);
  tab.fail();
  tab.close();
  assert.equal(seen(), '');
});

test('a name in a title moves no cursor and ends no sequence, and is cut', () => {
  const { tab, seen } = tabOf();
  tab.show(`tmpfsroot: 1/2 \x1b]0;x\x07${'y'.repeat(200)}`, 0);
  const [, title = ''] = /^\x1b\[22;0t\x1b\]2;([^\x1b]*)\x1b\\/.exec(seen()) ?? [];
  assert.match(title, /^tmpfsroot: 1\/2 \\u001b\]0;x\\u0007y+…$/);
  assert.equal(title.length, 60);
  tab.close();
});
