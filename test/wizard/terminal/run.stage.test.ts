import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { sharedCache } from '../../cli/cli-project.js';
import { mustRun } from '../../helpers/run-program.js';
import { terminalEnvironment } from '../../terminal/terminal.js';
import { bundledProgram } from './bundled-program.js';
import { fillCache, lockedProject } from './locked-project.js';
import { assertGivenBack, emptyFolder, openWizard, untilGone, wizardFolder } from './open-wizard.js';

const patient = { timeoutMs: 300_000 };

before(fillCache, { timeout: 1_200_000 });

describe('the last build', () => {
  it('`b` boots it on this terminal, Ctrl-] leaves the machine, and the result is back', async (t) => {
    const project = await lockedProject(t);
    const terminal = openWizard(t, { dir: project.dir });
    await terminal.until(/● small-installer\.iso +to build/);
    terminal.press('r');
    await terminal.until('Built.', patient);
    terminal.press('b');
    await terminal.until('Leave the machine with Ctrl-]');
    assert.ok(!terminal.alternateScreen());
    const machine = terminal.processes();
    await terminal.until(/BdsDxe|UEFI|GRUB/, patient);
    terminal.press('ctrl-]');
    await terminal.until('Built.');
    assert.ok(terminal.alternateScreen());
    assert.ok(terminal.rawMode());
    terminal.press('q');
    assert.equal(await terminal.exit(), 0);
    await assertGivenBack(terminal);
    await untilGone(machine);
  });
});

describe('a whole run by keys', () => {
  it('`r` rebuilds the project of the folder: plan, tree, result; a second `r` reuses all of it', async (t) => {
    const project = await lockedProject(t);
    const terminal = openWizard(t, { dir: project.dir });
    await terminal.until(/● small-installer\.iso +to build/);
    terminal.mark();
    terminal.press('r');
    const running = await terminal.until('Ctrl-C stops and keeps what is done.  l: more output');
    assert.match(running, /rpms\.lock: matches its inputs, \d+ packages; the run looks for newer ones\./);
    assert.match(running, /Slot image +up to date/);
    assert.match(running, /^[·⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏✔] Resolve packages/mu);
    assert.ok(!terminal.alternateScreen());
    assert.ok(terminal.rawMode());
    // Some of these would leave the result or change it, if they came through.
    terminal.burst('q', 'x', 'enter', 'down', 'b', 'l');
    await terminal.until('l: less output');
    terminal.press('l');
    await terminal.until('l: more output');
    terminal.burst('q', 'enter', 'escape');
    const built = await terminal.until('Built.', patient);
    assert.doesNotMatch(terminal.output(), /\^\[|^[qxb]/m);
    const sha256 = createHash('sha256')
      .update(readFileSync(path.join(project.dir, 'output/small-installer.iso')))
      .digest('hex');
    assert.match(built, /output\/small-installer\.iso +\d+ MB/);
    assert.ok(built.includes(`sha256 ${sha256}`));
    assert.match(built, /Packages: no earlier build/);
    assert.match(built, /Installer ISO: \d+ MB/);
    await terminal.quiet();
    await terminal.until('Built.');
    assert.ok(terminal.alternateScreen());
    terminal.mark();
    const typing = setInterval(() => terminal.send('~'), 2);
    t.after(() => clearInterval(typing));
    terminal.press('r');
    await terminal.until('Ctrl-C stops');
    const again = await terminal.until(
      /Nothing to do: the image of \S+ \S+ is current \(checked \d\d:\d\d\)\./,
      patient,
    );
    clearInterval(typing);
    assert.ok(!terminal.output().includes('~'), 'a key is echoed between the screens and the run');
    assert.match(again, /No package differs\./);
    const stages = again.split('\n').filter((line) => /^ +\d+\.\d s {2}/.test(line));
    assert.equal(stages.length, 8);
    for (const stage of stages.slice(0, -1)) assert.match(stage, /: unchanged/);
    terminal.press('o');
    await terminal.until(`${project.dir}/output`);
    terminal.press('escape');
    await terminal.until(/Rebuild this image +r · built \d{4}-/);
    terminal.press('q');
    assert.equal(await terminal.exit(), 0);
    await assertGivenBack(terminal);
  });

  it('a preset of one’s own in an empty folder is being built within a minute of keys; stopped, `r` goes on', async (t) => {
    const project = await lockedProject(t);
    const home = wizardFolder(t);
    mustRun(process.execPath, [bundledProgram(), 'presets', 'save', 'cellar', '-C', project.dir], {
      env: terminalEnvironment(home),
    });
    mkdirSync(path.join(home, '.cache'));
    symlinkSync(sharedCache, path.join(home, '.cache/tmpfsroot-wizard'));
    const dir = emptyFolder(t);
    const startedAt = performance.now();
    const terminal = openWizard(t, { dir, home });
    await terminal.until('Preset: cellar');
    terminal.burst('down', 'enter');
    await terminal.until('Preset cellar: Enter builds it');
    terminal.press('enter');
    await terminal.until('Ctrl-C stops');
    assert.ok((performance.now() - startedAt) / 1000 < 60);
    await terminal.until(/Root tree: unchanged/, patient);
    terminal.press('ctrl-c');
    await terminal.until('Interrupted');
    for (const name of ['tmpfsroot.json', 'packages.list', 'rpms.lock'])
      assert.ok(existsSync(path.join(dir, name)), name);
    // The same files as where the shared cache was filled from: its stages fit.
    cpSync(path.join(project.dir, 'root.override'), path.join(dir, 'root.override'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    terminal.press('r');
    const built = await terminal.until('Built.', patient);
    assert.match(built, /Initramfs: unchanged/);
    // The image is named after its folder, not after the preset.
    assert.match(built, /output\/robot-installer\.iso/);
    terminal.press('q');
    assert.equal(await terminal.exit(), 0);
    const again = openWizard(t, { dir, home });
    const text = await again.until('Rebuild this image');
    assert.doesNotMatch(text, /Continue/);
  });
});
