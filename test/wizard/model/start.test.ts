import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FolderFacts } from '../../../src/project/folder/recognise-folder.js';
import { doctorFacts, qemuIsMissing, rpmIsHere } from '../doctor-facts.js';
import { Driver } from '../driver.js';
import { folderFacts, lastBuild, leftAt } from '../folder-facts.js';
import { doneRun } from '../runs.js';
import { shippedFacts, shippedSpecs } from '../shipped.js';

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
  ['ours', folderFacts('ours'), 0, ['Build this image', 'Change this image', 'New image', 'Doctor']],
  [
    'seed with a draft',
    folderFacts('legacy'),
    1,
    ['Build this image', 'Continue', 'Change this image', 'New image', 'Doctor'],
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
    'r · without what is unfinished · built 2026-11-20 18:30',
    'Continue left 2026-11-21 09:00',
    'tmpfsroot.json and packages.list',
  );
  new Driver({ folder: folderFacts('ours') }).sees('Build this image  r').seesNot('Rebuild');
  new Driver({ folder: folderFacts('legacy') }).sees('a project of tmpfsroot-fedora');
});

test('`r` says that it does not build what is unfinished, where something is', () => {
  const folder = folderFacts('ours', lastBuild);
  new Driver({ folder }).sees('r rebuild').seesNot('without what is unfinished', 'rebuild the files');
  const left = new Driver({ folder, left: [leftAt(21)] });
  left.sees('r · without what is unfinished · built 2026-11-20 18:30', 'r rebuild the files').press('r');
  assert.deepEqual(left.requests(), [{ type: 'run', spec: null, relock: true }]);
  const begun = new Driver({ folder }).press('n', 'escape').sees('r · without what is unfinished', '❯');
  begun.tell({ saved: begun.state.spec }).seesNot('without what is unfinished');
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
  const driver = new Driver({ folder: folderFacts('legacy'), left: [leftAt(22)], presets: shippedFacts });
  driver.press('enter', 'down', 'enter', 'down', 'enter', 'down', 'down', 'enter');
  assert.deepEqual(
    driver.requests().map((request) => (request.type === 'load-preset' ? request.name : request.type)),
    ['run', 'load-draft', 'load-folder', shippedFacts[0]?.name],
  );
  driver.press('up', 'enter').sees('Fedora release', '1/7');
});

test('a letter goes to the next row that begins with it; a capital one where the small one is a key', () => {
  const driver = new Driver({ presets: shippedFacts }).press('m').sees('❯ Preset: minimal').press('enter');
  assert.deepEqual(driver.lastRequest(), { type: 'load-preset', name: 'minimal' });
  driver
    .press('D')
    .sees('❯ Doctor')
    .press('D')
    .sees('❯ Preset: datalogger')
    .press('D')
    .sees('❯ Preset: docker-host');
  driver.press('R').sees('❯ Preset: robot').press('x').sees('❯ Preset: robot');
});

test("a person's own presets come before the shipped ones", () => {
  const own = { name: 'zebra', description: 'Mine.', hardware: 'sdz', kind: 'own', broken: null } as const;
  const driver = new Driver({ presets: [...shippedFacts, own] });
  assert.deepEqual(labels(driver).slice(0, 3), ['New image', 'Preset: zebra', 'Preset: datalogger']);
});

test('whether this machine can build, and by what, stands above the rows once it is known', () => {
  const driver = new Driver({ presets: shippedFacts }).sees('Looking whether this machine can build');
  const row = driver.lines().findIndex((line) => line.startsWith('❯'));
  driver.press('down').tell({ verdict: { canBuild: true, text: 'This machine builds with podman.' } });
  driver.sees('✔ This machine builds with podman.', '❯ Preset: datalogger').press('up');
  assert.equal(
    driver.lines().findIndex((line) => line.startsWith('❯')),
    row,
  );
  const text = 'This machine cannot build: rpm is missing, and no container engine works.';
  driver.tell({ verdict: { canBuild: false, text } }).sees(`▲ d tells more. ${text.slice(0, 50)}`);
});

test('what the program is stands below the rows', () => {
  new Driver().sees('Builds Fedora images that survive power cuts');
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
  driver.tell({
    doctor: doctorFacts({ programs: [rpmIsHere, qemuIsMissing], install: 'apt-get install qemu' }),
  });
  driver.sees('missing qemu', 'i install what is missing').press('i');
  assert.equal(driver.lastRequest()?.type, 'install-programs');
  new Driver()
    .press('?')
    .sees('Nothing is written before you say so', 'Keys')
    .press('escape')
    .sees('New image');
});

test('where nothing can be installed `i` says so, and is not offered', () => {
  const driver = new Driver().press('d').tell({ doctor: doctorFacts({ programs: [rpmIsHere] }) });
  driver.seesNot('i install').press('i').sees('Nothing can be installed from here.');
});

test('what belongs to a line of the doctor stays under it, also where it is longer than the screen', () => {
  const long = `  podman: no; ${'it does not work '.repeat(8)}`;
  const driver = new Driver()
    .press('d')
    .tell({ doctor: doctorFacts({ verdict: ['Engines:', long, 'Cache: /c'] }) });
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
    hardware: '',
    broken: 'mine.json:3:1: no JSON value.',
  } as const;
  const driver = new Driver({ presets: [...shippedFacts, broken], rows: 30 });
  driver.press('down').sees('❯ Preset: mine', 'mine.json:3:1: no JSON value.').press('down');
  driver.sees((shippedFacts[0]?.description ?? '').split(/(?<=\.)\s/)[0] as string);
});

test('a loaded preset stands on the review, from where every screen can be gone to', () => {
  const [name, spec] = shippedSpecs[0] ?? assert.fail('no preset');
  const driver = new Driver({ presets: shippedFacts });
  driver.send({ type: 'loaded', spec, screen: 'review', notice: `Preset ${name}.`, isSaved: false });
  driver
    .sees('Review', '7/7', spec.name, `Preset ${name}.`)
    .press('down', 'down', 'down', 'enter')
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
    .sees('4/7', /esp +2x/, '`2x` is not a valid size');
});

test('a preset that is loaded over unsaved work can be taken back', () => {
  const driver = new Driver({ presets: shippedFacts }).walkTo('sizes').fill('log', '7G').press('up');
  const mine = driver.state.spec;
  driver
    .times(4, 'escape')
    .sees('New image')
    .load((shippedSpecs[1] ?? assert.fail())[1]);
  assert.notDeepEqual(driver.state.spec, mine);
  driver.press('ctrl+_');
  assert.deepEqual(driver.state.spec, mine);
});

test('a message of the beginning stands there until the first key', () => {
  const driver = new Driver({ message: 'PARTSIZE_LOG: `big` is not a valid size.' }).sees(
    'PARTSIZE_LOG: `big` is not a valid size.',
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
  driver.press('ctrl+_');
  assert.equal(driver.state.spec.name, 'kiosk');
});

test('an image that a run found to be current was built then, and checked now', () => {
  const currentSince = lastBuild.time;
  const checkedAt = new Date(2026, 10, 22, 15, 3);
  const driver = new Driver({ folder: folderFacts('ours', lastBuild) });
  driver.tell({ result: { kind: 'done', result: doneRun, currentSince, checkedAt } });
  driver.sees('Nothing to do: the image of 2026-11-20 18:30 is current (checked 15:03).').press('escape');
  driver.sees('built 2026-11-20 18:30, checked 2026-11-22 15:03');
});
