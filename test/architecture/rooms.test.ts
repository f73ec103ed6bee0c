import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { packageFile } from '../../src/base/fs/package-file.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

/** Rules that the files violate, each with the file that imports. */
async function violations(dir: string): Promise<string[]> {
  const options = await extractDepcruiseOptions(packageFile('.dependency-cruiser.js'));
  const { output } = await cruise(['src'], { ...options, baseDir: dir });
  return (output as ICruiseResult).summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
}

test('each rule of the rooms sees what it forbids', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, {
    'src/base/a.ts': "import { b } from '../config/b.js';\nexport const a = b;\n",
    'src/config/b.ts': 'export const b = 1;\n',
    'src/image/c.ts': "import { d } from '../rpm/d.js';\nexport const c = d;\n",
    'src/rpm/d.ts': "import type { E } from '../image/e.js';\nexport const d: E = 1;\n",
    'src/image/e.ts': 'export type E = number;\n',
    'src/build/f.ts': "import { g } from './g.js';\nexport const f = () => g;\n",
    'src/build/g.ts': "import { f } from './f.js';\nexport const g = () => f;\n",
    'src/wizard/model/k.ts': "import { l } from '../plain/l.js';\nexport const k = l;\n",
    'src/wizard/plain/l.ts': 'export const l = 1;\n',
    'src/misc/h.ts': "import { a } from '../base/a.js';\nexport const h = a;\n",
    'src/vm/i.ts': "import { spawn } from 'node:child_process';\nexport const i = spawn;\n",
    'src/engine/j.ts': "import { spawn } from 'node:child_process';\nexport const j = spawn;\n",
  });
  assert.deepEqual((await violations(dir)).sort(), [
    'src/base/a.ts: base: no import from above',
    'src/build/f.ts: no circles',
    'src/image/c.ts: image: siblings share types only',
    'src/misc/h.ts: every file has a room',
    'src/vm/i.ts: only the engine runs programs',
    'src/wizard/model/k.ts: wizard/model: no import from above or beside',
  ]);
});
