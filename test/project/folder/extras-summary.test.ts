import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extrasLines } from '../../../src/project/folder/extras-summary.js';
import { readProjectExtras } from '../../../src/project/folder/project-extras.js';
import { readKickstart } from '../../../src/project/kickstart/read-kickstart.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';

async function linesOf(t: { after(undo: () => void): void }, files: Record<string, string>) {
  const dir = scratchFolder(t);
  writeTree(dir, files);
  const lines = await extrasLines(await readProjectExtras(dir, await readKickstart(dir)));
  return lines.map(({ name, text }) => `${name}: ${text}`);
}

test('each kind of scripts and files is told with how much there is of it', async (t) => {
  assert.deepEqual(
    await linesOf(t, {
      'ks/ks.root.cfg': 'lang C\n%post --nochroot\necho one\n%end\n',
      'ks/ks.pre.cfg': 'echo a\n\necho b\n',
      'hooks.d/10.sh': '',
      'hooks.d/20.sh': '',
      'hooks.d/data': '',
      'install-hooks.d/1.sh': '',
      'build-hooks.d/1.sh': '',
      'root.override/etc/motd': '',
      'root.override/etc/deep/er': '',
      'root.override/.gitkeep': '',
      'iso-root.override/notes': '',
    }),
    [
      'ks: %pre 2 lines, %post --nochroot 1 line',
      'root.override: 2 files',
      'hooks.d: 2 scripts',
      'install-hooks.d: 1 script',
      'build-hooks.d: 1 script',
      'iso-root.override: 1 file',
    ],
  );
});

test('a folder without any has no line', async (t) => {
  assert.deepEqual(await linesOf(t, { 'iso-root.override/.gitkeep': '', 'ks/ks.root.cfg': 'lang C\n' }), []);
});
