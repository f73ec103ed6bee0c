import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplacedFile } from '../../../src/project/write/write-permit.js';
import type { RunRequest, WriteRequest } from '../../../src/wizard/model/request.js';
import { Driver, newSpec } from '../driver.js';
import { folderFacts } from '../folder-facts.js';

const digests = { 'tmpfsroot.json': 'aa', 'packages.list': 'bb' };
const files: readonly ReplacedFile[] = [
  { name: 'packages.list', losses: ['2 packages that are not in the new list: vim, git'], isNewer: false },
  { name: 'tmpfsroot.json', losses: ['repository acme', '1 key of packages'], isNewer: false },
];

/** The review of a preset in a folder of another project, and what the world outside answers to the last request. */
function onReview(told: ConstructorParameters<typeof Driver>[0] = {}): Driver {
  return new Driver({ folder: folderFacts('ours'), ...told }).load(newSpec(), 'review');
}

function asks(driver: Driver, asked: readonly ReplacedFile[] = files): Driver {
  const request = driver.lastRequest() as RunRequest | WriteRequest;
  return driver.send({ type: 'replaces', files: asked, digests, request });
}

for (const [key, request] of [
  ['enter', { type: 'run', relock: false }],
  ['w', { type: 'write-project' }],
] as const) {
  for (const [columns, rows] of [
    [80, 24],
    [60, 15],
  ] as const) {
    test(`\`${key}\` at ${columns}x${rows}: every file and what it loses is named, and only \`y\` replaces`, () => {
      const driver = asks(onReview({ columns, rows }).press(key)).sees(
        'Replace these files?',
        'The folder holds another project.',
        'packages.list loses 2 packages that are not in the new list: vim, git.',
        'tmpfsroot.json loses repository acme; 1 key of packages.',
        'A copy of each, and of rpms.lock, is kept beside it, with the time in its name.',
        'y replace them',
        'Esc keep them as they are',
      );
      const asked = driver.requests().length;
      driver.press('space', 'a', 'right', 'tab', 'down', 'up');
      assert.equal(driver.requests().length, asked);
      driver.sees('Replace these files?').press('y');
      assert.deepEqual(driver.lastRequest(), { ...request, spec: driver.state.spec, agreed: digests });
      driver.seesNot('Replace these files?');
    });
  }
}

test('Escape, `n`, and Enter that is pressed once too often write nothing and lead back to the review', () => {
  for (const key of ['escape', 'n', 'enter']) {
    const driver = asks(onReview().press('enter'));
    const { spec } = driver.state;
    const asked = driver.requests();
    driver.press(key).sees('Review', '7/7', 'Nothing was written.').seesNot('Replace these files?');
    assert.deepEqual(driver.requests(), asked);
    assert.equal(driver.state.spec, spec);
    assert.ok(driver.state.unsaved);
  }
});

test('many files and long losses can be scrolled to their last line', () => {
  const many = Array.from({ length: 12 }, (_, index) => ({
    name: `file-${index}`,
    losses: ['something long enough for more than one line of a small window'],
    isNewer: false,
  }));
  asks(onReview({ columns: 40, rows: 14 }).press('w'), many)
    .times(40, 'down')
    .sees('file-11 loses');
});

test('a folder that something else changed is said to be one, and no copy of the lock is spoken of', () => {
  asks(
    onReview().press('w'),
    files.map((file) => ({ ...file, isNewer: true })),
  )
    .sees('Something else has changed the folder since it was read here.')
    .seesNot('rpms.lock', 'another project');
});

test('a spec that was read from the folder goes on from it; a preset and a new image do not', () => {
  const driver = new Driver({ folder: folderFacts('ours'), presets: [] });
  const spec = { ...newSpec(), release: 43 };
  const isEditing = () => [driver.state.isOfFolder, driver.state.basis];
  driver.send({ type: 'loaded', spec, screen: 'review', notice: null, isSaved: true, basis: digests });
  assert.deepEqual(isEditing(), [true, digests]);
  driver.press('right', 'down', 'up');
  assert.deepEqual(isEditing(), [true, digests]);
  driver.load(newSpec(), 'review');
  assert.equal(driver.state.isOfFolder, false);
});

test('what is taken back over a preset goes on from the folder again, and done again it does not', () => {
  const driver = new Driver({ folder: folderFacts('ours') });
  const spec = newSpec();
  driver.send({ type: 'loaded', spec, screen: 'outputs', notice: null, isSaved: true, basis: digests });
  driver.press('space').load({ ...newSpec(), release: 43 }, 'review');
  assert.equal(driver.state.isOfFolder, false);
  driver.press('ctrl+_');
  assert.deepEqual([driver.state.isOfFolder, driver.state.basis], [true, digests]);
  driver.press('ctrl+y');
  assert.equal(driver.state.isOfFolder, false);
  driver.times(7, 'escape').press('n');
  assert.equal(driver.state.isOfFolder, false);
});

test('what was written is the folder’s own from then on', () => {
  const driver = asks(onReview().press('w')).press('y');
  const after = { 'tmpfsroot.json': 'cc' };
  driver.tell({ saved: driver.state.spec, digests: after });
  assert.deepEqual([driver.state.isOfFolder, driver.state.basis], [true, after]);
});

test('a run that failed and goes on with `r` asks as well', () => {
  const driver = new Driver({ folder: folderFacts('ours') }).walkTo('review');
  driver.tell({ result: { kind: 'interrupted', at: null } }).press('r');
  asks(driver).sees('Replace these files?').press('y');
  assert.deepEqual((driver.lastRequest() as RunRequest).agreed, digests);
});

test('the review compares with the files of the folder, and only where those say the same with the last build', () => {
  const spec = newSpec();
  const onDisk = { ...spec, release: 43, packages: [...(spec.packages ?? []), 'vim'].reverse() };
  const driver = onReview({ rows: 60 }).tell({ lastBuilt: spec, onDisk });
  driver.sees(
    'This folder holds another project. Changes to its files:',
    'Release: 44, was 43',
    'Packages: -vim',
  );
  driver.seesNot('last build');
  driver
    .tell({ saved: driver.state.spec, digests, onDisk: spec })
    .sees('Nothing was changed since the last build.');
  driver.tell({ onDisk: { ...spec, packages: [...(spec.packages ?? [])].reverse() } });
  driver.sees('Nothing was changed since the last build.').seesNot('another project', 'Packages: -');
  driver.tell({ onDisk }).sees('Changed from the files in this folder:', 'Packages: -vim');
});
