import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldList } from '../../../src/config/fields/spec-fields.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { flagTable } from '../../../src/config/layers/flag-table.js';
import { labelOf, withLabels } from '../../../src/wizard/model/field-labels.js';
import { reviewFindings } from '../../../src/wizard/model/screen-findings.js';
import { Driver, newSpec } from '../driver.js';

const sentences: [string, string][] = [
  ['Name at least one: `--disk sda`.', 'Name at least one: `sda` at "Disks".'],
  ['Set `0`, or `--install-method image`.', 'Set `0`, or `image` at "Installer".'],
  ['Give an address (`--address`).', 'Give an address ("Network addresses").'],
  ['Set a smaller `device.headroomMiB`.', 'Set a smaller "Free space in root".'],
  ['Take `system.timezone` out of it.', 'Take "Time zone" out of it.'],
  ['remove `disks.devices` from tmpfsroot.json', 'remove "Disks"'],
  ['Add its key: `--key FILE`.', 'Add its key: `repositories` in tmpfsroot.json.'],
  ['Write `--hostname=robot-1`, or `bash`.', 'Write `--hostname=robot-1`, or `bash`.'],
];

for (const [text, told] of sentences) {
  test(`on a screen: ${text}`, () => assert.equal(withLabels(text), told));
}

test('elements of a list and accounts have the label of their field', () => {
  assert.equal(labelOf('disks.devices[1]'), 'Disks');
  assert.equal(labelOf('system.users[0].passwordHash'), 'Password');
  assert.equal(labelOf('system.users[2]'), 'User');
  assert.equal(labelOf('repositories[0].keys'), null);
});

/** Changes that are wrong or doubtful, one for each kind of finding. */
const changes: Record<string, (spec: ImageSpec) => void> = {
  'no disk': ({ disks }) => void Object.assign(disks, { devices: [], main: 'sda' }),
  'a main disk of others': ({ disks }) => void Object.assign(disks, { main: 'sdx' }),
  'a disk of a partition': ({ partitions }) => void Object.assign(partitions.disks, { docker: 'sdx' }),
  'an unused disk': ({ disks }) => void Object.assign(disks, { devices: ['sda', 'sdb'] }),
  'a small disk': ({ disks }) => void Object.assign(disks, { sizeMiB: 4096 }),
  'two rests': ({ partitions: { sizes } }) => void Object.assign(sizes, { log: 'rest', docker: 'rest' }),
  'a rest that cannot be': ({ partitions: { sizes } }) => void Object.assign(sizes, { root: 'rest' }),
  'a small partition': ({ partitions: { sizes } }) => void Object.assign(sizes, { opt: 1 }),
  'little memory': ({ device }) => void Object.assign(device, { memoryMiB: 512 }),
  'much swap': ({ device }) => void Object.assign(device, { zramMiB: 999_999 }),
  'too little time': ({ device }) =>
    void Object.assign(device.commit, { limitSeconds: 60, steadySeconds: 60 }),
  'an unknown release': (spec) => void Object.assign(spec, { release: 99 }),
  'an old release': (spec) => void Object.assign(spec, { release: 41 }),
  'no repository': (spec) => void Object.assign(spec, { repositories: [] }),
  'no language': ({ system }) => void Object.assign(system, { languages: [] }),
  'a gateway alone': ({ system }) => void Object.assign(system.network, { gateway: '192.168.1.1' }),
  'SELinux with Anaconda': ({ system, install }) => {
    Object.assign(system, { selinux: 'enforcing' });
    Object.assign(install, { method: 'anaconda' });
  },
  'the user root': ({ system }) => {
    system.users = [userSpec({ name: 'root' })];
  },
  'no output': (spec) => void Object.assign(spec, { outputs: [] }),
};

/** Flags of our commands, and paths of the spec that have more than one name. */
function strangeWords(text: string): string[] {
  const flags = [...flagTable.map(({ flag }) => flag), '--repo', '--key', '--set'];
  const paths = fieldList.map(({ path }) => path).filter((path) => path.includes('.'));
  return [...flags, ...paths].filter((word) => new RegExp(`(?<![\\w-])${word}(?![\\w=-])`).test(text));
}

for (const [name, change] of Object.entries(changes)) {
  test(`findings name fields, not flags and paths: ${name}`, () => {
    const spec = structuredClone(newSpec());
    change(spec);
    const driver = new Driver().load(spec);
    const found = reviewFindings(driver.state);
    assert.ok(found.length > 0);
    for (const { message, remedy } of found)
      assert.deepEqual(strangeWords(`${message} ${remedy}`), [], `${message} ${remedy}`);
  });
}
