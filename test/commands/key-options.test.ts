import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { run as init } from '../../src/commands/init.js';
import { withFoundKeys } from '../../src/commands/key-options.js';
import { keyOf } from '../config/made-keys.js';
import { Collector } from '../helpers/collector.js';
import { failureOf } from '../helpers/failure-of.js';
import { keySite } from '../helpers/key-site.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const key = (comment: string) => `${keyOf('ssh-ed25519', randomBytes(32))} ${comment}`;
const [desk, laptop, theirs] = [key('me@desk'), key('me@laptop'), key('ada')];
const world = (dir: string) => ({
  cwd: dir,
  env: { HOME: dir },
  stderr: new Collector(),
  signal: new AbortController().signal,
});

test('--ssh-key takes keys of files and persons, and says on standard error which', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { 'two.pub': `${laptop}\n${desk}\n` });
  const { hosts, asked } = await keySite(t, { '/lab/ada.keys': theirs });
  const context = world(dir);
  const options = { sshKey: [desk, '@two.pub', 'gl:ada'], hostname: ['x'] };
  assert.deepEqual(await withFoundKeys(options, context, hosts), {
    sshKey: [desk, laptop, theirs],
    hostname: ['x'],
  });
  assert.deepEqual(asked, ['/lab/ada.keys']);
  assert.match(context.stderr.text, /--ssh-key @two\.pub: ssh-ed25519 SHA256:\S+ me@laptop\n/);
  assert.match(context.stderr.text, /--ssh-key gl:ada: ssh-ed25519 SHA256:\S+ ada\n/);
});

test('a project holds the keys, never where they came from', async (t) => {
  const dir = scratchFolder(t);
  writeTree(dir, { 'one.pub': desk });
  const context = { ...world(dir), stdout: new Collector(), stdin: process.stdin };
  await init(['-C', 'robot', '--ssh-key', '@one.pub'], context);
  const text = readFileSync(path.join(dir, 'robot/tmpfsroot.json'), 'utf8');
  assert.ok(text.includes(desk));
  assert.ok(!text.includes('one.pub'));
});

test('a file that is none and a name that nobody has are refused', async (t) => {
  const context = world(scratchFolder(t));
  const { hosts, asked } = await keySite(t, {});
  const failure = (word: string) => failureOf(withFoundKeys({ sshKey: [word] }, context, hosts));
  assert.match((await failure('@nosuch')).what, /`nosuch` cannot be read/);
  assert.match((await failure('gh:a/b')).what, /`a\/b` is not a name at GitHub/);
  assert.deepEqual(asked, []);
  assert.match((await failure('gh:ada')).what, /GitHub knows nobody called `ada`/);
});
