import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { openProject, readWholeSpec } from '../../../src/project/folder/open-project.js';
import { planWrite, writeProject as writePermitted } from '../../../src/project/write/write-project.js';
import { generatedSpecs, passwordHash, sshKey } from '../../config/generated-specs.js';
import { failureOf } from '../../helpers/failure-of.js';
import { writeTree } from '../../helpers/scratch.js';
import { filesIn, folderWith } from '../folder.js';
import { commandRows } from '../kickstart/command-rows.js';

const today = new Date('2026-11-22');
const projectFiles = ['ks/ks.root.cfg', 'packages.list', 'tmpfsroot.json', 'tmpfsroot.schema.json'];

/** Writes with everything agreed to, and answers what was written. */
async function writeProject(dir: string, spec: ImageSpec): Promise<string[]> {
  const isNew = !existsSync(dir);
  const digests = isNew ? {} : (await planWrite(dir, spec)).digests;
  return (await writePermitted(dir, spec, { edits: digests, replaces: digests })).written;
}

/** Specs as a wizard makes them: with their packages. */
function wholeSpecs(count: number): ImageSpec[] {
  return generatedSpecs(count, 11).map((spec) => ({
    ...spec,
    packages: spec.packages ?? ['bash', 'systemd'],
  }));
}

test('a spec that was written into a folder is read back as the same spec', async (t) => {
  const specs = wholeSpecs(150);
  const fresh = folderWith(t, {});
  for (const [index, spec] of specs.entries()) {
    spec.system.users = [userSpec({ name: 'op', groups: ['wheel'], passwordHash: null, sshKeys: [sshKey] })];
    const dir = path.join(fresh, String(index));
    await writeProject(dir, spec);
    assert.deepEqual((await readWholeSpec(dir, {}, today)).spec, spec);
    assert.deepEqual(filesIn(dir), projectFiles);
  }
});

test('a spec that was written over another one is read back, its packages in the order of the list', async (t) => {
  const dir = folderWith(t, {
    'packages.list': '# mine\nvim\nbash # keep\n',
    'tmpfsroot.json': '{"release": 43}',
  });
  for (const spec of wholeSpecs(60)) {
    await writeProject(dir, spec);
    const { spec: read } = await readWholeSpec(dir, {}, today);
    assert.deepEqual([...(read.packages ?? [])].sort(), [...(spec.packages ?? [])].sort());
    assert.deepEqual({ ...read, packages: spec.packages }, spec);
    assert.match(readFileSync(path.join(dir, 'packages.list'), 'utf8'), /^# mine\n/);
  }
});

test('what was written builds: the same spec and packages come to the commands', async (t) => {
  const dir = folderWith(t, {});
  const spec = { ...defaultSpec({ name: 'robot' }), packages: ['bash', '-nano'] };
  await writeProject(dir, spec);
  const project = await openProject({ dir, for: 'build', today });
  assert.deepEqual({ ...project.spec, packages: spec.packages }, spec);
  assert.deepEqual(
    project.packages.map(({ kind, text, where }) => [kind, text, where]),
    [
      ['include', 'bash', 'packages.list:2'],
      ['exclude', 'nano', 'packages.list:3'],
    ],
  );
});

test('every spec that can be built builds after it was written, and writing it again changes nothing', async (t) => {
  const fresh = folderWith(t, {});
  for (const [index, spec] of wholeSpecs(120).entries()) {
    spec.system.selinux = 'disabled';
    const dir = path.join(fresh, String(index));
    for (const key of ['a.asc', 'k', 'l'])
      writeTree(path.join(dir, key === 'a.asc' ? 'keys' : '.'), { [key]: 'x' });
    assert.deepEqual((await writeProject(dir, spec)).sort(), projectFiles);
    const { spec: opened } = await openProject({ dir, for: 'build', today });
    assert.deepEqual({ ...opened, packages: spec.packages }, spec);
    assert.deepEqual(await writeProject(dir, spec), []);
  }
});

test("settings go into tmpfsroot.json alone: a person's kickstart file stays as it is", async (t) => {
  const text = '# mine\ntimezone UTC --utc\n';
  const dir = folderWith(t, { 'ks/ks.root.cfg': text });
  for (const hostname of ['a', 'b', 'c']) {
    const spec = { ...defaultSpec(), packages: ['bash'] };
    spec.system.hostname = hostname;
    await writeProject(dir, spec);
    assert.equal(readFileSync(path.join(dir, 'ks/ks.root.cfg'), 'utf8'), text);
    const project = await openProject({ dir, for: 'build', today });
    assert.equal(project.spec.system.hostname, hostname);
  }
});

test('kickstart commands that no screen of the wizard asks for count beside another spec, as beside a preset', async (t) => {
  const dir = folderWith(t, {
    'ks/ks.root.cfg':
      'firewall --enabled --http\ntimezone UTC --utc --nontp\nuser --name=op\nrootpw --allow-ssh --lock\n',
  });
  await writeProject(dir, { ...defaultSpec(), packages: ['bash'] });
  const { spec, findings } = await readWholeSpec(dir, {}, today);
  assert.deepEqual(spec.system.firewall.services, ['http', 'ssh']);
  assert.deepEqual([spec.system.time.disabled, spec.system.rootSshPassword], [true, true]);
  assert.deepEqual(spec.system.users, []);
  assert.deepEqual(
    findings.map(({ where, path: field }) => [where, field]),
    [['ks/ks.root.cfg:3', 'system.users']],
  );
});

test('a new kickstart file holds comments alone', async (t) => {
  const dir = folderWith(t, {});
  await writeProject(dir, { ...defaultSpec(), packages: ['bash'] });
  const lines = readFileSync(path.join(dir, 'ks/ks.root.cfg'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.filter((line) => !line.startsWith('#')),
    [],
  );
});

test('all that kickstart commands say can be written into tmpfsroot.json', async (t) => {
  const commands = commandRows
    .map(([text]) => text)
    .filter((text) => /^(?:user|group|fire|time|key)/.test(text));
  for (const text of commands) {
    const dir = folderWith(t, { 'packages.list': 'bash\n', 'ks/ks.root.cfg': `${text}\n` });
    const { spec } = await readWholeSpec(dir, {}, today);
    await writeProject(dir, spec);
    writeFileSync(path.join(dir, 'ks/ks.root.cfg'), '');
    assert.deepEqual((await readWholeSpec(dir, {}, today)).spec, spec, text);
  }
});

test('only files that would say something else are written, and they are named', async (t) => {
  const dir = folderWith(t, {});
  const spec = { ...defaultSpec({ name: 'robot' }), packages: ['bash'] };
  assert.deepEqual((await writeProject(dir, spec)).sort(), projectFiles);
  assert.deepEqual(await writeProject(dir, spec), []);
  assert.deepEqual(await writeProject(dir, { ...spec, packages: ['bash', 'git'] }), ['packages.list']);
  assert.deepEqual(await writeProject(dir, { ...spec, release: 43, packages: null }), ['tmpfsroot.json']);
});

test('a project file that a person laid out, and that says the same, is left alone', async (t) => {
  const text = '{"release":44,\n\n   "disks": {"devices": ["/dev/sda"]} }';
  const dir = folderWith(t, { 'tmpfsroot.json': text, 'packages.list': 'bash\n' });
  const { spec } = await readWholeSpec(dir, {}, today);
  assert.deepEqual(await writeProject(dir, spec), ['tmpfsroot.schema.json', 'ks/ks.root.cfg']);
  assert.equal(readFileSync(path.join(dir, 'tmpfsroot.json'), 'utf8'), text);
});

test('packages that stood in the project file move to packages.list', async (t) => {
  const dir = folderWith(t, { 'tmpfsroot.json': '{"packages": ["bash", "git"]}', 'packages.list': 'vim\n' });
  const { spec } = await readWholeSpec(dir, {}, today);
  assert.deepEqual(spec.packages, ['bash', 'git']);
  await writeProject(dir, spec);
  assert.doesNotMatch(readFileSync(path.join(dir, 'tmpfsroot.json'), 'utf8'), /"packages":/);
  assert.deepEqual((await readWholeSpec(dir, {}, today)).spec, spec);
});

test('a file that cannot be read stops it before anything is written', async (t) => {
  const dir = folderWith(t, { 'tmpfsroot.json': '{}' });
  mkdirSync(path.join(dir, 'packages.list'));
  const before = statSync(path.join(dir, 'tmpfsroot.json')).mtimeMs;
  const { status, why } = await failureOf(writeProject(dir, { ...defaultSpec(), packages: ['bash'] }));
  assert.equal(status, 2);
  assert.match(why ?? '', /is a folder/);
  assert.deepEqual(filesIn(dir), ['tmpfsroot.json']);
  assert.equal(statSync(path.join(dir, 'tmpfsroot.json')).mtimeMs, before);
});

test('packages of a group come under its name in packages.list', async (t) => {
  const dir = folderWith(t, {});
  const groups = { '@core: Core': ['sudo'] };
  await writePermitted(
    dir,
    { ...defaultSpec(), packages: ['bash', 'sudo'] },
    { edits: {}, replaces: {}, groups },
  );
  assert.match(readFileSync(path.join(dir, 'packages.list'), 'utf8'), /\nbash\n\n# @core: Core\nsudo\n$/);
});

test('everything that is wrong in a folder is a finding, and the rest of the spec is there', async (t) => {
  const dir = folderWith(t, {
    'tmpfsroot.json': '{\n  "release": 43,\n  "system": { "hostname": "a b" }\n}',
    'packages.list': 'bash\n+vim\n@core\n',
    'ks/ks.root.cfg': 'poweroff\nautopart\ntimezone Mars/Base --utc\n',
  });
  const { spec, findings } = await readWholeSpec(dir, { PARTSIZE_LOG: 'big' }, today);
  assert.equal(spec.release, 43);
  assert.equal(spec.install.then, 'poweroff');
  assert.deepEqual(spec.packages, ['bash', '+vim', '@core']);
  assert.deepEqual(
    findings.map(({ where, path: field }) => [where, field]),
    [
      ['PARTSIZE_LOG', 'partitions.sizes.log'],
      ['tmpfsroot.json:3:15', 'system.hostname'],
      ['tmpfsroot.json:2:3', 'release'],
      ['ks/ks.root.cfg:3', 'system.timezone'],
      ['packages.list:2', 'packages[1]'],
      ['packages.list:3', 'packages[2]'],
      ['ks/ks.root.cfg:2', ''],
    ],
  );
});

test("what was taken away beside a person's own kickstart line stays away, and the line is an error", async (t) => {
  const dir = folderWith(t, { 'packages.list': 'bash\n', 'ks/ks.root.cfg': 'user --name=op\n' });
  const { spec } = await readWholeSpec(dir, {}, today);
  assert.deepEqual(
    spec.system.users.map(({ name }) => name),
    ['op'],
  );
  await writeProject(dir, spec);
  assert.deepEqual((await readWholeSpec(dir, {}, today)).findings, []);
  spec.system.users = [];
  assert.deepEqual(await writeProject(dir, spec), ['tmpfsroot.json']);
  assert.deepEqual(await writeProject(dir, spec), []);
  const again = await readWholeSpec(dir, {}, today);
  assert.deepEqual(again.spec.system.users, []);
  assert.deepEqual(
    again.findings.map(({ where }) => where),
    ['ks/ks.root.cfg:1'],
  );
});

test('a project file that is not valid JSON, and a folder that is not there, give the defaults and say why', async (t) => {
  const dir = folderWith(t, { 'tmpfsroot.json': '{"release": 43,}', 'packages.list': 'bash' });
  const { spec, findings } = await readWholeSpec(dir, { DISK_DEVS: 'vda' }, today);
  assert.deepEqual(spec.packages, ['bash']);
  assert.deepEqual(spec.disks.devices, ['vda']);
  assert.deepEqual(
    findings.map(({ where, level }) => [where, level]),
    [['tmpfsroot.json:1:15', 'error']],
  );
  const absent = await readWholeSpec(path.join(dir, 'absent'), {}, today);
  assert.deepEqual(absent.spec, defaultSpec({ name: 'absent' }));
  assert.deepEqual(
    absent.findings.map(({ path: field }) => field),
    ['packages'],
  );
});

test('a list that may not be read is a finding', async (t) => {
  const dir = folderWith(t, { 'tmpfsroot.json': '{}' });
  mkdirSync(path.join(dir, 'packages.list'));
  writeFileSync(path.join(dir, 'hooks.d'), '');
  chmodSync(path.join(dir, 'hooks.d'), 0o600);
  const { findings } = await readWholeSpec(dir, {}, today);
  assert.match(findings[0]?.message ?? '', /`packages.list` could not be read. It is a folder/);
});

test('a project file that gets its first password hash is its owner’s alone; others keep their modes', async (t) => {
  const dir = folderWith(t, { 'tmpfsroot.json': '{}', 'packages.list': 'bash\n' });
  const modeOf = (name: string) => statSync(path.join(dir, name)).mode & 0o777;
  chmodSync(path.join(dir, 'tmpfsroot.json'), 0o664);
  chmodSync(path.join(dir, 'packages.list'), 0o644);
  const spec = { ...defaultSpec(), packages: ['bash'] };
  const withHash = (hostname: string) => ({
    ...spec,
    system: { ...spec.system, hostname, rootPasswordHash: passwordHash },
  });
  await writeProject(dir, { ...spec, release: 43 });
  assert.equal(modeOf('tmpfsroot.json'), 0o664);
  await writeProject(dir, withHash('a'));
  assert.equal(modeOf('tmpfsroot.json'), 0o600);
  assert.equal(modeOf('packages.list'), 0o644);
  // Whoever opens it again has decided so.
  chmodSync(path.join(dir, 'tmpfsroot.json'), 0o640);
  await writeProject(dir, withHash('b'));
  assert.equal(modeOf('tmpfsroot.json'), 0o640);
  const fresh = folderWith(t, {});
  await writeProject(fresh, withHash('a'));
  assert.equal(statSync(path.join(fresh, 'tmpfsroot.json')).mode & 0o777, 0o600);
});
