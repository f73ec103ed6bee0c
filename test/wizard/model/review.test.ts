import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutputKind } from '../../../src/config/outputs.js';
import { planDisks } from '../../../src/config/partitions/partition-plan.js';
import { noContent } from '../../../src/project/folder/folder-content.js';
import { wipeSentences } from '../../../src/wizard/model/review-text.js';
import { entriesOf } from '../../project/override/entries-of.js';
import { Driver, newSpec } from '../driver.js';
import { shippedSpecs } from '../shipped.js';

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
    driver.sees('it gets esp, two root slots A and B (one runs, one is spare), persist');
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
        // The row with the focus says all of what others cut.
        const start = line.endsWith('…') ? line.slice(0, 18) : line;
        const isSeen = seen.has(line.replace(/^❯/, ' ')) || [...seen].some((one) => one.startsWith(start));
        assert.ok(isSeen, `${columns}x${rows} never shows: ${line}`);
      }
    }
  });
}

const titles = [
  ...['Fedora release', 'Packages', 'Disks and memory', 'Partition sizes', 'System', 'Outputs'],
] as const;

test('every row sums its screen up; Enter opens it, and Enter or Escape there come back to the same row', () => {
  const driver = onReview().sees(
    'Fedora 44 x86_64',
    '32 named',
    'sda · smallest that fits',
    'root 2x2G',
    'robot · UTC',
  );
  for (const [index, title] of titles.entries()) {
    driver.press('down').sees('Enter open this');
    for (const back of ['enter', 'escape']) {
      driver
        .press('enter')
        .sees(title, `${index + 1}/7`, 'Enter to the review')
        .press(back)
        .sees('7/7');
    }
    driver
      .press('right')
      .sees(title)
      .press('escape')
      .sees(`❯ ${title.slice(0, 16)}`);
  }
  assert.deepEqual(
    driver.requests().filter(({ type }) => type === 'run'),
    [],
  );
});

test('the first row builds; nothing else does', () => {
  const driver = onReview().sees('❯ Build this image', 'Enter build it').press('enter');
  assert.equal(driver.lastRequest()?.type, 'run');
});

test('another release takes four keys from the review and back', () => {
  const driver = onReview().press('down', 'enter', 'down', 'enter').sees('7/7', 'Fedora 43 x86_64');
  assert.equal(driver.state.spec.release, 43);
});

test('a screen that has an error is not left for the review, and Escape leaves it all the same', () => {
  const driver = onReview().times(5, 'down').press('enter').fill('Host name', 'a b').press('enter');
  driver.sees('5/7', '✖').press('escape').sees('7/7', '✖');
});

test('the row with the focus says all of it, where others are cut', () => {
  const spec = newSpec();
  const services = Array.from({ length: 12 }, (_, index) => `service-${index}.service`);
  spec.system = { ...spec.system, services: { ...spec.system.services, enabled: services } };
  const driver = onReview(spec).seesNot('service-11.service').times(5, 'down');
  driver.sees('service-11.service').press('up').seesNot('service-11.service');
});

test('what is wrong or doubtful is a row each, with its remedy at the foot, and Enter goes to the field', () => {
  const spec = structuredClone({ ...newSpec(), release: 41 });
  spec.disks.devices = ['sda', 'sdb'];
  const driver = onReview(spec)
    .resize(80, 40)
    .times(7, 'down')
    .sees(/❯ ▲ Fedora 41 reached its end of life/);
  driver.press('enter').sees('Fedora release', '1/7', 'Enter to the review').press('escape').press('down');
  driver
    .sees(/❯ ▲ .*sdb/)
    .press('enter')
    .sees('Disks and memory', '3/7', '▲')
    .press('enter')
    .sees('7/7');
});

test('^T takes the fix of the row with the focus, else of the first one', () => {
  const spec = structuredClone({ ...newSpec(), release: 41 });
  spec.disks.devices = ['sda', 'sdb'];
  const isFixed = (...keys: string[]) => {
    const { release, disks } = onReview(spec).press(...keys, 'ctrl+t').state.spec;
    return [release !== 41, disks.devices.length === 1];
  };
  assert.deepEqual(isFixed(), [true, false]);
  assert.deepEqual(isFixed(...Array.from({ length: 8 }, () => 'down')), [false, true]);
});

test('what is wrong in a file of the folder, which no screen has, is said whole', () => {
  const entries = {
    ...{ rootOverride: entriesOf(), isoOverride: entriesOf('docs/pipe (FIFO)'), scripts: [], contents: [] },
  };
  const driver = onReview()
    .tell({ content: { ...noContent, entries } })
    .times(7, 'down')
    .press('enter');
  driver.sees('7/7', 'iso-root.override/docs/pipe: This is a FIFO');
});

test('what is wiped is whole at 80x24 also where warnings take their room', () => {
  for (const [name, shipped] of shippedSpecs) {
    const spec = structuredClone({ ...shipped, release: 41 });
    spec.disks.devices = [...spec.disks.devices, 'sdx'];
    const driver = onReview(spec).sees('▲ Fedora 41 reached its end of life');
    for (const sentence of wipeSentences(spec)) assert.ok(driver.sees(sentence), name);
  }
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
  const own = { name: 'robot', description: '', hardware: '', kind: 'own', broken: null } as const;
  driver
    .tell({ presets: [own] })
    .press('s')
    .sees('A preset of that name exists: Enter replaces it.')
    .press('enter');
  assert.equal((driver.lastRequest() as { overwrite: boolean }).overwrite, true);
});

test('a name that no preset can have is told of, and the question stays', () => {
  const driver = onReview().press('s', 'ctrl+u', 'enter').sees('A preset needs a name.', 'Save as preset');
  driver.type('a/b').press('enter').sees('`a/b` is not a valid name for a preset.', 'Save as preset');
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
  changed.sees('New since the last build:', '+nginx', 'log: 3 GiB, was 2 GiB', 'Root password: changed');
  assert.ok(!changed.screen().includes('hhhhhh'));
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
  assert.match(shown(1024), /root\.override\/opt\/acme\/app\.conf: .* would be hidden .*`0` at "opt"/);
  assert.match(shown(0), /iso-root\.override\/docs\/pipe: This is a FIFO/);
});

test('every size stands under its disk at 80 columns', () => {
  const spec = { ...newSpec(), partitions: { ...newSpec().partitions } };
  new Driver().load(spec).sees(/E 200 MiB +AB 2 GiB +P 200 MiB +L 2 GiB +O 2 GiB +C 4 GiB +D 8 GiB/);
});
