import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageSpec, SizedPartition } from '../../../src/config/image-spec.js';
import { planDisks } from '../../../src/config/partitions/partition-plan.js';
import { isOptional, sizedPartitions } from '../../../src/config/partitions/partition-sizes.js';
import { diskMap, proportional } from '../../../src/wizard/tui/view/disk-map.js';
import { lineWidth } from '../../../src/wizard/tui/view/lines.js';
import { symbolsFor } from '../../../src/wizard/tui/view/symbols.js';
import { generatedSpecs } from '../../config/generated-specs.js';
import { Driver, newSpec } from '../driver.js';
import { shippedSpecs } from '../shipped.js';

const labels = sizedPartitions.map((name) => (name === 'root' ? 'root A, B' : name));
const onSizes = () => new Driver().walkTo('sizes');
const sizeOf = (driver: Driver, name: SizedPartition) => driver.state.spec.partitions.sizes[name];

/** With a disk of 20 GiB, which leaves some room. */
function onDiskOf(sizeMiB: number): Driver {
  const spec = newSpec();
  const driver = new Driver().load({ ...spec, disks: { ...spec.disks, sizeMiB } }, 'sizes');
  return driver;
}

test('the first key replaces a size, the next ones go on with it', () => {
  const driver = onSizes().field('log').type('3');
  assert.equal(sizeOf(driver, 'log'), 3);
  driver
    .sees('3 MiB is too small')
    .type('G')
    .seesNot('too small')
    .sees(/log +3G +3 GiB/);
  assert.equal(sizeOf(driver, 'log'), 3072);
  driver.press('down', 'up').type('1G');
  assert.equal(sizeOf(driver, 'log'), 1024);
});

test('sizes are typed in every form that is written about', () => {
  for (const [text, mib] of [
    ['8G', 8192],
    ['2.5 GiB', 2560],
    ['200M', 200],
    ['8192', 8192],
    ['REST', 'rest'],
  ] as const) {
    const driver = onSizes().field('docker').type(text);
    assert.equal(sizeOf(driver, 'docker'), mib, text);
  }
});

test('arrows and + - step every size to whole multiples, and back to where it was', () => {
  for (const label of labels) {
    const driver = onSizes().field(label);
    const before = driver.state.spec;
    driver.press('right');
    assert.notDeepEqual(driver.state.spec, before, label);
    driver.press('+', '-', '-').press('ctrl+_', 'ctrl+_', 'ctrl+_', 'ctrl+_');
    assert.deepEqual(driver.state.spec, before, label);
  }
  const driver = onSizes().field('log').type('2G');
  const steps = ['right', 'right', 'left', 'left', 'left'].map((key) => sizeOf(driver.press(key), 'log'));
  assert.deepEqual(steps, [2304, 2560, 2304, 2048, 1920]);
});

test('steps down end at the least size, for what can be left out at 0, and neither makes a step to undo', () => {
  for (const name of sizedPartitions) {
    const driver = onSizes().field(labels[sizedPartitions.indexOf(name)] as string);
    const others = driver.state.spec;
    driver.times(80, '-');
    const least = sizeOf(driver, name);
    if (isOptional(name)) assert.equal(least, 0, name);
    else assert.ok((least as number) > 0, name);
    driver.seesNot('too small');
    const steps = driver.state.past.length;
    driver.press('-');
    assert.equal(driver.state.past.length, steps, `${name}: a key that changes nothing is not a step`);
    assert.deepEqual({ ...driver.state.spec, partitions: null }, { ...others, partitions: null });
    driver.press('+').seesNot('too small');
  }
});

test('what can be left out is left out by 0, the others say their least size', () => {
  for (const name of sizedPartitions) {
    const driver = onSizes()
      .field(labels[sizedPartitions.indexOf(name)] as string)
      .type('0');
    if (isOptional(name)) {
      driver.sees('left out').press('enter').sees('5/7');
      assert.ok(
        !planDisks(driver.state.spec).disks.some(({ partitions }) =>
          partitions.some((one) => one.name === name),
        ),
      );
    } else {
      driver
        .sees('too small', 'Give at least')
        .press('enter')
        .sees('4/7')
        .press('ctrl+t')
        .seesNot('too small');
      driver.press('enter').sees('5/7');
    }
  }
});

test('`rest` takes what the others leave, and only one data partition can have it', () => {
  const driver = onDiskOf(40_960)
    .field('docker')
    .type('rest')
    .sees(/docker +rest/, 'smallest disk')
    .seesNot('free');
  const plan = planDisks(driver.state.spec);
  assert.equal(plan.freeMiB, 0);
  driver
    .field('log')
    .type('rest')
    .sees('Only one partition can take the rest')
    .press('ctrl+t')
    .seesNot('Only one');
  driver
    .field('persist')
    .type('rest')
    .sees('`rest` cannot be the size of persist')
    .press('ctrl+t')
    .seesNot('cannot');
  driver.press('enter').sees('5/7');
});

test('a plan over the size of the disk says by how much, what would fix it, and ^T does', () => {
  const driver = onDiskOf(24_000).field('docker').type('30G');
  driver.sees("more than the disk's 23.4 GiB", 'Take a disk of', 'or make docker no larger than');
  driver.press('enter').sees('4/7', 'more than the disk').press('up').sees('more than the disk');
  driver.press('ctrl+t').seesNot('more than').sees('smallest disk 23.4 GiB').press('enter').sees('5/7');
});

test('a wrong text keeps its place and the plan that was valid, until it is corrected', () => {
  const driver = onSizes().field('log').type('1Gx').sees('✖', '`1Gx` is not a valid size', '^T takes');
  assert.equal(sizeOf(driver, 'log'), 2048, 'what was before, not what the text began with');
  driver.press('down', 'enter').sees('4/7', /❯ L log +1Gx/);
  driver.press('ctrl+t').sees('Took').press('enter').sees('5/7');
});

test('the smallest disk that would do stands there at every keystroke', () => {
  const driver = onSizes();
  const shown = () => /smallest disk ([\d.]+ [GM]iB)/.exec(driver.screen())?.[1];
  const before = shown();
  driver.field('docker').press('right');
  assert.notEqual(shown(), before);
});

test('the caret stands where the next letter goes', () => {
  const driver = onSizes().field('log').type('16G');
  const { caret } = driver.frame();
  const line = driver.lines()[caret?.line ?? 0] ?? '';
  assert.equal(line.slice(0, caret?.column).trimEnd().endsWith('16G'), true, line);
  driver.press('ctrl+a').type('2');
  assert.equal(sizeOf(driver, 'log'), 216 * 1024);
  assert.ok(
    (driver.lines()[driver.frame().caret?.line ?? 0] ?? '')
      .slice(0, driver.frame().caret?.column)
      .endsWith(' 2'),
  );
});

test('the disk map fills its width, whatever the plan and the width', () => {
  const specs: ImageSpec[] = [...generatedSpecs(150, 3), ...shippedSpecs.map(([, spec]) => spec)];
  for (const spec of specs) {
    for (const disk of planDisks(spec).disks) {
      for (let width = 36; width <= 120; width += 3) {
        const [, bar] = diskMap(disk, width, symbolsFor({}));
        assert.equal(lineWidth(bar ?? []), width, `${disk.device} ${width}`);
      }
    }
  }
});

test('parts of a bar are in proportion to within a column, and none that is there vanishes', () => {
  for (let seed = 1; seed < 400; seed += 1) {
    const sizes = Array.from({ length: 1 + (seed % 9) }, (_, index) => (seed * (index + 3) * 7919) % 100_003);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const columns = proportional(sizes, total, 60);
    assert.equal(
      columns.reduce((sum, one) => sum + one, 0),
      total === 0 ? 0 : 60,
    );
    for (const [index, size] of sizes.entries()) {
      const exact = (size / total) * 60;
      assert.ok(size === 0 ? columns[index] === 0 : (columns[index] ?? 0) >= 1);
      assert.ok(Math.abs((columns[index] ?? 0) - exact) <= sizes.length, `${exact} as ${columns[index]}`);
    }
  }
});

test('a text that is no size stands beside no size, and ^T suggests none that was not meant', () => {
  for (const text of ['1e3', '½G', '50%']) {
    const driver = onSizes().field('root A, B').type(text);
    driver.sees(/✖ +ext4/, `\`${text}\` is not a valid size`);
    assert.equal(sizeOf(driver, 'root'), 2048, 'the beginning of a text is no wish');
    driver.press('ctrl+t');
    assert.equal(sizeOf(driver, 'root'), 2048);
  }
  onSizes().field('root A, B').type('0').seesNot('left out');
  onSizes().field('docker').type('0').sees('left out');
});

test('after an undo the caret stands behind the text that is there again', () => {
  const driver = onSizes().field('cache').press('left').type('1').press('ctrl+_', 'ctrl+u').type('10M');
  driver.sees(/cache +10M +✖? /);
});

test('Home and End go to the first and the last size', () => {
  onSizes().press('end').sees('❯ D  docker').press('home').sees('❯ E  esp');
});

test('the suggestion for a second rest fits onto the disk', () => {
  const driver = onDiskOf(16_384).field('cache').type('rest').press('down').type('rest');
  driver.sees('Only one partition can take the rest').press('ctrl+t').seesNot('✖');
  const docker = sizeOf(driver, 'docker');
  assert.ok(typeof docker === 'number' && docker > 2048, `${docker}`);
});
