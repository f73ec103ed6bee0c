import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldList } from '../../../src/config/fields/spec-fields.js';
import { flagTable } from '../../../src/config/layers/flag-table.js';
import { fieldsOf } from '../../../src/wizard/model/screen-findings.js';
import { steps } from '../../../src/wizard/model/state.js';
import { Driver, knownPackages, newSpec } from '../driver.js';
import { scenes } from '../scenes.js';

/** Flags of our commands, and paths of the spec that have more than one name: nobody sees those on a screen. */
function strangeWords(screen: string): string[] {
  const flags = [...flagTable.map(({ flag }) => flag), '--repo', '--key', '--set'];
  const paths = fieldList.map(({ path }) => path).filter((path) => path.includes('.'));
  return [...flags, ...paths].filter((word) => new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(screen));
}

/** Here a person asked for the command line. */
const ofCommands = ['the command', 'help on sizes'];

test('no screen speaks of flags and of paths of the project file', () => {
  for (const [name, scene] of scenes) {
    if (ofCommands.includes(name)) continue;
    const screen = scene({ rows: 200, columns: 160 }).screen();
    assert.deepEqual(strangeWords(screen), [], `${name}\n${screen}`);
  }
});

for (const typed of ['', 'x y!', '-1', '/dev/sdzz', '9'.repeat(300)]) {
  const what = typed === '' ? 'nothing' : typed.slice(0, 20);
  test(`what is said of a field with ${what} in it speaks of fields, and quotes no empty text`, () => {
    for (const screen of steps) {
      const driver = new Driver({ packages: knownPackages(), rows: 60, columns: 120 });
      driver.load(newSpec(), screen);
      for (const { label, choices, kind } of fieldsOf(driver.state)) {
        if (choices !== undefined || kind === 'secret') continue;
        driver.fill(label.trim(), typed);
        const shown = driver.screen();
        assert.deepEqual(strangeWords(shown), [], `${screen}, ${label}\n${shown}`);
        assert.ok(!shown.includes('``'), `${screen}, ${label}\n${shown}`);
        driver.press('ctrl+_');
      }
    }
  });
}

test('what is wrong with a field is said once, also after Enter was pressed on it', () => {
  const driver = new Driver({ packages: knownPackages(), rows: 30, columns: 100 });
  driver.load(newSpec(), 'system');
  driver.fill('Host name', 'x y!');
  const said = () => driver.screen().split('is not a valid host name').length - 1;
  assert.equal(said(), 1, driver.screen());
  driver.press('enter');
  assert.equal(said(), 1, driver.screen());
});
