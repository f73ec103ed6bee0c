import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { planBuild } from '../../src/pipeline/build-project.js';
import { openProject } from '../../src/project/open-project.js';
import { scriptsOf } from '../../src/project/project-parts.js';
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
  const { build } = await planBuild(project, { env: { HOME: dir } });
  assert.deepEqual(
    scriptsOf(build.parts, 'post').map(({ body }) => body.trim()),
    ['echo judged'],
  );
  assert.deepEqual(build.parts.hooks?.names, ['10.sh']);
});
