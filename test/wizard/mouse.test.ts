import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingsOf, keyContext } from '../../src/wizard/model/key-table.js';
import { Driver, knownPackages, newSpec, type Told } from './driver.js';
import { cellOf, click, clickBytes, moveMouse, wheel } from './mouse.js';
import { doneRun } from './runs.js';
import { disksOfDevice, scenes } from './scenes.js';
import { shippedFacts } from './shipped.js';

const sizes: readonly Told[] = [
  { columns: 80, rows: 24 },
  { columns: 60, rows: 15 },
  { columns: 36, rows: 12 },
];

/** The same behaviour in every window. */
function inAllSizes(name: string, behaves: (told: Told) => void): void {
  for (const told of sizes) test(`${name} (${told.columns}x${told.rows})`, () => behaves(told));
}

inAllSizes('on the start screen a click goes to a row, a second one does what it says', (told) => {
  const driver = new Driver({ presets: shippedFacts, ...told });
  click(driver, 'Preset: docker').sees(/❯ Preset: docker/);
  assert.deepEqual(driver.requests(), []);
  click(driver, 'Preset: docker');
  assert.deepEqual(driver.lastRequest(), { type: 'load-preset', name: 'docker-host' });
});

inAllSizes('a release is chosen by a click', (told) => {
  const driver = new Driver(told).press('n');
  const [first, second] = driver.state.releases;
  const other = driver.state.spec.release === first?.release ? second : first;
  click(driver, `Fedora ${other?.release}`);
  assert.equal(driver.state.spec.release, other?.release);
  click(driver, `Fedora ${other?.release}`);
  assert.equal(driver.state.screen, 'release');
});

inAllSizes('in the list of packages, and in its search, a second click adds or removes', (told) => {
  const driver = new Driver({ packages: knownPackages(), ...told }).walkTo('packages');
  driver.press('/').type('htop');
  click(driver, 'htop   ');
  assert.ok(driver.state.spec.packages?.includes('htop'));
  driver.press('escape', 'end');
  click(driver, /htop/);
  assert.ok(!driver.state.spec.packages?.includes('htop'));
});

inAllSizes(
  'in a form a click goes to a field, what was typed is kept, and a choice goes on by the next',
  (told) => {
    const driver = new Driver(told).load(newSpec(), 'system');
    driver.press('ctrl+u').type('pump');
    const row = driver.lines().findIndex((line) => /Host name/.test(line));
    moveMouse(driver, clickBytes({ column: 4, line: row })).sees(
      /❯ Host name/,
      /Name of the i\S* *(image)? +pump/,
    );
    assert.equal(driver.state.spec.name, 'pump');
    driver.type('x');
    const outputs = new Driver(told).load(newSpec(), 'outputs');
    const before = outputs.state.spec.outputs;
    outputs.field('Disk image, raw');
    click(outputs, /❯ Disk image, r/);
    assert.notDeepEqual(outputs.state.spec.outputs, before);
  },
);

inAllSizes('a part of the disk map leads to its size', (told) => {
  const driver = new Driver(told).load(newSpec(), 'sizes').press('home', 'up', 'up', 'up', 'up', 'up');
  for (const [letter, label] of [
    ['D', 'docker'],
    ['C', 'cache'],
  ] as const) {
    driver.times(9, 'up');
    const bar = driver.lines().findIndex((line) => /^\[.*\]$/.test(line));
    if (bar < 0) continue;
    const column = driver.lines()[bar]?.indexOf(letter) ?? -1;
    assert.ok(column > 0, driver.screen());
    moveMouse(driver, clickBytes({ column, line: bar })).sees(new RegExp(`❯ ${letter} +${label}`));
  }
});

inAllSizes(
  'on the review a click goes to a row, a second one opens it; the map is that of the sizes',
  (told) => {
    const driver = new Driver(told).load(newSpec());
    click(driver, /^ {2}Packages/).sees(/❯ Packages/);
    click(driver, /❯ Packages/);
    assert.equal(driver.state.screen, 'packages');
    const high = new Driver({ ...told, rows: 40 }).load(newSpec());
    click(high, /^\[/).sees(/❯ Partition sizes/);
  },
);

inAllSizes('rows of what lies over a screen: sets and disks', (told) => {
  const sets = new Driver(told).load(newSpec(), 'packages').press('s');
  const [row] = sets.lines().flatMap((line, at) => (/^ {2}[◉○◆]/.test(line) ? [at] : []));
  assert.ok(row !== undefined, sets.screen());
  moveMouse(sets, clickBytes({ column: 5, line: row }));
  const before = sets.state.spec.packages;
  moveMouse(sets, clickBytes({ column: 5, line: sets.lines().findIndex((line) => line.startsWith('❯')) }));
  assert.notDeepEqual(sets.state.spec.packages, before);
  const disks = new Driver(told)
    .load(newSpec(), 'disks')
    .send({ type: 'disks', disks: disksOfDevice, leftOut: [], memoryMiB: null });
  click(disks, 'nvme0n1').sees(/❯ ○ nvme0n1/);
  click(disks, 'nvme0n1').sees(/❯ ◉ nvme0n1 +main disk/);
});

test('every key of the footer does the same when it is clicked, on all that can be drawn', () => {
  for (const told of [{}, { columns: 36, rows: 12 }]) {
    for (const [name, scene] of scenes) {
      const foot = scene(told).lines().length - 1;
      const shown = ` ${scene(told).lines()[foot]}`;
      const bindings = bindingsOf(keyContext(scene(told).state));
      for (const { shown: key, hint, keys } of bindings) {
        const column = shown.indexOf(` ${key} ${hint}`);
        if (column < 0) continue;
        const driver = scene(told);
        const pressed = scene(told).press(keys[0] === ' ' ? 'space' : (keys[0] as string));
        moveMouse(driver, clickBytes({ column, line: foot }));
        assert.equal(driver.screen(), pressed.screen(), `${name}: ${key}`);
        assert.deepEqual(driver.requests(), pressed.requests(), `${name}: ${key}`);
      }
    }
  }
});

inAllSizes('the wheel moves lists by a row and texts by three lines, and chooses nothing', (told) => {
  const start = new Driver({ presets: shippedFacts, ...told });
  wheel(start, 2).sees(/❯ Preset: /);
  const result = new Driver(told).tell({ result: { kind: 'done', result: doneRun } });
  wheel(result, 1);
  assert.equal(result.state.focus.result, 3);
  wheel(result, -4);
  assert.equal(result.state.focus.result, 0);
  const help = new Driver(told).press('?');
  wheel(help, 30);
  const last = help.screen();
  assert.equal(wheel(help, 1).screen(), last);
  const lines = Array.from({ length: 90 }, (_, at) => `line ${at + 1}`).join('\n');
  const log = new Driver(told).send({ type: 'log', file: '/x.log', text: lines });
  const top = Number(/(\d+) of 90/.exec(log.screen())?.[1]);
  wheel(log, -2).sees(`${top - 6} of 90`);
  const release = new Driver(told).press('n');
  const before = release.screen();
  assert.equal(wheel(release, 2).screen(), before);
});

test('a click beside everything does nothing, wherever it is', () => {
  for (const [name, scene] of scenes) {
    const driver = scene({});
    const blank = driver.lines().findIndex((line, at) => line === '' && at > 3);
    if (blank < 0) continue;
    const before = driver.screen();
    moveMouse(driver, clickBytes({ column: 70, line: blank }));
    assert.equal(driver.screen(), before, name);
    moveMouse(driver, clickBytes({ column: 500, line: 200 }));
    assert.equal(driver.screen(), before, name);
  }
});

test('who draws the mouse over text is told how to select it, and nothing else happens', () => {
  const driver = new Driver({ presets: shippedFacts });
  const from = cellOf(driver.lines(), 'Preset: docker');
  moveMouse(driver, clickBytes(from, { ...from, column: from.column + 8 })).sees('hold Shift while you drag');
  driver
    .seesNot(/❯ Preset: docker/)
    .press('down')
    .seesNot('hold Shift');
});

test('a click on what another key has taken away in the meantime does nothing', () => {
  const driver = new Driver().load(newSpec(), 'packages');
  const { of, spots } = driver.frame();
  const target = spots[3]?.target;
  assert.deepEqual(target, { kind: 'row', row: 3 });
  driver.press('s');
  const before = driver.screen();
  assert.equal(driver.send({ type: 'press', of, target }).screen(), before);
});

test('the help tells of the mouse where there is one', () => {
  new Driver({ rows: 60, hasMouse: true }).press('?').sees('Mouse', 'To select text, hold Shift');
  new Driver({ rows: 60 }).press('?').seesNot('Mouse');
});
