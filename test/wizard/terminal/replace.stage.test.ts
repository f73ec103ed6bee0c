import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { writeTree } from '../../helpers/scratch.js';
import { emptyFolder, openWizard, walkTo, wizardFolder } from './open-wizard.js';

const theirs = {
  'tmpfsroot.json': '{ "release": 43, "system": { "timezone": "Asia/Tokyo" } }\n',
  'packages.list': '# the arm\nbash\nacme-driver\n',
  'rpms.lock': 'bash-5.2-1\n',
};

/** A folder of a project that nobody has built here. */
function theirFolder(t: { after(undo: () => unknown): void }): string {
  const dir = emptyFolder(t);
  writeTree(dir, theirs);
  return dir;
}

function textsOf(dir: string): Record<string, string> {
  const files = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ name }) => [name, readFileSync(path.join(dir, name), 'utf8')]));
}

describe('a preset in the folder of another project', () => {
  it('Enter asks before anything is locked, and Escape leaves every file as it was', async (t) => {
    const dir = theirFolder(t);
    const terminal = openWizard(t, { dir, args: ['--preset', 'kiosk'] });
    await terminal.until('Preset kiosk: Enter builds it');
    terminal.press('enter');
    await terminal.until('packages.list loses 1 package that is not in the new list: acme-driver.');
    await terminal.until(/tmpfsroot\.json loses the values of release, system\.timezone\./);
    terminal.press('escape');
    await terminal.until('Nothing was written.');
    assert.deepEqual(textsOf(dir), theirs);
  });

  it('`w` and `y` keep each old file and the lock beside the new ones', async (t) => {
    const dir = theirFolder(t);
    const terminal = openWizard(t, { dir, args: ['--preset', 'kiosk'] });
    await terminal.until('Preset kiosk: Enter builds it');
    terminal.press('w');
    await terminal.until('Replace these files?');
    terminal.press('y');
    await terminal.until(/Kept: packages\.list\./);
    const texts = textsOf(dir);
    for (const [name, text] of Object.entries(theirs)) {
      const copy = Object.keys(texts).find((one) => one.startsWith(`${name}.2`)) ?? assert.fail(name);
      assert.match(copy.slice(name.length), /^\.\d{4}-\d\d-\d\dT\d{6}$/);
      assert.equal(texts[copy], text);
    }
    assert.doesNotMatch(texts['packages.list'] ?? '', /acme-driver/);
    terminal.press('w');
    await terminal.until('Nothing to write: the files already match.');
  });
});

describe('the project of the folder itself', () => {
  it('is edited without a question, also after it was left and continued', async (t) => {
    const [dir, home] = [theirFolder(t), wizardFolder(t)];
    const terminal = openWizard(t, { dir, home });
    await terminal.until('Change this image');
    terminal.burst('down', 'enter');
    await terminal.until('7/7');
    terminal.burst('down', 'right');
    await terminal.until('1/7');
    terminal.press('down');
    terminal.press('ctrl-c');
    await terminal.until('Leave the wizard?');
    terminal.press('ctrl-c');
    assert.equal(await terminal.exit(), 130);
    const again = openWizard(t, { dir, home });
    await again.until('Continue');
    again.burst('down', 'enter');
    await again.until('You are back where you left off.');
    await walkTo(again, 'Review');
    again.press('w');
    await again.until(/Written: .*tmpfsroot\.json/);
    assert.match(textsOf(dir)['tmpfsroot.json'] ?? '', /Asia\/Tokyo/);
    assert.equal(textsOf(dir)['packages.list'], theirs['packages.list']);
  });

  it('is asked about where another editor has changed it meanwhile', async (t) => {
    const dir = theirFolder(t);
    const terminal = openWizard(t, { dir });
    await terminal.until('Change this image');
    terminal.burst('down', 'enter');
    await terminal.until('7/7');
    writeFileSync(path.join(dir, 'packages.list'), `${theirs['packages.list']}nginx\n`);
    terminal.press('w');
    await terminal.until('Something else has changed the folder since it was read here.');
    await terminal.until('packages.list loses 1 package that is not in the new list: nginx.');
    terminal.press('escape');
    await terminal.until('Nothing was written.');
    assert.match(textsOf(dir)['packages.list'] ?? '', /nginx/);
  });
});
