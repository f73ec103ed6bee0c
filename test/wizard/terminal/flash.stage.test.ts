import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, it, type TestContext } from 'node:test';
import { mustRun } from '../../helpers/run-program.js';
import { fillCache, lockedProject } from './locked-project.js';
import { assertGivenBack, openWizard } from './open-wizard.js';

const patient = { timeoutMs: 300_000 };
const diskBytes = 2 ** 30;

before(fillCache, { timeout: 1_200_000 });

/** A loop device, and lines of sh that start a program for which it is a stick that can be pulled out. */
function stick(t: TestContext, dir: string) {
  const file = path.join(dir, 'stick.img');
  writeFileSync(file, '');
  truncateSync(file, diskBytes);
  const device = mustRun('losetup', ['-f', '--show', file]).trim();
  t.after(() => void mustRun('losetup', ['-d', device]));
  const disk = {
    ...{ name: path.basename(device), path: device, type: 'disk', size: diskBytes, 'log-sec': 512 },
    ...{ model: 'Robot Stick', serial: '1', rm: true, ro: false, tran: 'mmc', mountpoints: [null] },
  };
  const lsblk = path.join(dir, 'lsblk');
  writeFileSync(lsblk, `#!/bin/sh\necho '${JSON.stringify({ blockdevices: [disk] })}'\n`, { mode: 0o755 });
  const inside = `mount --bind ${lsblk} ${mustRun('sh', ['-c', 'command -v lsblk']).trim()}; exec "$@"`;
  return { file, device, shell: `exec unshare -m sh -c '${inside}' sh "$@"` };
}

it('`f` writes the installer to a stick whose model is typed; stopped, it says what the stick holds', async (t) => {
  const project = await lockedProject(t);
  const { file, device, shell } = stick(t, project.scratch);
  const terminal = openWizard(t, { dir: project.dir, shell, columns: 100, rows: 30 });
  await terminal.until(/● small-installer\.iso +to build/);
  terminal.press('r');
  await terminal.until('Built.', patient);

  const write = async () => {
    terminal.press('f');
    await terminal.until(/❯ +Robot Stick +\/dev\/loop\d+ · 1\.1 GB · mmc · no partitions/);
    terminal.press('enter');
    await terminal.until('Type Robot Stick to write it:');
    terminal.burst(...'robot stick');
    await terminal.until('❯ robot stick');
    terminal.press('enter');
  };
  await write();
  await terminal.until('Ctrl-C stops; the disk then holds half of an image.', patient);
  // Until bytes are counted the disk is only looked at once more.
  await terminal.until(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Write to Robot Stick[\s\S]* of 1\d\d MB/u, patient);
  terminal.press('ctrl-c');
  const stopped = await terminal.until(/holds half of an image, and no\s+machine starts from it/, patient);
  assert.match(stopped, /Built\./);
  assert.ok(
    readFileSync(file)
      .subarray(0, 2 ** 20)
      .every((byte) => byte === 0),
  );

  await write();
  await terminal.until(`small-installer.iso is on Robot Stick (${device}), and was read back.`, patient);
  const iso = readFileSync(path.join(project.dir, 'output/small-installer.iso'));
  assert.ok(readFileSync(file).subarray(0, iso.length).equals(iso));
  terminal.press('q');
  assert.equal(await terminal.exit(), 0);
  await assertGivenBack(terminal);
});
