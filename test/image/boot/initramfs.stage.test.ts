import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { cliProject, sharedCache } from '../../cli/cli-project.js';
import { diskDrivers } from '../../device/disk-drivers.js';
import { mustRun } from '../../helpers/run-program.js';

test('the initramfs that is built has the driver of every kind of disk, or the kernel has it inside', async (t) => {
  const project = await cliProject(t, { cacheDir: sharedCache });
  await project.must(['lock']);
  await project.must(['build', '--output', 'pxe']);
  mustRun(
    'sh',
    ['-ec', 'zstd -dc output/pxe/initramfs.img | cpio -idm --quiet -D "$1"', 'sh', project.scratch],
    {
      cwd: project.dir,
    },
  );
  const modules = mustRun('find', [path.join(project.scratch, 'usr/lib/modules'), '-name', '*.ko*']);
  const builtIn = mustRun('sh', ['-ec', 'cat "$1"/usr/lib/modules/*/modules.builtin', 'sh', project.scratch]);
  const named = `${modules}\n${builtIn}`.split('\n').map((line) => driverName(line));
  for (const [kind, driver] of Object.entries(diskDrivers)) {
    assert.ok(named.includes(driverName(driver)), `${kind}: no ${driver}`);
  }
});

/** A driver by its file's name, where `-` and `_` are one. */
function driverName(file: string): string {
  return path
    .basename(file)
    .replace(/\.ko.*/, '')
    .replaceAll('-', '_');
}
