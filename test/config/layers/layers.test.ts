import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentLayer } from '../../../src/config/layers/environment.js';
import { flagsLayer } from '../../../src/config/layers/flags.js';
import { type Layer, mergeLayers } from '../../../src/config/layers/layers.js';

const today = new Date('2026-11-22');
const file = (document: unknown): Layer => ({ document, where: () => 'tmpfsroot.json:1:1' });

test('a flag wins over the environment, that over the file, that over a preset, that over the default', () => {
  const flag = flagsLayer({ '--release': ['45'] });
  const env = environmentLayer({ FEDORA_MAJOR: '44' });
  const project = file({ release: 43 });
  const preset = file({ release: 42 });
  const release = (...layers: Layer[]) => mergeLayers(layers, 'x', today).spec.release;
  assert.equal(release(flag, env, project, preset), 45);
  assert.equal(release(env, project, preset), 44);
  assert.equal(release(project, preset), 43);
  assert.equal(release(preset), 42);
  assert.equal(release(), 44);
});

test("the seed's variables set the seed's fields", () => {
  const env = environmentLayer({
    FEDORA_MAJOR: '43',
    DISK_DEVS: 'sda, sdb',
    MAIN_DISK: 'sdb',
    PARTSIZE_DOCKER: '8192',
    PARTSIZE_LOG: '1024',
    PARTSIZE_CACHE: '512',
    PARTSIZE_OPT: '',
    CACHE_DIR: '/c',
    ARCH: 'x86_64',
    HOME: '/root',
  });
  const { spec } = mergeLayers([env], 'x', today);
  assert.equal(spec.release, 43);
  assert.deepEqual(spec.disks.devices, ['sda', 'sdb']);
  assert.equal(spec.disks.main, 'sdb');
  assert.deepEqual(spec.partitions.sizes, {
    esp: 200,
    root: 2048,
    persist: 200,
    log: 1024,
    opt: 2048,
    cache: 512,
    docker: 8192,
  });
  assert.equal(spec.cacheDir, '/c');
});

test('a field of a section is overridden alone, a list as a whole', () => {
  const { spec } = mergeLayers(
    [
      flagsLayer({ '--log-size': ['1G'], '--disk': ['sdb'] }),
      file({ partitions: { sizes: { log: 1, opt: '0' } }, disks: { devices: ['sda', 'sdc'] } }),
    ],
    'x',
    today,
  );
  assert.equal(spec.partitions.sizes.log, 1024);
  assert.equal(spec.partitions.sizes.opt, 0);
  assert.deepEqual(spec.disks.devices, ['sdb']);
});

test('defaults follow what was given: name, main disk and ESP', () => {
  const { spec } = mergeLayers(
    [file({ disks: { devices: ['/dev/vdb', 'vda'], sectorSize: 4096 } })],
    'My_Robot',
    today,
  );
  assert.equal(spec.name, 'My_Robot');
  assert.equal(spec.system.hostname, 'my-robot');
  assert.equal(spec.disks.main, 'vdb');
  assert.equal(spec.partitions.sizes.esp, 260);
});

test('each finding names the source that gave the value', () => {
  const { findings } = mergeLayers(
    [
      flagsLayer({ '--selinux': ['on'] }),
      environmentLayer({ FEDORA_MAJOR: 'x', PARTSIZE_LOG: '7' }),
      file({ outputs: [] }),
    ],
    'x',
    today,
  );
  assert.deepEqual(
    findings.map(({ where, path, level }) => [where, path, level]),
    [
      ['--selinux', 'system.selinux', 'error'],
      ['FEDORA_MAJOR', 'release', 'error'],
      ['PARTSIZE_LOG', 'partitions.sizes.log', 'error'],
      ['tmpfsroot.json:1:1', 'outputs', 'error'],
    ],
  );
});

test('a wrong value is reported once, without what would only follow from it', () => {
  const { findings } = mergeLayers([file({ disks: { devices: ['sda1'], main: 'sda' } })], 'x', today);
  assert.deepEqual(
    findings.map(({ path }) => path),
    ['disks.devices[0]'],
  );
});

test('a repository without URL or key is refused where it was given', () => {
  const { findings } = mergeLayers([flagsLayer({ '--repo': ['mine'] })], 'x', today);
  assert.deepEqual(
    findings.map(({ where, path }) => [where, path]),
    [
      ['--repo', 'repositories[2]'],
      ['--key', 'repositories[2].keys'],
    ],
  );
});

test('--repo with an id alone adds a known repository to those of the release; with URLs it replaces them', () => {
  const idsOf = (...given: string[]) =>
    mergeLayers([flagsLayer({ '--repo': given })], 'x', today).spec.repositories?.map(({ id }) => id);
  assert.deepEqual(idsOf('docker-ce'), ['fedora', 'updates', 'docker-ce']);
  assert.deepEqual(idsOf('updates-testing', 'docker-ce'), [
    'fedora',
    'updates',
    'updates-testing',
    'docker-ce',
  ]);
  assert.deepEqual(idsOf('fedora', 'docker-ce'), ['fedora', 'docker-ce']);
  assert.deepEqual(idsOf('fedora=https://h/44/', 'docker-ce'), ['fedora', 'docker-ce']);
  assert.deepEqual(idsOf('mine=https://h/44/'), ['mine']);
});

test('a mirror of a known repository has its key; --key without a URL belongs to none', () => {
  const layer = flagsLayer({ '--repo': ['fedora=https://h/44/', 'updates=https://h/u/'] });
  assert.deepEqual(mergeLayers([layer], 'x', today).findings, []);
  assert.throws(() => flagsLayer({ '--repo': ['docker-ce'], '--key': ['k'] }), /belongs to no repository/);
});
