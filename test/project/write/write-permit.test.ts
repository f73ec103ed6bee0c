import assert from 'node:assert/strict';
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { readWholeSpec } from '../../../src/project/folder/open-project.js';
import { digestsOf, readContents } from '../../../src/project/write/plan-project.js';
import { noPermit } from '../../../src/project/write/write-permit.js';
import { planWrite, writeProject } from '../../../src/project/write/write-project.js';
import { failureOf } from '../../helpers/failure-of.js';
import { filesIn, folderWith } from '../folder.js';

const now = new Date(2026, 10, 28, 17, 30, 12);
const stamp = '2026-11-28T173012';

/** A person's project: laid out by hand, with a repository, a key and packages of their own. */
const theirs = {
  'tmpfsroot.json': `{ "release": 43,
    "repositories": [{ "id": "acme", "baseurl": ["https://acme.example/43"], "keys": ["keys/acme.asc"] }] }`,
  'packages.list': '# the arm\nbash\nacme-driver # do not remove\n',
  'rpms.lock': 'bash-5.2-1\n',
  'keys/acme.asc': 'key',
  'ks/ks.root.cfg': '# mine\ntimezone UTC --utc\n',
};

const preset: ImageSpec = { ...defaultSpec({ name: 'kiosk' }), packages: ['bash', 'cage'] };

async function opened(dir: string) {
  const basis = digestsOf(await readContents(dir));
  const { spec } = await readWholeSpec(dir, {}, now);
  return { spec, permit: { edits: basis, replaces: {} } };
}

function textsOf(dir: string, names: readonly string[]): string[] {
  return names.map((name) => readFileSync(path.join(dir, name), 'utf8'));
}

async function refused(t: TestContext, dir: string, spec: ImageSpec): Promise<void> {
  const before = filesIn(dir);
  const texts = textsOf(dir, before);
  const { status, what } = await failureOf(writeProject(dir, spec));
  assert.equal(status, 2);
  t.diagnostic(what);
  assert.deepEqual(filesIn(dir), before);
  assert.deepEqual(textsOf(dir, before), texts);
}

test('another spec in a folder of a project asks, and says what each file loses', async (t) => {
  const dir = folderWith(t, theirs);
  const { asks } = await planWrite(dir, preset);
  assert.deepEqual(asks, [
    {
      name: 'packages.list',
      losses: ['1 package that is not in the new list: acme-driver'],
      isNewer: false,
    },
    {
      name: 'tmpfsroot.json',
      losses: ['repository acme', '1 key of packages', 'the value of release'],
      isNewer: false,
    },
  ]);
  await refused(t, dir, preset);
});

test('once agreed to, each old file is kept beside the new one, the lock too, and nothing else is touched', async (t) => {
  const dir = folderWith(t, theirs);
  const { digests } = await planWrite(dir, preset);
  const { written, kept } = await writeProject(dir, preset, { edits: {}, replaces: digests }, now);
  assert.deepEqual(written, ['tmpfsroot.schema.json', 'packages.list', 'tmpfsroot.json']);
  assert.deepEqual(kept, [`packages.list.${stamp}`, `tmpfsroot.json.${stamp}`, `rpms.lock.${stamp}`]);
  assert.deepEqual(textsOf(dir, kept), [
    theirs['packages.list'],
    theirs['tmpfsroot.json'],
    theirs['rpms.lock'],
  ]);
  assert.deepEqual(textsOf(dir, ['ks/ks.root.cfg', 'rpms.lock', 'keys/acme.asc']), [
    ...[theirs['ks/ks.root.cfg'], 'bash-5.2-1\n', 'key'],
  ]);
});

test('what was agreed to holds for what the files held then: one that changed since is asked about again', async (t) => {
  const dir = folderWith(t, theirs);
  const { digests } = await planWrite(dir, preset);
  writeFileSync(path.join(dir, 'packages.list'), 'bash\nacme-other\n');
  const { what } = await failureOf(writeProject(dir, preset, { edits: {}, replaces: digests }, now));
  assert.match(what, /^`packages\.list` would be replaced/);
  assert.deepEqual(filesIn(dir), Object.keys(theirs).sort());
});

test('a project that was read is edited without a question; what a person laid out by hand is kept once', async (t) => {
  const dir = folderWith(t, theirs);
  const { spec, permit } = await opened(dir);
  const changed = { ...spec, packages: [...(spec.packages ?? []), 'git'], release: 44 };
  assert.deepEqual((await planWrite(dir, changed, permit)).asks, []);
  const first = await writeProject(dir, changed, permit, now);
  assert.deepEqual(first.kept, [`tmpfsroot.json.${stamp}`]);
  assert.equal(textsOf(dir, ['packages.list'])[0]?.startsWith(theirs['packages.list']), true);
  const again = { ...changed, release: 42 };
  const second = await writeProject(dir, again, { edits: first.digests, replaces: {} }, now);
  assert.deepEqual([second.written, second.kept], [['tmpfsroot.json'], []]);
});

test('a file that something else changed since it was read is asked about, the others are not', async (t) => {
  const dir = folderWith(t, theirs);
  const { spec, permit } = await opened(dir);
  writeFileSync(path.join(dir, 'packages.list'), `${theirs['packages.list']}nginx\n`);
  const { asks } = await planWrite(dir, { ...spec, release: 44 }, permit);
  assert.deepEqual(asks, [
    { name: 'packages.list', losses: ['1 package that is not in the new list: nginx'], isNewer: true },
  ]);
});

test('a file that appeared since the folder was read is asked about', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash\n' });
  const { spec, permit } = await opened(dir);
  writeFileSync(path.join(dir, 'tmpfsroot.json'), '{"system": {"timezone": "Asia/Tokyo"}}');
  const { asks } = await planWrite(dir, { ...spec, release: 43 }, permit);
  assert.deepEqual(
    asks.map(({ name, losses }) => [name, losses]),
    [['tmpfsroot.json', ['the value of system.timezone']]],
  );
});

test('a project file that cannot be read is never edited: comments in it, a merge, half a file', async (t) => {
  for (const text of ['// mine\n{"release": 43}', '<<<<<<< HEAD\n{}', '{"release": 43']) {
    const dir = folderWith(t, { 'tmpfsroot.json': text, 'packages.list': 'bash\n' });
    const { spec, permit } = await opened(dir);
    const { asks } = await planWrite(dir, spec, permit);
    assert.deepEqual(
      asks.map(({ name }) => name),
      ['tmpfsroot.json'],
    );
    assert.match(asks[0]?.losses[0] ?? '', /^all that it says: it cannot be read \(tmpfsroot\.json:\d/);
  }
});

/** Edits of a folder that was read: its files, and of which of them a copy is kept. */
const edits: [string, Record<string, string>, string[]][] = [
  ['layout by hand', { 'tmpfsroot.json': '{"release":43}' }, ['tmpfsroot.json']],
  ['a key that nobody knows', { 'tmpfsroot.json': '{\n  "relase": 43\n}\n' }, ['tmpfsroot.json']],
  ['a comment in the list', { 'packages.list': '# why\nbash\n' }, []],
  [
    'lines of the list that do not count',
    { 'tmpfsroot.json': '{"packages":["bash"]}', 'packages.list': 'vim\n' },
    ['packages.list', 'tmpfsroot.json'],
  ],
  [
    'kickstart lines of their own',
    { 'packages.list': 'bash\n', 'ks/ks.root.cfg': 'timezone UTC --utc\n' },
    [],
  ],
  ['a schema of another version', { 'tmpfsroot.schema.json': '{"title": "tmpfsroot.json"}' }, []],
  [
    'something else under the name of the schema',
    { 'tmpfsroot.schema.json': '{"mine": 1}' },
    ['tmpfsroot.schema.json'],
  ],
];

for (const [name, files, expected] of edits) {
  test(`editing keeps a copy only where something goes: ${name}`, async (t) => {
    const dir = folderWith(t, files);
    const { spec, permit } = await opened(dir);
    const changed = { ...spec, release: 42, packages: [...(spec.packages ?? []), 'git'] };
    const { asks, keeps } = await planWrite(dir, changed, permit);
    assert.deepEqual([asks, [...keeps].sort()], [[], expected]);
  });
}

test('letters of a list that are not in UTF-8 are kept in a copy', async (t) => {
  const dir = folderWith(t, {});
  writeFileSync(path.join(dir, 'packages.list'), Buffer.from('# Gr\xfc\xdfe\nbash\n', 'latin1'));
  const { spec, permit } = await opened(dir);
  const { keeps } = await planWrite(dir, { ...spec, packages: ['bash', 'git'] }, permit);
  assert.deepEqual(keeps, ['packages.list']);
});

test('a schema that is not one of ours is replaced only when agreed to', async (t) => {
  const dir = folderWith(t, { 'tmpfsroot.schema.json': 'mine' });
  const { asks } = await planWrite(dir, preset, noPermit);
  assert.deepEqual(
    asks.map(({ name }) => name),
    ['tmpfsroot.schema.json'],
  );
});

test('a folder without files of ours, and one that says the same, ask nothing', async (t) => {
  const dir = folderWith(t, { 'root.override/etc/motd': 'hello' });
  await writeProject(dir, preset);
  assert.deepEqual(await planWrite(dir, preset).then(({ asks, changed }) => [asks, changed]), [[], []]);
});

test('a file keeps its rights, and one that a link leads to stays where it is', async (t) => {
  const shared = folderWith(t, { list: 'bash\n' });
  const dir = folderWith(t, { 'tmpfsroot.json': '{"release": 43}' });
  symlinkSync(path.join(shared, 'list'), path.join(dir, 'packages.list'));
  chmodSync(path.join(dir, 'tmpfsroot.json'), 0o660);
  const { spec, permit } = await opened(dir);
  await writeProject(dir, { ...spec, release: 42, packages: ['bash', 'git'] }, permit, now);
  assert.equal(statSync(path.join(dir, 'tmpfsroot.json')).mode & 0o777, 0o660);
  assert.ok(lstatSync(path.join(dir, 'packages.list')).isSymbolicLink());
  assert.match(textsOf(shared, ['list'])[0] ?? '', /^bash\n[\s\S]*git\n$/);
});
