import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findContainerClient } from '../../../src/engine/container/container-client.js';
import { podman } from '../../../src/engine/container/podman.js';
import { scratchFolder } from '../../helpers/scratch.js';

test('looking for podman leaves no database of rpm in the home folder', async (t) => {
  const HOME = scratchFolder(t);
  const found = await findContainerClient(podman, { ...process.env, HOME });
  assert.notEqual(found.program, null, 'podman is not installed here');
  assert.equal(existsSync(path.join(HOME, '.rpmdb')), false);
});
