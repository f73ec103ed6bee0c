import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import {
  fieldsOf,
  findingsOf,
  firstBlockedScreen,
  screenFindings,
} from '../../../src/wizard/model/screen-findings.js';
import { screens } from '../../../src/wizard/model/screens/index.js';
import { type ScreenId, steps } from '../../../src/wizard/model/state.js';
import { Driver, knownPackages, newSpec } from '../driver.js';
import { wrongSpec } from '../scenes.js';

test('Enter goes through all screens in their order, Escape back to the start', () => {
  const driver = new Driver().press('n');
  for (const [index, screen] of steps.entries()) {
    driver.sees(screens[screen].title, `${index + 1}/7`);
    if (screen !== 'review') driver.press('enter');
  }
  for (const screen of [...steps].reverse().slice(1)) driver.press('escape').sees(screens[screen].title);
  driver.press('escape').sees('New image');
});

test('back and forth loses neither values nor half-typed texts nor the row with the focus', () => {
  const driver = new Driver({ rows: 30 }).walkTo('disks').fill('Memory of the device', '6G').press('enter');
  driver.fill('log', '3G').fill('opt', '7z').press('escape', 'escape', 'escape', 'escape').sees('❯ Continue');
  driver
    .press('enter', 'enter', 'enter')
    .sees(/❯ Memory of the device +6G/)
    .press('enter');
  driver.sees(/❯ O +opt +7z/, '`7z` is not a valid size');
  assert.equal(driver.state.spec.partitions.sizes.log, 3072);
});

test('undo and redo go over screens, back to where each change was made', () => {
  const driver = new Driver()
    .walkTo('disks')
    .fill('Memory of the device', '6G')
    .press('enter')
    .fill('log', '3G');
  driver.press('enter').fill('Host name', 'gate').press('enter');
  const last = driver.state.spec;
  driver.press('ctrl+_').sees('5/7', 'Host name robot').press('ctrl+_').sees('4/7');
  while (driver.state.past.length > 0) driver.press('ctrl+_');
  assert.deepEqual(driver.state.spec, newSpec());
  driver.sees('Undone.').press('ctrl+_').sees('Nothing to undo.');
  while (driver.state.future.length > 0) driver.press('ctrl+y');
  assert.deepEqual(driver.state.spec, last);
  driver.press('ctrl+y').sees('Nothing to redo.');
  driver.press('ctrl+_').type('x').press('ctrl+y').sees('Nothing to redo.');
});

test('all that is typed into a field without leaving it is one step back, and the caret goes to its end', () => {
  const driver = new Driver().walkTo('system').fill('Host name', '').type('a-long-name').press('down', 'up');
  driver.type('x').press('ctrl+_').sees('a-long-name').seesNot('a-long-namex').type('y').sees('a-long-namey');
});

test('Enter on each screen stays while there is an error, and says it and what to do', () => {
  for (const screen of steps.filter((one) => one !== 'review')) {
    const driver = new Driver({ spec: wrongSpec(), columns: 120 }).load(wrongSpec(), screen);
    const [error] = screenFindings(driver.state, screen).filter(({ level }) => level === 'error');
    assert.ok(error !== undefined, screen);
    driver.press('enter').sees(screens[screen].title, error.message, error.remedy);
    assert.equal(driver.state.screen, screen);
  }
});

test('build on the review goes to the first wrong screen and names what is wrong', () => {
  const driver = new Driver({ columns: 120 })
    .load(wrongSpec(), 'review')
    .sees('✖ Release', '✖ Packages', '✖ Disks');
  const seen: (ScreenId | null)[] = [];
  for (let turn = 0; turn < 40 && firstBlockedScreen(driver.state) !== null; turn += 1) {
    const screen = firstBlockedScreen(driver.state);
    if (seen.at(-1) !== screen) seen.push(screen);
    driver.press('enter').sees('✖');
    assert.equal(driver.state.screen, screen);
    driver.press('ctrl+t').sees('Took').load(driver.state.spec, 'review');
  }
  assert.deepEqual(seen, ['release', 'packages', 'disks', 'sizes', 'system', 'outputs']);
  assert.equal(driver.press('enter').lastRequest()?.type, 'run');
});

test('^T takes the value of every finding that has one, and the finding is gone', () => {
  for (const screen of steps) {
    const driver = new Driver({ packages: knownPackages() }).load(wrongSpec(), screen);
    for (let turn = 0; turn < 20; turn += 1) {
      const fixable = screenFindings(driver.state, screen).filter(({ fix }) => fix !== undefined);
      if (fixable.length === 0) break;
      const before = driver.state.spec;
      driver.press('ctrl+t').sees('Took');
      assert.notDeepEqual(driver.state.spec, before, fixable[0]?.message);
      assert.ok(turn < 19, `${screen}: ${fixable[0]?.message}`);
    }
  }
  new Driver().walkTo('outputs').press('ctrl+t').sees('There is no suggested fix here.');
});

test('warnings stand there and do not block', () => {
  const warned: ImageSpec = structuredClone({ ...newSpec(), release: 41 });
  warned.disks.devices = ['sda', 'sdb'];
  warned.system.timezone = 'Asia/Tokio';
  warned.partitions.sizes.root = 6000;
  const driver = new Driver({ packages: knownPackages() }).load(warned, 'release').sees('▲', 'end of life');
  for (let turn = 0; turn < 6; turn += 1) driver.press('enter');
  driver.sees('Review', '▲').press('enter');
  assert.equal(driver.lastRequest()?.type, 'run');
});

test('the release is chosen by arrows, pages, Home and End; the old ones are marked and not refused', () => {
  const driver = new Driver().press('n').sees('current', 'end of life', 'supported');
  const before = driver.state.spec.release;
  assert.equal(driver.press('up').state.spec.release, before + 1);
  assert.equal(driver.press('end').state.spec.release, driver.state.releases.at(-1)?.release);
  assert.equal(driver.press('down').state.spec.release, driver.state.releases.at(-1)?.release);
  driver.press('enter').sees('2/7').press('escape', 'pageup', 'home');
  assert.equal(driver.state.spec.release, driver.state.releases[0]?.release);
  driver.press('up', 'end', 'pageup').seesNot('✖ Release');
});

test('releases that the service tells of later are in the list at once', () => {
  const driver = new Driver().press('n');
  driver.tell({
    releases: [{ release: 50, mark: 'not yet released', text: 'due in 2028' }, ...driver.state.releases],
  });
  driver.sees('Fedora 50', 'not yet released', 'due in 2028');
});

test('a release of one that gives its own repositories is shown as given by hand', () => {
  new Driver()
    .load({ ...newSpec(), release: 99 }, 'release')
    .sees('Fedora 99', 'given by hand', 'is not known');
});

test('what is wrong with repositories of a project file stands on the release screen', () => {
  const driver = new Driver()
    .load({ ...newSpec(), repositories: [] }, 'release')
    .sees('No repository is given.');
  driver
    .press('enter')
    .sees('1/7')
    .press('ctrl+t')
    .seesNot('No repository is given.')
    .press('enter')
    .sees('2/7');
});

test('every output can be chosen, at least one must be, and the others of the screen are set', () => {
  const driver = new Driver().walkTo('outputs').sees(/Installer ISO +‹ yes/);
  driver.press('space').field('Disk image, qcow2').press('n').sees('Nothing is to be built.').press('enter');
  driver
    .sees('6/7', 'Nothing is to be built.')
    .field('Disk image, qcow2')
    .press('y')
    .field('Disk image, raw')
    .press('right')
    .field('Network installer')
    .press('y');
  driver
    .field('Check at boot')
    .press('left')
    .field('Cache folder')
    .type('/srv/cache')
    .press('enter')
    .sees('7/7');
  const { outputs, device, cacheDir } = driver.state.spec;
  assert.deepEqual([outputs, device.verify, cacheDir], [['raw', 'qcow2', 'pxe'], 'size', '/srv/cache']);
  driver
    .press('escape')
    .fill('Cache folder', '~/x')
    .sees('The `~` in `~/x` means nothing here.')
    .press('enter');
  driver.sees('6/7').press('ctrl+u', 'enter').sees('7/7');
  assert.equal(driver.state.spec.cacheDir, null);
});

test('every field tells what it is for, has help, and shows the flag that sets the same', () => {
  for (const screen of ['release', 'disks', 'sizes', 'system', 'outputs'] as const) {
    const driver = new Driver({ columns: 120, rows: 40 }).load(withUserAndDisks(), screen);
    const fields = fieldsOf(driver.state);
    for (const field of fields) {
      if (screen !== 'release') assert.match(driver.line('❯'), new RegExp(`❯ .*${field.label.trim()}`));
      if (findingsOf(driver.state, field).length === 0) driver.sees((field.help[0] ?? '').slice(0, 40));
      driver
        .press('f1')
        .sees(field.label.trim(), (field.help[0] ?? '').slice(0, 60), ...(field.flag ? [field.flag] : []));
      driver.press('escape');
      if (screen !== 'release') driver.press('tab');
    }
  }
});

/** A spec for which every field is there. */
function withUserAndDisks(): ImageSpec {
  const spec = structuredClone(newSpec());
  spec.disks.devices = ['sda', 'sdb'];
  spec.system.users = [userSpec({ name: 'op', groups: ['wheel'], passwordHash: null, sshKeys: [] })];
  return spec;
}

test('what the help of a screen of one field says is said once', () => {
  const text = new Driver().walkTo('release').press('?').resize(80, 60).screen();
  assert.equal(text.match(/decides which packages there are/g)?.length, 1);
});

test('digits choose a release by its number', () => {
  const driver = new Driver().walkTo('release').type('43').sees('❯ ◉ Fedora 43');
  assert.equal(driver.state.spec.release, 43);
  driver.type('39').sees('❯ ◉ Fedora 39').press('u').sees('❯ ◉ Fedora 43');
});
