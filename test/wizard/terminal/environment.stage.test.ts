import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertGivenBack, emptyFolder, openWizard, pointedAt, walkTo } from './open-wizard.js';

/** SGR with a colour (ISO 6429: 30 to 49, 90 to 107), of any depth. */
const colour = /\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10[0-7])(?:;\d+)*m/;

describe('the wishes of a terminal', () => {
  for (const env of [{ NO_COLOR: '1' }, { FORCE_COLOR: '0' }]) {
    it(`${JSON.stringify(env)}: no colour anywhere, and what is chosen is seen all the same`, async (t) => {
      const terminal = openWizard(t, { env });
      await terminal.until('New image');
      assert.equal(pointedAt(terminal), 'New image');
      terminal.press('n');
      await walkTo(terminal, 'Review');
      await terminal.quiet();
      assert.doesNotMatch(terminal.output(), colour);
    });
  }

  for (const [TERM, deepest] of [
    ['xterm', 15],
    ['xterm-256color', 255],
  ] as const) {
    it(`TERM=${TERM}: colours of its palette`, async (t) => {
      const terminal = openWizard(t, { env: { TERM } });
      await terminal.until('New image');
      terminal.press('n');
      await walkTo(terminal, 'Review');
      const colours = new Set(terminal.cells().flatMap((row) => row.map(({ foreground }) => foreground)));
      colours.delete(null);
      assert.ok(colours.size > 3, [...colours].join(' '));
      for (const one of colours) assert.ok(typeof one === 'number' && one <= deepest, String(one));
    });
  }

  it('CI=1 in a real terminal changes nothing', async (t) => {
    const dir = emptyFolder(t);
    const [with1, without] = [openWizard(t, { dir, env: { CI: '1' } }), openWizard(t, { dir })];
    for (const terminal of [with1, without]) {
      await terminal.until('New image');
      terminal.press('down');
      await terminal.until(() => pointedAt(terminal).startsWith('Preset'));
      await terminal.quiet();
    }
    assert.deepEqual(with1.cells(), without.cells());
  });

  it('LANG=C: nothing but ASCII, on every screen', async (t) => {
    const terminal = openWizard(t, { env: { LANG: 'C' } });
    await terminal.until('New image');
    terminal.press('n');
    await walkTo(terminal, 'Review');
    await terminal.quiet();
    const found = terminal.output().match(/[^\x00-\x7f]+/g) ?? [];
    assert.deepEqual([...new Set(found)], []);
  });

  it('INK_SCREEN_READER=true: lines of text on the normal screen, without borders or a frame around them', async (t) => {
    const terminal = openWizard(t, { env: { INK_SCREEN_READER: 'true' } });
    const text = await terminal.until('New image');
    assert.ok(!terminal.alternateScreen());
    assert.doesNotMatch(text, /[─│█╭╮]/);
    assert.doesNotMatch(terminal.output(), /\x1b\[(?:\d+;)*\d*[Hfd]/);
    terminal.press('down');
    await terminal.until(() => pointedAt(terminal).startsWith('Preset'));
    terminal.press('ctrl-c');
    assert.equal(await terminal.exit(), 130);
    await assertGivenBack(terminal);
  });

  for (const [what, options] of [
    ['TERM=dumb', { env: { TERM: 'dumb' } }],
    ['--plain', { args: ['--plain'] }],
  ] as const) {
    it(`${what}: questions on plain lines`, async (t) => {
      const terminal = openWizard(t, options);
      await terminal.until(/1 New image: [\s\S]*2 Preset /);
      assert.doesNotMatch(terminal.output(), /\x1b/);
      terminal.press('ctrl-c');
      assert.equal(await terminal.exit(), 130);
      await assertGivenBack(terminal);
    });
  }
});
