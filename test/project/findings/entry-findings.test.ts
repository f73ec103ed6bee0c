import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { UserSpec } from '../../../src/config/image-spec.js';
import { entryFindings } from '../../../src/project/findings/entry-findings.js';
import { openProject } from '../../../src/project/folder/open-project.js';
import { noWaysIn, type WaysIn } from '../../../src/project/folder/ways-in.js';
import { passwordHash, sshKey } from '../../config/generated-specs.js';
import { newFolder } from '../../helpers/scratch.js';

const user = (change: Partial<UserSpec> = {}): UserSpec => ({
  ...userSpec({ name: 'op', groups: [], passwordHash: null, sshKeys: [] }),
  ...change,
});

interface Given {
  root?: string | null;
  rootKeys?: string[];
  users?: UserSpec[];
  disabled?: string[];
  lines?: string[];
  locked?: string[];
  ways?: Partial<WaysIn>;
}

function told({
  root = null,
  rootKeys = [],
  users = [],
  disabled = [],
  lines,
  locked,
  ways,
}: Given): string[] {
  const spec = defaultSpec({ name: 'x' });
  const system = { ...spec.system, rootPasswordHash: root, rootSshKeys: rootKeys, users };
  const services = { ...system.services, disabled };
  const packages = {
    lines: lines ?? ['openssh-server'],
    locked: locked === undefined ? null : new Set(locked),
  };
  return entryFindings({ ...spec, system: { ...system, services } }, packages, { ...noWaysIn, ...ways }).map(
    ({ level, path: field, message }) => `${level} ${field}: ${message}`,
  );
}

const wheel = { groups: ['wheel'] };
const nobody = /^warning system\.rootPasswordHash: Nobody can log in/;
const table: readonly [string, Given, RegExp | null][] = [
  ['nothing at all', {}, nobody],
  ['a user with neither, alone', { users: [user()] }, /neither has `op`/],
  ['root has a password', { root: passwordHash }, null],
  ['root has a key', { rootKeys: [sshKey] }, null],
  [
    'root has a key, no server is listed',
    { rootKeys: [sshKey], lines: ['bash'] },
    /no SSH server.*nobody can log in/,
  ],
  [
    'a key and a password, no server',
    { root: passwordHash, rootKeys: [sshKey], lines: [] },
    /no SSH server among the packages\.$/,
  ],
  ['the server is in the lock', { rootKeys: [sshKey], lines: ['x'], locked: ['openssh-server'] }, null],
  ['the server is named by a glob', { rootKeys: [sshKey], lines: ['openssh*'] }, null],
  ['the server is excluded', { rootKeys: [sshKey], lines: ['-openssh-server'] }, /no SSH server/],
  ['dropbear is a server', { rootKeys: [sshKey], lines: ['dropbear'] }, null],
  [
    'the server is disabled',
    { rootKeys: [sshKey], disabled: ['sshd'] },
    /services\.disabled: .*`sshd` is disabled/,
  ],
  [
    'root in, a user with neither',
    { root: passwordHash, users: [user()] },
    /users\[0\]\.passwordHash: The user `op` has neither/,
  ],
  [
    'root in, wheel with neither',
    { root: passwordHash, users: [user(wheel)] },
    /nobody becomes root by its group `wheel`/,
  ],
  [
    'wheel with a key alone',
    { users: [user({ ...wheel, sshKeys: [sshKey] })] },
    /`op` is in `wheel` and has no password/,
  ],
  [
    'the same with a rule for sudo',
    { users: [user({ ...wheel, sshKeys: [sshKey] })], ways: { hasSudoRule: true } },
    null,
  ],
  [
    'sudo with a key alone',
    { users: [user({ groups: ['sudo'], sshKeys: [sshKey] })] },
    /`op` is in `sudo` and has no password/,
  ],
  ['wheel with a password', { users: [user({ ...wheel, passwordHash })] }, null],
  ['a user of services', { root: passwordHash, users: [user({ shell: '/sbin/nologin' })] }, null],
  ['keys in root.override', { ways: { keyOwners: ['root'] } }, null],
  ['keys in root.override, no server', { ways: { keyOwners: ['root'] }, lines: ['bash'] }, /no SSH server/],
  [
    'keys of the user in root.override',
    { root: passwordHash, users: [user()], ways: { keyOwners: ['op'] } },
    null,
  ],
  ['a script that sets accounts', { users: [user()], ways: { others: ['hooks.d/1.sh'] } }, null],
];

test('the way out of a disabled server leaves the other units disabled', () => {
  const spec = defaultSpec({ name: 'x' });
  spec.system.rootSshKeys = [sshKey];
  spec.system.services.disabled = ['cups', 'sshd.service', 'bluetooth'];
  const packages = { lines: ['openssh-server'], locked: null };
  const [finding] = entryFindings(spec, packages, noWaysIn);
  assert.deepEqual(finding?.fix?.value, ['cups', 'bluetooth']);
});

for (const [name, given, expected] of table) {
  test(`who can log in: ${name}`, () => {
    const findings = told(given);
    assert.equal(findings.length, expected === null ? 0 : 1, findings.join('\n'));
    if (expected !== null) assert.match(findings[0] ?? '', expected);
  });
}

function folder(t: TestContext, files: Record<string, string>): string {
  const dir = newFolder('entry-');
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ 'packages.list': 'bash\nopenssh-server\n', ...files })) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  return dir;
}

const ways: readonly [string, Record<string, string>, RegExp | null][] = [
  ['an empty folder', {}, nobody],
  ['keys in root.override', { 'root.override/root/.ssh/authorized_keys': sshKey }, null],
  ['keys of a home', { 'root.override/home/op/.ssh/authorized_keys': sshKey }, null],
  ['shadow', { 'root.override/etc/shadow': 'root:x' }, null],
  [
    'a login without a password',
    { 'root.override/etc/systemd/system/getty@tty1.service.d/a.conf': '--autologin op' },
    null,
  ],
  ['another unit', { 'root.override/etc/systemd/system/app.service': '[Service]' }, nobody],
  ['a hook that sets a password', { 'hooks.d/1.sh': 'echo root:x | chpasswd' }, null],
  ['another hook', { 'hooks.d/1.sh': 'touch /etc/x' }, nobody],
  ['%post', { 'ks/ks.root.cfg': '%post\nusermod -p x root\n%end\n' }, null],
  ['rootpw --lock', { 'ks/ks.root.cfg': 'rootpw --lock\n' }, nobody],
  ['rootpw', { 'ks/ks.root.cfg': `rootpw --iscrypted ${passwordHash}\n` }, null],
  ['sshkey of an account of a package', { 'ks/ks.root.cfg': `sshkey --username=admin "${sshKey}"\n` }, null],
  ['user without a password', { 'ks/ks.root.cfg': 'user --name=op --groups=wheel\n' }, nobody],
];

for (const purpose of ['build', 'lock'] as const) {
  for (const [name, files, expected] of ways) {
    test(`${purpose} warns of an image that nobody can log in to: ${name}`, async (t) => {
      const { findings } = await openProject({ dir: folder(t, files), for: purpose });
      const told = findings.map(({ level, path: field, message }) => `${level} ${field}: ${message}`);
      assert.deepEqual(
        told.filter((text) => /log in/.test(text)).length,
        expected === null ? 0 : 1,
        told.join(),
      );
      if (expected !== null) assert.ok(told.some((text) => expected.test(text)));
    });
  }
}
