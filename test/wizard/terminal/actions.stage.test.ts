import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { emptyFolder, openWizard, wizardFolder } from './open-wizard.js';

describe('what the keys of a screen do', () => {
  it('`d` on the first screen: what this machine has and lacks, and Escape closes it', async (t) => {
    const terminal = openWizard(t);
    await terminal.until('q quit');
    terminal.press('d');
    await terminal.until(/Engines, in the order/);
    await terminal.until(/Esc close/);
    terminal.press('escape');
    await terminal.until('New image');
  });

  it('`c` on the review shows the command that does the same, and `c` there hands it to the terminal’s clipboard', async (t) => {
    const terminal = openWizard(t, { args: ['--preset', 'kiosk'] });
    await terminal.until('Preset kiosk: Enter builds it');
    terminal.mark();
    terminal.press('c');
    await terminal.until('tmpfsroot-wizard rebuild --preset kiosk --name robot');
    terminal.press('c');
    await terminal.until('Copied, if');
    const [, encoded = ''] = /\x1b\]52;c;([A-Za-z0-9+/=]+)\x07/.exec(terminal.output()) ?? [];
    const command = Buffer.from(encoded, 'base64').toString();
    assert.equal(command, 'tmpfsroot-wizard rebuild --preset kiosk --name robot');
  });

  it('`w` on the review writes the files of the project, and nothing is left to be lost', async (t) => {
    const [dir, home] = [emptyFolder(t), wizardFolder(t)];
    const terminal = openWizard(t, { dir, home, args: ['--preset', 'kiosk'] });
    await terminal.until('Preset kiosk: Enter builds it');
    terminal.press('w');
    await terminal.until(/Written: .*tmpfsroot\.json/);
    const project = JSON.parse(readFileSync(path.join(dir, 'tmpfsroot.json'), 'utf8')) as {
      disks: { devices: string[] };
    };
    assert.deepEqual(project.disks.devices, ['nvme0n1']);
    assert.match(readFileSync(path.join(dir, 'packages.list'), 'utf8'), /^kernel$/m);
    terminal.press('ctrl-c');
    assert.equal(await terminal.exit(), 130);
    const again = openWizard(t, { dir, home });
    assert.doesNotMatch(await again.until('Build this image'), /Continue/);
  });

  it('`s` on the review saves a preset, which the next wizard lists', async (t) => {
    const home = wizardFolder(t);
    const terminal = openWizard(t, { home, args: ['--preset', 'kiosk'] });
    await terminal.until('Preset kiosk: Enter builds it');
    terminal.press('s');
    await terminal.until('Save as preset');
    terminal.burst('ctrl-u', ...'lobby');
    await terminal.until('❯ lobby');
    terminal.press('enter');
    await terminal.until('Saved: tmpfsroot-wizard --preset lobby.');
    await terminal.close();
    const again = openWizard(t, { home });
    await again.until(/Preset: lobby +yours · nvme0n1 from 11\.6 GiB, 8 GiB memory/);
  });
});
