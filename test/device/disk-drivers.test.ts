import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { diskKinds } from '../../src/config/fields/disk-kinds.js';
import { diskDrivers } from './disk-drivers.js';

test('the initramfs asks for the driver of every kind of disk that a spec may name', () => {
  const usable = diskKinds.filter((kind) => kind.usable).map(({ name }) => name);
  assert.deepEqual(Object.keys(diskDrivers), usable);
  const setup = readFileSync(packageFile('src/device/dracut/90tmpfsroot/module-setup.sh'), 'utf8');
  const [, asked = ''] = /^ *hostonly='' instmods ((?:.*\\\n)*.*)$/m.exec(setup) ?? [];
  const modules = asked.split(/[\s\\]+/);
  for (const [kind, driver] of Object.entries(diskDrivers)) assert.ok(modules.includes(driver), kind);
});
