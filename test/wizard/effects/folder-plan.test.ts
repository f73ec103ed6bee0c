import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { folderPlan } from '../../../src/wizard/effects/folder.js';
import { scratchFolder } from '../../helpers/scratch.js';

test('what is wrong in a file of the folder is said on the start screen with the name of the file', async (t) => {
  const dir = scratchFolder(t);
  writeFileSync(path.join(dir, 'packages.list'), 'bash\n');
  writeFileSync(path.join(dir, 'tmpfsroot.json'), '{ "release": 44,');
  const plan = await folderPlan({ dir, env: {} });
  assert.match(plan?.lines[0]?.text ?? '', /^tmpfsroot\.json:1:17: The file ends where a key is expected\. /);
});
