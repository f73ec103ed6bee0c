import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { cli } from '../helpers/cli.js';
import { folderWith } from '../project/folder.js';

/** Sets the window's title, clears the screen, both also as one character each, and turns what follows around. */
const hostile = '\x1b]0;owned\x07\x1b[2J\x9d0;owned\x9c\x9b2J\u202e';
const inJson = JSON.stringify(hostile).slice(1, -1);
const obeyed = /(?!\r\n)[^\P{Cc}\t\n]|\u202e/u;

const preset = (name: string, description: string) =>
  JSON.stringify({ version: 1, name, description: [description], document: { version: 1 } });
const own = 'home/tmpfsroot-wizard/presets';
const presets = { [`${own}/a.json`]: preset('a', hostile), [`${own}/b.json`]: `{ ${hostile}` };
const list = { 'packages.list': `bash\n-${hostile}\n${hostile} x\n` };

/** Each input stands for itself in what is printed of its row: together, since each row starts the program. */
const rows: readonly [what: string, files: Record<string, string>, words: readonly string[]][] = [
  [
    'packages.list, kickstart files and their names',
    { ...list, 'ks/ks.root.cfg': `lang ${hostile}\n${hostile}\n`, [`ks/${hostile}.cfg`]: 'x\n' },
    ['build'],
  ],
  [
    'keys and values of tmpfsroot.json, and flags',
    { 'tmpfsroot.json': `{ "version": 1, "${inJson}": 1, "name": "${inJson}" }` },
    ['build', '--hostname', hostile],
  ],
  ['broken JSON', { 'tmpfsroot.json': `{ "version": 1, ${hostile} }` }, ['build']],
  ['a lock', { 'packages.list': 'bash\n', 'rpms.lock': `${hostile}\n` }, ['build']],
  ['presets', presets, ['presets', 'list']],
  ['presets in JSON', presets, ['presets', 'list', '--json']],
  ['a preset', { 'p.json': preset('a', hostile) }, ['presets', 'show', 'p.json']],
  ['commands', {}, [hostile]],
  ['options', {}, ['build', `--${hostile}`]],
];

describe('a terminal obeys nothing', () => {
  for (const [what, files, words] of rows) it(`of ${what}`, (t) => assertShown(t, files, words));
});

async function assertShown(t: TestContext, files: Record<string, string>, words: readonly string[]) {
  const cwd = folderWith(t, files);
  const env = { XDG_CONFIG_HOME: path.join(cwd, 'home'), HOME: cwd };
  const ran = await cli(words, { cwd, env });
  const said = ran.stdout + ran.stderr;
  assert.ok(ran.status <= 3, said);
  assert.doesNotMatch(said, obeyed);
  assert.match(said, /owned|\\u001b/, 'what it is about is shown');
  if (words.includes('--json')) for (const line of ran.stdout.trim().split('\n')) JSON.parse(line);
}
