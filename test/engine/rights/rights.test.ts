import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../src/base/failure.js';
import { requireRights } from '../../../src/engine/rights/own-rights.js';
import {
  decideRights,
  type RightsFacts,
  type RootlessMode,
  rightsAdvice,
  rightsLines,
} from '../../../src/engine/rights/rights.js';

const able: RightsFacts = {
  isRoot: false,
  user: 'anna',
  hasIds: true,
  freeId: 165_536,
  missingHelpers: [],
  refusal: null,
  switches: {},
  isContainer: false,
};
const install = 'sudo apt-get install uidmap';
const addIds = 'sudo usermod --add-subuids 165536-231071 --add-subgids 165536-231071 anna';

/** What differs, the way, and what would open the one with mapped ids. */
const rows: [string, Partial<RightsFacts>, RootlessMode | null, string | null][] = [
  ['root', { isRoot: true }, 'root', null],
  ['somebody with ids', {}, 'mapped', null],
  ['a switch is off, and it worked', { switches: { 'user.max_user_namespaces': 0 } }, 'mapped', null],
  ['no ids', { hasIds: false }, null, addIds],
  ['no helpers', { missingHelpers: ['newuidmap', 'newgidmap'] }, null, install],
  ['neither', { hasIds: false, missingHelpers: ['newuidmap'] }, null, `${install} && ${addIds}`],
  [
    'Debian’s switch',
    { refusal: 'x', switches: { 'kernel.unprivileged_userns_clone': 0 } },
    null,
    'sudo sysctl -w kernel.unprivileged_userns_clone=1',
  ],
  [
    'Ubuntu’s AppArmor',
    { refusal: 'x', switches: { 'kernel.apparmor_restrict_unprivileged_userns': 1 } },
    null,
    'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  ],
  [
    'no namespaces, and no ids',
    { hasIds: false, switches: { 'user.max_user_namespaces': 0 } },
    null,
    `${addIds} && sudo sysctl -w user.max_user_namespaces=15000`,
  ],
  ['a machine that forbids it', { refusal: 'mount: permission denied' }, null, null],
  [
    'a container that forbids it',
    { refusal: 'mount: permission denied', isContainer: true },
    null,
    'start the container with `--security-opt seccomp=unconfined`, and with `--security-opt apparmor=unconfined` where the machine has AppArmor',
  ],
];

for (const [title, differing, way, open] of rows) {
  test(`rights: ${title}`, () => {
    const rights = decideRights({ ...able, ...differing }, install);
    assert.equal(rights.way, way);
    const mapped = rights.states.find((one) => one.way === 'mapped');
    assert.equal(mapped?.open, open);
    assert.equal(mapped?.why === null, mapped?.isOpen);
    assert.equal(mapped?.isOpen, way === 'mapped');
  });
}

/** What root lacks, and what the state says of it. */
const rootRows: [string, Partial<RightsFacts>, RegExp, string | null][] = [
  ['of a namespace with one id', { hasIds: false }, /fewer than 65536 ids/, null],
  ['without a program for it', { missingHelpers: ['hostname'] }, /^hostname missing$/, install],
  ['who is refused', { refusal: 'unshare failed' }, /refused: unshare failed/, null],
  [
    'of a machine whose switch is off',
    { refusal: 'unshare failed', switches: { 'user.max_user_namespaces': 0 } },
    /user\.max_user_namespaces is 0/,
    'sysctl -w user.max_user_namespaces=15000',
  ],
];

for (const [title, differing, why, open] of rootRows) {
  test(`rights: root ${title} has none`, () => {
    const rights = decideRights({ ...able, isRoot: true, ...differing }, install);
    assert.equal(rights.way, null);
    const root = rights.states.find((one) => one.way === 'root');
    assert.match(root?.why ?? '', why);
    assert.equal(root?.open, open);
  });
}

test('root of a container that may do nothing is told how to start it, and never of sudo', () => {
  const facts = { ...able, isRoot: true, isContainer: true, refusal: 'unshare failed' };
  const { why, remedy } = rightsAdvice(decideRights(facts, install));
  assert.match(why, /root: namespaces are refused: unshare failed\.$/);
  assert.match(remedy, /--security-opt seccomp=unconfined/);
  assert.doesNotMatch(remedy, /sudo/);
});

test('a distribution whose packages are not known has no command', () => {
  const { states } = decideRights({ ...able, missingHelpers: ['newuidmap'] }, null);
  assert.deepEqual(
    states.map(({ open }) => open),
    ['sudo tmpfsroot-wizard build', null, null],
  );
});

test('where no way is open, the failure says why and what opens one; else there is none', () => {
  const closed = decideRights({ ...able, hasIds: false }, install);
  assert.throws(
    () => requireRights(closed, 'testing'),
    (error) =>
      error instanceof Failure &&
      error.exitStatus === 3 &&
      /`anna`/.test(error.facts.why ?? '') &&
      (error.facts.remedy ?? '').includes(addIds) &&
      /sudo/.test(error.facts.remedy ?? ''),
  );
  requireRights(decideRights(able, install), 'testing');
});

test('doctor says of each way whether it is open, and what opens it', () => {
  assert.deepEqual(rightsLines(decideRights({ ...able, hasIds: false }, install)), [
    'Rights: none to make a root tree, which building needs.',
    '  root: no; you are `anna`. To enable it: sudo tmpfsroot-wizard build',
    `  user namespace with mapped ids: no; /etc/subuid and /etc/subgid give \`anna\` fewer than 65536 ids. To enable it: ${addIds}`,
    '  recorded owners (fakeroot): no; it would lose groups in setgid folders, access control lists and the owners of files that other users create.',
  ]);
});
