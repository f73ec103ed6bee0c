import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { describeBuild } from '../../src/build/build.js';
import { openProject } from '../../src/project/folder/open-project.js';
import { scriptsOf } from '../../src/project/folder/project-extras.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

test('what is built is what was judged when the project was opened, whatever happens to the files', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, {
    'packages.list': 'bash\n',
    'ks/ks.root.cfg': 'eula --agreed\n',
    'ks/ks.post.cfg': 'echo judged\n',
    'hooks.d/10.sh': 'echo hook\n',
  });
  const today = new Date('2026-11-22');
  const project = await openProject({ dir, for: 'build', today });
  rmSync(path.join(dir, 'ks'), { recursive: true });
  const { extras } = (await describeBuild(project, { HOME: dir })).project;
  assert.deepEqual(
    scriptsOf(extras, 'post').map(({ body }) => body.trim()),
    ['echo judged'],
  );
  assert.deepEqual(extras.hooks?.names, ['10.sh']);
});
