import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Failure } from '../../../src/base/failure.js';
import { userSpec } from '../../../src/config/fields/user.js';
import { flagsLayer } from '../../../src/config/layers/flags.js';
import { type OpenProject, openProject } from '../../../src/project/folder/open-project.js';
import { filesIn, folderWith } from '../folder.js';

const today = new Date('2026-11-22');

async function failureOf(request: OpenProject): Promise<Failure> {
  const before = filesIn(request.dir);
  try {
    await openProject({ today, ...request });
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.exitStatus, 2);
    assert.deepEqual(filesIn(request.dir), before, 'nothing was written');
    return error;
  }
  return assert.fail('it was accepted');
}

test("a folder of the seed's system opens without a project file", async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash\nsystemd\n', 'ks/ks.root.cfg': '# nothing\n\n' });
  const project = await openProject({
    dir,
    for: 'build',
    env: { FEDORA_MAJOR: '44', DISK_DEVS: 'vda' },
    today,
  });
  assert.equal(project.dir, dir);
  assert.equal(project.spec.name, path.basename(dir));
  assert.deepEqual(project.spec.disks.devices, ['vda']);
  assert.deepEqual(project.packages, [
    { text: 'bash', kind: 'include', where: 'packages.list:1' },
    { text: 'systemd', kind: 'include', where: 'packages.list:2' },
  ]);
  const doubtful = project.findings.map(({ path: field }) => field);
  assert.deepEqual(doubtful, ['packages', 'system.rootPasswordHash']);
});

test('warnings come with the project, with the line that gave the value', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash', 'tmpfsroot.json': '{\n  "release": 42\n}' });
  const { findings } = await openProject({ dir, for: 'lock', today });
  assert.deepEqual(
    findings.slice(0, 1).map(({ level, where, path: field }) => [level, where, field]),
    [['warning', 'tmpfsroot.json:2:3', 'release']],
  );
});

test('a wrong field is named with file, line and column', async (t) => {
  const dir = folderWith(t, {
    'packages.list': 'bash',
    'tmpfsroot.json': '{\n  "partitions": {\n    "sizes": {\n      "log": "2GB"\n    }\n  }\n}\n',
  });
  const { facts } = await failureOf({ dir, for: 'lock' });
  assert.equal(facts.where, 'tmpfsroot.json:4:7 partitions.sizes.log');
  assert.match(facts.what, /`2GB`/);
  assert.match(facts.remedy ?? '', /`2G`/);
});

test('an unknown key is named with its line and the key that was meant', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash', 'tmpfsroot.json': '{\n\n  "relase": 44 }' });
  const { facts } = await failureOf({ dir, for: 'lock' });
  assert.equal(facts.where, 'tmpfsroot.json:3:3 relase');
  assert.match(facts.remedy ?? '', /`release`/);
});

test('a syntax error is named with line and column', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash', 'tmpfsroot.json': '{\n  "release": 44,\n}' });
  const { facts } = await failureOf({ dir, for: 'lock' });
  assert.equal(facts.where, 'tmpfsroot.json:2:16');
});

test('all that is wrong in flags, environment, file and list is said at once', async (t) => {
  const dir = folderWith(t, {
    'packages.list': 'bash\n+vim\n',
    'tmpfsroot.json': '{"outputs": ["vmdk"]}',
  });
  const { facts } = await failureOf({
    dir,
    for: 'lock',
    env: { FEDORA_MAJOR: 'rawhide' },
    flags: flagsLayer({ '--log-size': ['big'] }),
  });
  for (const place of [
    '--log-size partitions.sizes.log: `big`',
    'FEDORA_MAJOR release: `rawhide`',
    'tmpfsroot.json:1:14 outputs[0]: `vmdk`',
    'packages.list:2: `+vim`',
  ]) {
    assert.ok(facts.what.includes(place), `${place} in ${facts.what}`);
  }
  assert.equal(facts.findings?.length, 4);
});

test('a plan larger than the disk is refused with the size that fits', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash' });
  const { facts } = await failureOf({ dir, for: 'build', flags: flagsLayer({ '--disk-size': ['8G'] }) });
  assert.match(facts.where ?? '', /--disk-size/);
  assert.match(facts.remedy ?? '', /`21082M`/);
});

test('a missing packages.list is told with the command that makes one, an empty one with an example', async (t) => {
  const missing = await failureOf({ dir: folderWith(t, {}), for: 'lock' });
  assert.equal(missing.facts.where, 'packages.list');
  assert.match(missing.facts.remedy ?? '', /tmpfsroot-wizard init/);
  const empty = await failureOf({
    dir: folderWith(t, { 'packages.list': '# nothing\n\n-nano\n' }),
    for: 'lock',
  });
  assert.match(empty.facts.what, /names no package/);
});

test('packages of the spec replace the list, which may then be absent', async (t) => {
  const dir = folderWith(t, { 'tmpfsroot.json': '{"packages": ["bash", "-nano"]}' });
  const { packages } = await openProject({ dir, for: 'lock', today });
  assert.deepEqual(packages, [
    { text: 'bash', kind: 'include', where: 'packages[0]' },
    { text: 'nano', kind: 'exclude', where: 'packages[1]' },
  ]);
});

test('files that cannot be applied stop a build, by name and line; a lock does not look at the medium', async (t) => {
  const dir = folderWith(t, {
    'packages.list': 'bash',
    'ks/ks.root.cfg': '# accounts\n\nrootpw --iscrypted 6x\n',
    'ks/ks.post.cfg': '# nothing\n',
    'hooks.d/10-users.sh': '#!/bin/sh\nuseradd op\n',
    'build-hooks.d/README': 'no script\n',
    'iso-root.override/extra/data.bin': 'x',
    'iso-root.override/tfr/slot.img.zst': 'x',
  });
  const { facts } = await failureOf({ dir, for: 'build' });
  assert.deepEqual(
    facts.findings?.map(({ where }) => where),
    ['ks/ks.root.cfg:3', 'iso-root.override/tfr/slot.img.zst'],
  );
  assert.match(facts.what, /system.rootPasswordHash: The value is not a crypt\(5\) hash/);
  assert.equal(
    (await failureOf({ dir, for: 'lock' })).facts.where,
    'ks/ks.root.cfg:3 system.rootPasswordHash',
  );
  writeFileSync(path.join(dir, 'ks/ks.root.cfg'), 'rootpw --lock\n');
  await openProject({ dir, for: 'lock', today });
});

test('kickstart commands that say what tmpfsroot.json says are fine, others stop a build', async (t) => {
  const project = {
    system: {
      hostname: 'robot',
      timezone: 'Asia/Tokyo',
      services: { enabled: ['sshd'] },
      rootPasswordHash: null,
    },
  };
  const same = '# mine\nnetwork --hostname=robot\n  services --enabled=sshd\r\nreboot\n';
  const dir = folderWith(t, {
    'packages.list': 'bash',
    'tmpfsroot.json': JSON.stringify(project),
    'ks/ks.root.cfg': same,
  });
  await openProject({ dir, for: 'build', today });
  const table: [string, RegExp, RegExp][] = [
    ['timezone UTC --utc', /`timezone UTC --utc` contradicts/, /`system.timezone`/],
    ['services --enabled=sshd,chronyd', /contradicts/, /`system.services.enabled`/],
    ['network --hostname=other', /contradicts/, /`system.hostname`.*tmpfsroot.json:1:\d+/],
    ['part / --size=1', /`part` has no place here/, /`PARTSIZE_LOG`/],
    ['rootpw secret', /`rootpw \.\.\.` contradicts/, /`system.rootPasswordHash`/],
  ];
  for (const [line, what, remedy] of table) {
    writeFileSync(path.join(dir, 'ks/ks.root.cfg'), `${same}${line}\n`);
    const { facts } = await failureOf({ dir, for: 'build' });
    const errors = facts.findings?.filter(({ level }) => level === 'error') ?? [];
    assert.deepEqual(
      errors.map(({ where }) => where),
      ['ks/ks.root.cfg:5'],
    );
    assert.match(errors[0]?.message ?? '', what);
    assert.match(errors[0]?.remedy ?? '', remedy);
    assert.doesNotMatch(JSON.stringify(facts), /secret/);
  }
});

test('a conflict that git has left in a file for the image is a warning at its line', async (t) => {
  const marks = 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n';
  const dir = folderWith(t, {
    'packages.list': 'bash',
    'root.override/etc/motd': marks,
    'root.override/etc/issue': 'Title\n=======\n',
    'root.override/usr/bin/program': `\0${marks}`,
    'iso-root.override/docs/a.txt': marks,
  });
  const { findings } = await openProject({ dir, for: 'build', today });
  const conflicts = findings.filter(({ message }) => message.includes('conflict'));
  assert.deepEqual(
    conflicts.map(({ level, where }) => [level, where]),
    [
      ['warning', 'root.override/etc/motd:2'],
      ['warning', 'iso-root.override/docs/a.txt:2'],
    ],
  );
});

test('a device of the spec that kickstart makes a port, or gives another profile, stops a build', async (t) => {
  for (const [line, message] of [
    ['network --device=bond0 --bondslaves=eno1,eno2', /`eno1` is a port of `bond0` too/],
    ['network --device=eno1 --noipv6', /gives it another profile/],
  ] as const) {
    const dir = folderWith(t, {
      'packages.list': 'bash',
      'tmpfsroot.json': '{"system": {"network": {"device": "eno1"}}}',
      'ks/ks.root.cfg': `${line}\n`,
    });
    const { facts } = await failureOf({ dir, for: 'build' });
    assert.match(facts.what, message);
    assert.equal(facts.where, 'tmpfsroot.json:1:25 system.network.device');
    const flags = flagsLayer({ '--network-device': ['eno3'] });
    await openProject({ dir, for: 'build', flags, today });
  }
});

test('kickstart commands win over presets and lose to tmpfsroot.json, environment and flags', async (t) => {
  const hash = `$6$abc$${'x'.repeat(86)}`;
  const dir = folderWith(t, {
    'packages.list': 'bash',
    'tmpfsroot.json': '{"system": {"keymap": "de"}}',
    'ks/ks.root.cfg': `lang ja_JP.UTF-8\ntimezone Asia/Tokyo --utc\nuser --name=op --iscrypted --password=${hash}\nuser --name=x --groups=y\n`,
  });
  const preset = { document: { system: { timezone: 'UTC', hostname: 'p' } }, where: () => 'preset' };
  const flags = flagsLayer({ '--language': ['de_DE.UTF-8'] });
  const { spec } = await openProject({ dir, for: 'build', flags, preset, today });
  const { languages, timezone, keymap, hostname, users } = spec.system;
  assert.deepEqual([languages, timezone, keymap, hostname], [['de_DE.UTF-8'], 'Asia/Tokyo', 'de', 'p']);
  assert.deepEqual(users, [
    userSpec({ name: 'op', passwordHash: hash }),
    userSpec({ name: 'x', groups: ['y'] }),
  ]);
});

test('the key of a repository of ks.root.cfg is a file of its name, and must be there', async (t) => {
  const dir = folderWith(t, {
    'packages.list': 'bash',
    'ks/ks.root.cfg': '# mine\nrepo --name=extra --baseurl=https://example.org/44/\n',
  });
  const { facts } = await failureOf({ dir, for: 'lock' });
  assert.equal(facts.where, 'ks/ks.root.cfg:2 repositories[2].keys[0]');
  assert.match(facts.what, /`keys\/extra.asc` of the repository `extra` is not there/);
});

test('a key file of a repository must be there; on the command line its path counts from where one stands', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash', 'keys/a.asc': 'x' });
  const repo = { '--repo': ['mine=file:///srv/r/'] };
  const { facts } = await failureOf({
    dir,
    for: 'lock',
    cwd: dir,
    flags: flagsLayer({ ...repo, '--key': ['b.asc'] }),
  });
  assert.match(facts.where ?? '', /--key repositories\[0\]\.keys\[0\]/);
  const cwd = path.join(dir, 'keys');
  const flags = flagsLayer({ ...repo, '--key': ['a.asc'] });
  const { spec } = await openProject({ dir: '..', for: 'lock', cwd, flags, today });
  assert.deepEqual(spec.repositories?.[0]?.keys, ['keys/a.asc']);
});

test('the cache folder of a file counts from the project, that of the environment from where one stands', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash', 'tmpfsroot.json': '{"cacheDir": ".cache"}' });
  assert.equal((await openProject({ dir, for: 'lock', today })).spec.cacheDir, path.join(dir, '.cache'));
  const env = { CACHE_DIR: 'c' };
  assert.equal((await openProject({ dir, for: 'lock', cwd: '/tmp', env, today })).spec.cacheDir, '/tmp/c');
});

test('a folder that is absent, or a project file that is a folder, is one clear error', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash' });
  await assert.rejects(openProject({ dir: path.join(dir, 'x'), for: 'lock' }), /There is no folder/);
  mkdirSync(path.join(dir, 'tmpfsroot.json'));
  assert.match((await failureOf({ dir, for: 'lock' })).facts.why ?? '', /is a folder/);
});
