import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FolderFacts } from '../../src/project/recognise-folder.js';
import { Driver } from './driver.js';
import { folderFacts, lastBuild, leftAt } from './folder-facts.js';
import { shippedFacts, shippedSpecs } from './shipped.js';

const labels = (driver: Driver) =>
  driver
    .lines()
    .slice(2)
    .flatMap((line) => /^(?:❯| ) (\S.*?)(?: {2}|$)/.exec(line)?.[1]?.trim() ?? []);

const folders: [string, FolderFacts, number, string[]][] = [
  ['empty', folderFacts('empty'), 0, ['New image', 'Doctor']],
  ['missing', folderFacts('missing'), 0, ['New image', 'Doctor']],
  ['other', folderFacts('other'), 0, ['New image', 'Doctor']],
  ['empty with a draft', folderFacts('empty'), 1, ['Continue', 'New image', 'Doctor']],
  ['ours', folderFacts('ours'), 0, ['Rebuild this image', 'Change this image', 'New image', 'Doctor']],
  [
    'seed with a draft',
    folderFacts('seed'),
    1,
    ['Rebuild this image', 'Continue', 'Change this image', 'New image', 'Doctor'],
  ],
  ['empty with two drafts', folderFacts('empty'), 2, ['Continue', 'Earlier', 'New image', 'Doctor']],
];

for (const [name, folder, drafts, expected] of folders) {
  test(`a folder that is ${name} is offered what can be begun in it`, () => {
    const left = [leftAt(22), leftAt(21)].slice(0, drafts);
    const driver = new Driver({ folder, left });
    assert.deepEqual(labels(driver), expected);
    assert.match(driver.line(expected[0] as string), /^❯/);
  });
}

test('what is known of the folder stands beside each offer', () => {
  new Driver({ folder: folderFacts('ours', lastBuild), left: [leftAt(21)] }).sees(
    'r · last built 2026-11-20 18:30',
    'Continue left 2026-11-21 09:00',
    'tmpfsroot.json and packages.list',
  );
  new Driver({ folder: folderFacts('ours') }).sees('not built yet');
  new Driver({ folder: folderFacts('seed') }).sees('a project of tmpfsroot-fedora');
});

test('`r` rebuilds the folder as it is with the newest packages, after its plan was to be read', () => {
  const driver = new Driver({ folder: folderFacts('ours', lastBuild) });
  driver.tell({
    plan: {
      lines: [
        { text: 'lock: renewed', kind: 'made' },
        { text: 'tree kept', kind: 'reused' },
      ],
    },
  });
  driver.sees('● lock: renewed', '✔ tree kept');
  driver.press('r');
  assert.deepEqual(driver.requests(), [{ type: 'run', spec: null, relock: true }]);
});

test('Enter on a line does what the line says', () => {
  const driver = new Driver({ folder: folderFacts('seed'), left: [leftAt(22)], presets: shippedFacts });
  driver.press('enter', 'down', 'enter', 'down', 'enter', 'down', 'down', 'enter');
  assert.deepEqual(
    driver.requests().map((request) => (request.type === 'load-preset' ? request.name : request.type)),
    ['run', 'load-draft', 'load-folder', shippedFacts[0]?.name],
  );
  driver.press('up', 'enter').sees('Fedora release', '1/7');
});

test('`r` in a folder without an image says what to do instead', () => {
  const driver = new Driver().press('r');
  assert.deepEqual(driver.requests(), []);
  driver.sees('There is no image in this folder yet: choose a preset or a new image.');
  driver.seesNot('r rebuild');
});

test('`n` begins a new image, `q` quits, `d` looks at the machine, `?` helps', () => {
  new Driver().press('n').sees('Fedora release', '1/7');
  assert.deepEqual(new Driver().press('q').requests(), [{ type: 'quit', status: 'done' }]);
  const driver = new Driver().press('d').sees('Looking at programs');
  assert.deepEqual(driver.requests(), [{ type: 'doctor' }]);
  driver.tell({ doctor: { lines: ['here     rpm', 'missing  qemu'], install: 'apt-get install qemu' } });
  driver.sees('missing qemu', 'i install what is missing').press('i');
  assert.equal(driver.lastRequest()?.type, 'install-programs');
  new Driver()
    .press('?')
    .sees('Nothing is written before you say so', 'Keys')
    .press('escape')
    .sees('New image');
});

test('where nothing can be installed `i` says so, and is not offered', () => {
  const driver = new Driver().press('d').tell({ doctor: { lines: ['here  rpm'], install: null } });
  driver.seesNot('i install').press('i').sees('Nothing can be installed from here.');
});

test('what belongs to a line of the doctor stays under it, also where it is longer than the screen', () => {
  const long = `  podman: no; ${'it does not work '.repeat(8)}`;
  const driver = new Driver()
    .press('d')
    .tell({ doctor: { lines: ['Engines:', long, 'Cache: /c'], install: null } });
  const lines = driver.lines().map((line) => line.trimEnd());
  const first = lines.indexOf('Engines:');
  const last = lines.indexOf('Cache: /c');
  assert.ok(last - first > 2, driver.screen());
  for (const line of lines.slice(first + 1, last)) assert.match(line, /^ {2}\S/);
});

test('a preset is told of in whole sentences, and a broken one why it is broken', () => {
  const broken = {
    name: 'mine',
    description: '',
    kind: 'own',
    broken: 'mine.json:3:1: no JSON value.',
  } as const;
  const driver = new Driver({ presets: [...shippedFacts, broken], rows: 30 });
  driver.press('down').sees((shippedFacts[0]?.description ?? '').split(/(?<=\.)\s/)[0] as string);
  driver.times(shippedFacts.length, 'down').sees('Preset: mine', 'mine.json:3:1: no JSON value.');
});

test('a loaded preset stands on the review, from where every screen can be gone to', () => {
  const [name, spec] = shippedSpecs[0] ?? assert.fail('no preset');
  const driver = new Driver({ presets: shippedFacts });
  driver.send({ type: 'loaded', spec, screen: 'review', notice: `Preset ${name}.`, isSaved: false });
  driver
    .sees('Review', '7/7', spec.name, `Preset ${name}.`)
    .press('down', 'down', 'right')
    .sees('Disks', '3/7');
});

test('what was left before is named by its image and its time, also once something new was begun', () => {
  const driver = new Driver({ left: [leftAt(22, 'pump'), leftAt(21, 'kiosk')] });
  driver.sees('Continue pump, left 2026-11-22 09:00', 'Earlier kiosk, left 2026-11-21 09:00');
  driver.press('n', 'down', 'escape');
  driver.sees(
    'as you have it',
    'Earlier pump, left 2026-11-22 09:00',
    'Earlier kiosk, left 2026-11-21 09:00',
  );
  driver.press('home', 'down', 'down', 'enter');
  const [request] = driver.requests().filter(({ type }) => type === 'load-draft');
  assert.deepEqual(request, { type: 'load-draft', savedAt: leftAt(21).savedAt });
});

test('a draft comes back to its screen with what was half typed', () => {
  const driver = new Driver({ left: [leftAt(22)] });
  driver
    .load(driver.state.spec, 'sizes', { 'partitions.sizes.esp': '2x' })
    .sees('4/7', /esp +2x/, '`2x` is no size');
});

test('a preset that is loaded over unsaved work can be taken back', () => {
  const driver = new Driver({ presets: shippedFacts }).walkTo('sizes').fill('log', '7G').press('up');
  const mine = driver.state.spec;
  driver
    .times(4, 'escape')
    .sees('New image')
    .load((shippedSpecs[1] ?? assert.fail())[1]);
  assert.notDeepEqual(driver.state.spec, mine);
  driver.press('ctrl+z');
  assert.deepEqual(driver.state.spec, mine);
});

test('a message of the beginning stands there until the first key', () => {
  const driver = new Driver({ message: 'PARTSIZE_LOG: `big` is no size.' }).sees(
    'PARTSIZE_LOG: `big` is no size.',
  );
  driver.press('down').seesNot('PARTSIZE_LOG');
});

test('a new image begins afresh after a preset was loaded, which undo brings back', () => {
  const driver = new Driver();
  const kiosk = { ...driver.state.spec, name: 'kiosk' };
  driver.send({ type: 'loaded', spec: kiosk, screen: 'review', notice: null, isSaved: false });
  while (driver.state.screen !== 'start') driver.press('escape');
  driver.press('n').sees('Fedora release', 'robot');
  assert.equal(driver.state.spec.name, 'robot');
  driver.press('ctrl+z');
  assert.equal(driver.state.spec.name, 'kiosk');
});
