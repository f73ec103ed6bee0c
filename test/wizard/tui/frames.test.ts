import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingsOf, keyContext } from '../../../src/wizard/model/key-table.js';
import { reduce } from '../../../src/wizard/model/reducer.js';
import { steps } from '../../../src/wizard/model/state.js';
import { leastColumns, leastRows } from '../../../src/wizard/tui/view/frame.js';
import { lineWidth } from '../../../src/wizard/tui/view/lines.js';
import { Driver, keyNamed, knownPackages, newSpec } from '../driver.js';
import { type Scene, scenes } from '../scenes.js';
import { shippedFacts, shippedSpecs } from '../shipped.js';

const widths = [12, 35, 36, 37, 40, 55, 63, 64, 65, 76, 77, 80, 120];
const heights = [4, 11, 12, 14, 16, 17, 24, 50];

function assertAllSizes(driver: Driver): void {
  for (const columns of widths) for (const rows of heights) driver.resize(columns, rows);
}

for (const [name, scene] of scenes) {
  test(`the frame fits into every terminal: ${name}`, () => assertAllSizes(scene({})));
}

for (const [name, spec] of shippedSpecs) {
  test(`every screen of the preset ${name} fits into every terminal`, () => {
    for (const screen of steps) {
      assertAllSizes(new Driver({ packages: knownPackages(), presets: shippedFacts }).load(spec, screen));
    }
  });
}

test('below the least size the window is asked to be enlarged, at it everything is drawn', () => {
  const driver = new Driver({ columns: leastColumns - 1, rows: leastRows });
  driver.sees(`Enlarge the window to ${leastColumns}x${leastRows}`);
  driver.resize(leastColumns, leastRows).sees('New image').seesNot('Enlarge');
});

test('the frame fills the window but for its last row, so that its foot does not jump', () => {
  for (const [name, scene] of scenes) {
    for (const rows of [12, 24, 50]) {
      assert.equal(scene({ rows }).frame().lines.length, rows - 1, `${name} in ${rows} rows`);
    }
  }
});

test('sizes from 1 GiB on are told in GiB on every screen', () => {
  const shipped = shippedSpecs.flatMap(([name, spec]) =>
    steps.map(
      (screen): Scene => [`${screen} of ${name}`, () => new Driver({ rows: 200 }).load(spec, screen)],
    ),
  );
  for (const [name, scene] of [...scenes, ...shipped]) {
    const text = scene({ rows: 200, columns: 160 }).screen();
    assert.doesNotMatch(text, /\d{4,} ?MiB/, name);
  }
});

test('a text that is typed longer than its field is shown around its caret', () => {
  for (const [name, scene] of scenes.filter(([title]) => /long|source|save/.test(title))) {
    for (const columns of widths.filter((width) => width >= leastColumns)) {
      const driver = scene({ columns });
      const frame = driver.frame();
      assert.ok(frame.caret !== null, name);
      assert.ok(frame.caret.column >= columns / 2, `${name}: caret at ${frame.caret.column} of ${columns}`);
      assert.ok(lineWidth(frame.lines[frame.caret.line] ?? []) >= frame.caret.column - 1, driver.screen());
    }
  }
});

/** Keys of the footer, by what it shows of them. */
function footerKeys(driver: Driver): string[] {
  const last = ` ${driver.lines().at(-1)}`;
  return bindingsOf(keyContext(driver.state))
    .filter(({ shown, hint }) => last.includes(` ${shown} ${hint}`))
    .map(({ keys }) => keys[0] as string);
}

test('every key of the footer does something', () => {
  for (const [name, scene] of scenes) {
    const driver = scene({ columns: 200 });
    const keys = footerKeys(driver);
    assert.ok(keys.length > 0, `${name}: ${driver.lines().at(-1)}`);
    const before = { ...driver.state, notice: null };
    for (const key of keys) {
      const after = reduce(before, { type: 'key', key: keyNamed(key) });
      assert.notDeepEqual(after, before, `${name}: ${key} of ${driver.lines().at(-1)}`);
    }
  }
});

test('a key that only says that it can do nothing is not in the footer', () => {
  for (const [name, scene] of scenes) {
    const driver = scene({ columns: 200 });
    for (const key of footerKeys(driver)) {
      const { notice } = reduce(driver.state, { type: 'key', key: keyNamed(key) });
      assert.doesNotMatch(notice?.text ?? '', /nothing to|Nothing can|There is no image/, `${name}: ${key}`);
    }
  }
});

test('the key of the help is in the footer of every screen, however narrow', () => {
  for (const screen of steps) {
    for (const columns of [leastColumns, 40, 80]) {
      const driver = new Driver({ columns }).load(newSpec(), screen);
      assert.match(driver.lines().at(-1) ?? '', /(\?|F1) help/, `${screen} ${columns}`);
    }
  }
});

test('the help of every screen lists every key that works there', () => {
  for (const [name, scene] of scenes) {
    const driver = scene({ rows: 200, columns: 120 });
    if (driver.state.overlay !== null || driver.state.query !== null) continue;
    const bindings = bindingsOf(keyContext(driver.state));
    driver.press('f1');
    for (const { shown, hint } of bindings) driver.sees(`${shown} `, hint);
    assert.equal(driver.state.overlay === null ? '' : keyContext(driver.state), 'help', name);
  }
});

test('with plain signs nothing is drawn that such a terminal has not, but what the user typed', () => {
  for (const [name, scene] of scenes) {
    for (const size of [{}, { columns: 40, rows: 14 }, { columns: 120, rows: 60 }]) {
      const driver = scene({ env: { TERM: 'linux' }, ...size });
      const text = driver.screen().replace(/[\u3000-\u9fff]/g, '');
      assert.doesNotMatch(text, /[^\n\x20-\x7e]/, `${name}: ${/[^\n\x20-\x7e]/.exec(text)?.[0]}`);
    }
  }
});

test('with plain signs the help has none but those either', () => {
  for (const screen of steps) {
    const driver = new Driver({ env: { TERM: 'linux' }, rows: 100 }).load(newSpec(), screen).press('f1');
    assert.doesNotMatch(driver.screen(), /[^\n\x20-\x7e]/, screen);
  }
});
