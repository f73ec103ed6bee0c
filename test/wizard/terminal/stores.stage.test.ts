import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { runProgram } from '../../helpers/run-program.js';
import { writeTree } from '../../helpers/scratch.js';
import { type Terminal, terminalEnvironment } from '../../terminal/terminal.js';
import { bundledProgram } from './bundled-program.js';
import { emptyFolder, openWizard, wizardFolder } from './open-wizard.js';

const presetsFolder = '.config/tmpfsroot-wizard/presets';
const draftsFolder = '.local/state/tmpfsroot-wizard/drafts';

/** On the review of a preset: asks for a name and types this one. */
async function nameIt(terminal: Terminal, name: string): Promise<void> {
  await terminal.until(/7\/7[\s\S]*Enter build it/);
  terminal.press('s');
  await terminal.until('Save as preset');
  terminal.burst('ctrl-u', ...name);
  await terminal.until(`❯ ${name}`);
}

describe('presets', () => {
  it('two wizards in one folder that save at the same moment lose nothing', async (t) => {
    const [dir, home] = [emptyFolder(t), wizardFolder(t)];
    const terminals = [0, 1].map(() => openWizard(t, { dir, home, args: ['--preset', 'robot'] }));
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(terminals.map((terminal, index) => nameIt(terminal, `arm ${index} ${round}`)));
      for (const terminal of terminals) terminal.press('enter');
      await Promise.all(
        terminals.map((terminal, index) => terminal.until(`Saved: tmpfsroot-wizard --preset arm ${index}`)),
      );
    }
    for (const terminal of terminals) {
      terminal.press('ctrl-c');
      await terminal.until('Leave the wizard?');
      terminal.press('ctrl-c');
      assert.equal(await terminal.exit(), 130);
    }
    const listed = runProgram(process.execPath, [bundledProgram(), 'presets', 'list'], {
      env: terminalEnvironment(home),
    }).stdout;
    for (let round = 0; round < 5; round += 1)
      for (const index of [0, 1]) assert.match(listed, new RegExp(`^.*arm ${index} ${round}\\b`, 'm'));
    const again = openWizard(t, { dir, home });
    await again.until(/Continue +\S+, left/);
  });

  it('a damaged one is listed as such, is refused with the reason, and stays as it is', async (t) => {
    const home = wizardFolder(t);
    writeTree(home, { [`${presetsFolder}/pump.json`]: '{"version": 1, "name": "pu' });
    const terminal = openWizard(t, { home });
    await terminal.until(/Preset: pump +\S/);
    terminal.burst('down', 'enter');
    await terminal.until(/^✖ .*pump\.json/m);
    assert.match(terminal.screen().join('\n'), /New image/);
    assert.equal(readFileSync(path.join(home, presetsFolder, 'pump.json'), 'utf8').length, 26);
  });

  it('saved under the name of a damaged one: that is moved aside, and where to is said', async (t) => {
    const home = wizardFolder(t);
    writeTree(home, { [`${presetsFolder}/pump.json`]: 'garbage' });
    const terminal = openWizard(t, { home, columns: 200, args: ['--preset', 'robot'] });
    await nameIt(terminal, 'pump');
    terminal.press('enter');
    await terminal.until(/Saved: .*A damaged file of that name is kept in \S+/);
    const names = readdirSync(path.join(home, presetsFolder));
    assert.equal(names.length, 2, String(names));
    const aside = names.find((name) => name !== 'pump.json') ?? '';
    assert.equal(readFileSync(path.join(home, presetsFolder, aside), 'utf8'), 'garbage');
  });

  for (const [what, options, reason] of [
    ['cannot be written', 'ro', /read-only|EROFS|cannot be written/i],
    ['is on a full disk', 'size=16k', /full|ENOSPC|no space/i],
  ] as const) {
    it(`a folder for settings that ${what}: says so, and the wizard goes on`, async (t) => {
      const home = wizardFolder(t);
      const config = path.join(home, '.config');
      const fill = `mkdir -p ${config} && mount -t tmpfs -o ${options} tmpfs ${config}; head -c 64k /dev/zero 2>&- >${config}/filled`;
      const terminal = openWizard(t, {
        home,
        args: ['--preset', 'robot'],
        shell: `unshare --mount sh -c '(${fill}) >&- 2>&-; exec "$@"' sh "$@"`,
      });
      await nameIt(terminal, 'pump');
      terminal.press('enter');
      await terminal.until(/^✖ .*pump\.json/m);
      assert.match(terminal.screen().join('\n').replace(/\s+/g, ' '), reason);
      terminal.press('escape');
      await terminal.until('6/7');
    });
  }
});

describe('what was left unfinished', () => {
  it('damaged: it is set aside, and where to is said; the wizard begins again', async (t) => {
    const [dir, home] = [emptyFolder(t), wizardFolder(t)];
    const first = openWizard(t, { dir, home, args: ['--preset', 'robot'] });
    await first.until('Preset robot: Enter builds it');
    first.burst('ctrl-c');
    await first.until('Leave the wizard?');
    first.press('ctrl-c');
    await first.exit();
    const folder = path.join(home, draftsFolder);
    const [name = ''] = readdirSync(folder);
    writeFileSync(path.join(folder, name), '{"dir": "/');
    const terminal = openWizard(t, { dir, home, columns: 200 });
    const text = await terminal.until(
      /The unfinished image that was saved here could not be read; it is kept in \S+/,
    );
    assert.doesNotMatch(text, /Continue/);
    const [aside = ''] = readdirSync(folder);
    assert.ok(text.includes(aside), aside);
    assert.equal(readFileSync(path.join(folder, aside), 'utf8'), '{"dir": "/');
  });

  it('outlives a rebuild of the project that is in the folder', async (t) => {
    const [dir, home] = [emptyFolder(t), wizardFolder(t)];
    writeTree(dir, {
      'tmpfsroot.json': JSON.stringify({ version: 1, name: 'pump', repositories: [] }),
      'packages.list': 'bash\n',
    });
    const first = openWizard(t, { dir, home, args: ['--preset', 'robot'] });
    await first.until('Preset robot: Enter builds it');
    first.press('escape');
    await first.until('6/7');
    first.press('ctrl-c');
    await first.until('Leave the wizard?');
    first.press('ctrl-c');
    await first.exit();
    const terminal = openWizard(t, { dir, home });
    await terminal.until(/Continue +\S+, left/);
    terminal.press('r');
    await terminal.until('The run failed.');
    terminal.press('escape');
    await terminal.until(/Continue +\S+, left/);
    terminal.burst('down', 'enter');
    await terminal.until('You are back where you left off.');
  });
});
