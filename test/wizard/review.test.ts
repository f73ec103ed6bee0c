import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noContent } from '../../src/project/folder-content.js';
import { shellWords } from '../../src/spec/command-line.js';
import type { OutputKind } from '../../src/spec/image-spec.js';
import { planDisks } from '../../src/spec/partition-plan.js';
import { reproduce } from '../../src/wizard/reproduce.js';
import { wipeSentences } from '../../src/wizard/wipe-sentences.js';
import { entriesOf } from '../project/override/entries-of.js';
import { Driver, newSpec } from './driver.js';
import { shippedSpecs } from './shipped.js';

const onReview = (spec = newSpec()) => new Driver().load(spec, 'review');

/** All lines that scrolling brings into sight, without those that are cut for the sign that there is more. */
function scrolled(driver: Driver, presses: number): Set<string> {
  const seen = new Set<string>();
  const look = () => {
    for (const line of driver.lines()) if (!line.endsWith(' more')) seen.add(line.replace(/^❯/, ' '));
  };
  look();
  for (let turn = 0; turn < presses; turn += 1) {
    driver.press('down');
    look();
  }
  return seen;
}

for (const [name, spec] of shippedSpecs) {
  test(`the review of ${name} says at 80x24 which disks are wiped and which are kept, whole and without scrolling`, () => {
    const driver = onReview(spec);
    for (const sentence of wipeSentences(spec)) driver.sees(sentence);
    for (const { device } of planDisks(spec).disks) driver.sees(`${device}: everything on it is wiped`);
    driver.sees(/kept as (it is|they are)\./);
  });

  test(`the review of ${name} can be scrolled to its last line at 80x24 and 40x14`, () => {
    for (const [columns, rows] of [
      [80, 24],
      [40, 14],
    ] as const) {
      const whole = new Driver({ columns, rows: 400 }).load(spec, 'review');
      const body = whole.lines().slice(2);
      const last = body.findIndex((line, index) => index > 20 && line === '' && body[index + 1] === '');
      const seen = scrolled(new Driver({ columns, rows }).load(spec, 'review'), last);
      for (const line of body.slice(0, last)) {
        assert.ok(seen.has(line.replace(/^❯/, ' ')), `${columns}x${rows} never shows: ${line}`);
      }
    }
  });
}

test('every row sums its screen up, and the right arrow goes there and Escape leads on', () => {
  const driver = onReview().sees(
    'Fedora 44 x86_64',
    '31 named',
    'sda · smallest that fits',
    'root 2x2G',
    'robot · UTC',
  );
  for (const title of [
    'Fedora release',
    'Packages',
    'Disks and memory',
    'Partition sizes',
    'System',
    'Outputs',
  ]) {
    driver.press('right').sees(title).load(driver.state.spec, 'review');
    driver.times(
      ['Fedora release', 'Packages', 'Disks and memory', 'Partition sizes', 'System', 'Outputs'].indexOf(
        title,
      ) + 1,
      'down',
    );
  }
});

test('what is wiped is whole at 80x24 also where warnings take their room', () => {
  for (const [name, shipped] of shippedSpecs) {
    const spec = structuredClone({ ...shipped, release: 41 });
    spec.disks.devices = [...spec.disks.devices, 'sdx'];
    const driver = onReview(spec).sees('▲ Fedora 41 reached its end of life');
    for (const sentence of wipeSentences(spec)) assert.ok(driver.sees(sentence), name);
  }
});

test('the command stands at the foot, and `c` copies the whole of it', () => {
  const driver = onReview({ ...newSpec(), packages: ['bash'] })
    .resize(80, 40)
    .sees('tmpfsroot-wizard rebuild --name robot');
  driver.sees(shellWords(reproduce(driver.state.spec)).slice(0, 60)).press('c');
  assert.deepEqual(driver.lastRequest(), { type: 'copy', spec: driver.state.spec });
});

test('`w` writes the project, and then nothing is unsaved', () => {
  const driver = onReview().press('w');
  const { spec } = driver.state;
  assert.deepEqual(driver.lastRequest(), { type: 'write-project', spec });
  assert.ok(driver.state.unsaved);
  driver.tell({ saved: spec, notice: { level: 'info', text: 'Written: tmpfsroot.json.' } }).sees('Written:');
  assert.ok(!driver.state.unsaved);
});

test('what was changed while the project was written is still unsaved', () => {
  const driver = onReview().press('w');
  const { spec } = driver.state;
  driver.press('escape').press('space').tell({ saved: spec });
  assert.ok(driver.state.unsaved);
});

test('`s` keeps it as a preset under a name that can be edited; a name that is there is said to be replaced', () => {
  const driver = onReview().press('s').sees('Save as preset', '❯ robot').type('-2').press('enter');
  assert.deepEqual(driver.lastRequest(), {
    ...{ type: 'save-preset', name: 'robot-2', spec: driver.state.spec, overwrite: false },
  });
  const own = { name: 'robot', description: '', kind: 'own', broken: null } as const;
  driver
    .tell({ presets: [own] })
    .press('s')
    .sees('There is a preset of that name: Enter replaces it.')
    .press('enter');
  assert.equal((driver.lastRequest() as { overwrite: boolean }).overwrite, true);
});

test('a name that no preset can have is told of, and the question stays', () => {
  const driver = onReview().press('s', 'ctrl+u', 'enter').sees('A preset needs a name.', 'Save as preset');
  driver.type('a/b').press('enter').sees('`a/b` is no name for a preset.', 'Save as preset');
  assert.ok(!driver.requests().some(({ type }) => type === 'save-preset'));
  driver.press('ctrl+u').paste(' north \n').press('enter');
  assert.equal((driver.lastRequest() as { name: string }).name, 'north');
});

test('what is new against the last build stands there, hashes unsaid', () => {
  const before = newSpec();
  const driver = onReview();
  driver.tell({ lastBuilt: before });
  driver.times(30, 'down').sees('Nothing was changed since the last build.');
  const hash = `$6$salt$${'h'.repeat(86)}`;
  const spec = structuredClone(before);
  spec.packages = [...(before.packages ?? []).slice(1), 'nginx'];
  spec.partitions.sizes.log = 3072;
  spec.system.rootPasswordHash = hash;
  const changed = onReview(spec).tell({ lastBuilt: before }).times(16, 'down');
  changed.sees(
    'New since the last build:',
    '+nginx',
    'partitions.sizes.log: 3072, was 2048',
    'rootPasswordHash: changed',
  );
  assert.ok(!changed.screen().includes('hhhhhh') || changed.screen().includes('--root-password-hash'));
});

test('the first warning stands there, and how many more there are', () => {
  const spec = structuredClone({ ...newSpec(), release: 41 });
  spec.disks.devices = ['sda', 'sdb'];
  onReview(spec).sees('▲ Fedora 41 reached its end of life', 'and 2 more above');
});

test('an unattended installer is said to ask nobody', () => {
  const spec = { ...newSpec(), install: { ...newSpec().install, unattended: true } };
  onReview(spec).sees('The installer runs by itself, without asking.');
  onReview().sees('The installer runs when somebody chooses it in its menu.');
});

const parts = [
  { name: 'ks', text: '%pre 2 lines, %post 3 lines' },
  { name: 'hooks.d', text: '2 scripts' },
  { name: 'iso-root.override', text: '1 file' },
];

test('scripts and overrides of the folder are on the review, a line for each kind', () => {
  const driver = new Driver({ rows: 60 })
    .load(newSpec(), 'review')
    .tell({ content: { ...noContent, lines: parts } });
  const lines = driver.lines();
  const start = lines.indexOf('From the folder:');
  assert.deepEqual(lines.slice(start + 1, start + 4), [
    '  ks: %pre 2 lines, %post 3 lines',
    '  hooks.d: 2 scripts',
    '  iso-root.override: 1 file',
  ]);
  assert.ok(!onReview().lines().includes('From the folder:'));
});

test('what the medium alone would have is said where devices install themselves from the network', () => {
  const warning = '`iso-root.override` concerns the ISO alone';
  const shown = (outputs: OutputKind[]) =>
    onReview({ ...newSpec(), outputs })
      .tell({ content: { ...noContent, lines: parts } })
      .resize(80, 40)
      .lines()
      .join('\n')
      .includes(warning);
  assert.ok(shown(['iso', 'pxe']));
  assert.ok(!shown(['iso']));
});

test('what the build would refuse of the folder is said first, for the sizes that are set now', () => {
  const partEntries = {
    rootOverride: entriesOf('opt/acme/app.conf'),
    isoOverride: entriesOf('docs/pipe (FIFO)'),
    scripts: [],
    contents: [],
  };
  const shown = (opt: number) => {
    const spec = newSpec();
    const sizes = { ...spec.partitions.sizes, opt };
    return onReview({ ...spec, partitions: { ...spec.partitions, sizes } })
      .tell({ content: { ...noContent, entries: partEntries } })
      .lines()
      .join('\n')
      .replaceAll(/\s+/g, ' ');
  };
  assert.match(shown(1024), /root\.override\/opt\/acme\/app\.conf: .* would be hidden .*`--opt-size 0`/);
  assert.match(shown(0), /iso-root\.override\/docs\/pipe: This is a FIFO/);
});
