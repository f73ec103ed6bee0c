import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { runProgram } from '../../helpers/run-program.js';
import { writeTree } from '../../helpers/scratch.js';
import { bundledProgram } from './bundled-program.js';
import { assertGivenBack, emptyFolder, openWizard, pointedAt, wizardFolder } from './open-wizard.js';

const project = JSON.stringify({ version: 1, name: 'pump', release: 44, disks: { devices: ['sda'] } });

describe('the first screen in a terminal', () => {
  it('in an empty folder: a new image, the presets and the doctor; `q` leaves with 0', async (t) => {
    const terminal = openWizard(t, { dir: emptyFolder(t) });
    const text = await terminal.until('q quit');
    for (const wanted of ['New image', 'Preset: minimal', 'Preset: robot', 'Doctor'])
      assert.ok(text.includes(wanted), wanted);
    assert.doesNotMatch(text, /Rebuild|Continue|Change/);
    assert.equal(pointedAt(terminal), 'New image');
    assert.ok(terminal.alternateScreen());
    assert.ok(terminal.rawMode());
    terminal.press('q');
    assert.equal(await terminal.exit(), 0);
    await assertGivenBack(terminal);
  });

  it('says after the first frame whether this machine can build, while keys already work', async (t) => {
    const terminal = openWizard(t, { dir: emptyFolder(t) });
    terminal.press('down');
    await terminal.until(/This machine (builds with|cannot build)/);
    assert.equal(pointedAt(terminal), 'Preset: datalogger');
    terminal.press('q');
    assert.equal(await terminal.exit(), 0);
  });

  it('in a folder with a project: to rebuild it is at the pointer; Ctrl-C leaves with 130', async (t) => {
    const dir = wizardFolder(t);
    writeTree(dir, { 'tmpfsroot.json': project, 'packages.list': 'bash\nkernel\n' });
    const terminal = openWizard(t, { dir });
    const text = await terminal.until('q quit');
    assert.match(text, / Build this image +r\b/);
    assert.match(text, /Change this image +tmpfsroot\.json and packages\.list/);
    assert.equal(pointedAt(terminal), 'Build this image');
    await terminal.until('rpms.lock: missing, to be written.');
    terminal.press('ctrl-c');
    assert.equal(await terminal.exit(), 130);
    await assertGivenBack(terminal);
  });

  it("in a folder of the seed's system: it is called by its name", async (t) => {
    const dir = wizardFolder(t);
    writeTree(dir, { 'packages.list': 'bash\nkernel\n', 'ks/ks.root.cfg': 'lang en_US.UTF-8\n' });
    const terminal = openWizard(t, { dir });
    assert.match(await terminal.until('q quit'), /Change this image +a project of tmpfsroot-fedora/);
    assert.equal(pointedAt(terminal), 'Build this image');
  });

  it('`-C DIR` is the folder that it works in', async (t) => {
    const dir = emptyFolder(t);
    const terminal = openWizard(t, { dir: path.dirname(dir), args: ['-C', 'robot'] });
    assert.ok((await terminal.until('q quit')).includes(dir));
  });

  it('`--preset NAME` begins with its review, of an image that is called after the folder', async (t) => {
    const terminal = openWizard(t, { args: ['--preset', 'kiosk'] });
    assert.match(await terminal.until('Preset kiosk: Enter builds it'), /Review +robot +7\/7/);
  });

  it('`--preset ./FILE` takes the file from where it was started, also for another folder', async (t) => {
    const dir = emptyFolder(t);
    const file = path.join(path.dirname(dir), 'pump.json');
    cpSync(packageFile('presets/gateway.json'), file);
    for (const word of ['./pump.json', 'pump.json', file]) {
      const terminal = openWizard(t, { dir: path.dirname(dir), args: ['-C', 'robot', '--preset', word] });
      assert.match(await terminal.until('Preset gateway: Enter builds it'), /Review +robot +7\/7/);
    }
  });

  it('`--preset ./FILE` that is not there, or damaged, says so and begins at the first screen', async (t) => {
    const dir = emptyFolder(t);
    writeTree(dir, { 'torn.json': '{"version": 1, "name": "pu' });
    for (const [word, said] of [
      ['./absent.json', /There is no file `\.\/absent\.json`/],
      ['./torn.json', /\.\/torn\.json:1:/],
    ] as const) {
      const terminal = openWizard(t, { dir, columns: 120, args: ['--preset', word] });
      assert.match(await terminal.until(said), /New image/);
    }
  });

  it('`--preset` with a name that there is not says so, with the nearest one', async (t) => {
    const terminal = openWizard(t, { columns: 120, args: ['--preset', 'kiosc'] });
    const text = await terminal.until('There is no preset');
    assert.match(text, /There is no preset `kiosc`\. Did you mean `kiosk`\?/);
    assert.match(text, /New image/);
    terminal.press('q');
    assert.equal(await terminal.exit(), 0);
  });
});

describe('without a terminal', () => {
  const run = (words: readonly string[]) => runProgram(process.execPath, [bundledProgram(), ...words]);

  it('it draws nothing, says how to go on and ends with 2', () => {
    const { status, stdout, stderr } = run([]);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /needs a terminal/);
    assert.match(stderr, /tmpfsroot-wizard init.*tmpfsroot-wizard rebuild/s);
    assert.doesNotMatch(stderr, /\x1b/);
  });

  for (const [what, redirection] of [
    ['input', '</dev/null'],
    ['output', '>out'],
  ] as const) {
    it(`nor when only the ${what} is none`, async (t) => {
      const terminal = openWizard(t, {
        shell: `"$@" ${redirection}; echo "status $?"; stat -c 'out %s' out 2>&1; read -r line`,
      });
      const text = await terminal.until(/status \d+\n(.*\n)*?.*out/);
      assert.match(text, /needs a terminal/);
      assert.match(text, /status 2/);
      assert.match(text, what === 'output' ? /out 0/ : /cannot stat/);
      assert.deepEqual(terminal.leftOn(), []);
      assert.ok(!terminal.rawMode());
    });
  }

  it('`--help` says what it takes', () => {
    const { status, stdout } = run(['--help']);
    assert.equal(status, 0);
    for (const word of ['-C DIR', '--preset NAME', '--plain']) assert.ok(stdout.includes(word), word);
    assert.equal(run(['-C', '.', '--help']).status, 0);
  });

  for (const words of [['--presett', 'kiosk'], ['--preset'], ['-C'], ['-x'], ['--plain=yes']]) {
    it(`\`${words.join(' ')}\` is refused with 2`, () => {
      const { status, stdout, stderr } = run(words);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, new RegExp(`\`.*${words[0]?.split('=')[0]}`));
      assert.match(stderr, /tmpfsroot-wizard --help/);
    });
  }
});
