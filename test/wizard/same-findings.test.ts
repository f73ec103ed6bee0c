import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../src/base/failure.js';
import { getAt, setAt } from '../../src/base/field-path.js';
import type { Finding } from '../../src/base/finding.js';
import { documentToSpec } from '../../src/config/document.js';
import type { ImageSpec, RepositorySpec } from '../../src/config/image-spec.js';
import type { ProjectFile } from '../../src/config/schema.js';
import { openProject } from '../../src/project/folder/open-project.js';
import { kickstartLayer } from '../../src/project/kickstart/kickstart-layer.js';
import { digestsOf, readContents } from '../../src/project/write/plan-project.js';
import { writeProject } from '../../src/project/write/write-project.js';
import { folderContent } from '../../src/wizard/effects/folder.js';
import { findingOnScreen } from '../../src/wizard/model/field-labels.js';
import { reviewFindings } from '../../src/wizard/model/screen-findings.js';
import { passwordHash, sshKey } from '../config/generated-specs.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { parsed } from '../project/kickstart/parsed.js';
import { Driver, knownPackages, newSpec, today } from './driver.js';
import { talk } from './plain/conversation.js';

/** A project in which nothing is doubtful, with a change. */
function changed(change: (spec: ImageSpec) => void = () => {}): ImageSpec {
  const spec = structuredClone(newSpec());
  spec.system.rootPasswordHash = passwordHash;
  change(spec);
  return spec;
}

const without = (spec: ImageSpec, ...names: string[]) => {
  spec.packages = (spec.packages ?? []).filter((name) => !names.includes(name));
};

/** A project, and where it is doubtful: the field, or the place where no field is. */
interface Case {
  spec: ImageSpec;
  /** Files that lie in the folder besides. */
  files?: Record<string, string>;
  /** Names of the lock. */
  locked?: readonly string[];
  at: readonly string[];
}

const ks = (...lines: string[]) => ({ 'ks/ks.root.cfg': `${lines.join('\n')}\n` });
const own: RepositorySpec = {
  ...{ id: 'mine', baseurl: ['https://example.com/'], mirrorlist: null, metalink: null },
  ...{ keys: ['keys/mine.asc'], priority: 99, excludes: [], archives: [], koji: null },
};
const conflict = '#!/bin/sh\n<<<<<<< ours\necho a\n=======\necho b\n>>>>>>> theirs\n';
const locked = (names: readonly string[]) => names.map((name) => `{"name": "${name}"}`).join('\n');
const base = newSpec().packages ?? [];
/** What the base system needs besides, as far as it is looked for. */
const brought = [...['kernel-core', 'coreutils', 'pam', 'glibc', 'policycoreutils'], ...base];

/** Every kind of thing that `build` says before it begins, and what it does not say. */
const table: Readonly<Record<string, Case>> = {
  fine: { spec: changed(), at: [] },
  'an old release': {
    spec: changed((spec) => {
      spec.release = 41;
    }),
    at: ['release'],
  },
  'nobody can log in': { spec: newSpec(), at: ['system.rootPasswordHash'] },
  'keys without a server, and no kernel': {
    spec: changed((spec) => {
      spec.system.rootSshKeys = [sshKey];
      without(spec, 'openssh-server', 'kernel');
    }),
    at: ['packages', 'system.rootSshKeys'],
  },
  'SELinux without its policy': {
    spec: changed(({ system }) => {
      system.selinux = 'enforcing';
    }),
    at: ['system.selinux'],
  },
  'a static address without NetworkManager': {
    spec: changed((spec) => {
      spec.system.network.addresses = ['192.168.1.10/24'];
      without(spec, 'NetworkManager');
    }),
    at: ['system.network.addresses'],
  },
  'a connection of kickstart without NetworkManager': {
    spec: changed((spec) => without(spec, 'NetworkManager')),
    files: ks('network --device=bond0 --bondslaves=eno1,eno2 --bootproto=dhcp'),
    at: ['system.network.connections[0]'],
  },
  'sources of time without chrony, a firewall without firewalld': {
    spec: changed((spec) => without(spec, 'chrony')),
    files: ks('timesource --ntp-server=ntp.example.com', 'firewall --enabled --ssh'),
    at: ['system.firewall.enabled', 'system.time.sources[0]'],
  },
  'authselect that the lock has not': {
    spec: changed(),
    files: ks('authselect select sssd'),
    locked: brought,
    at: ['system.authselect'],
  },
  'authselect, which others bring, before there is a lock': {
    spec: changed(),
    files: ks('authselect select sssd'),
    at: [],
  },
  'a language without its langpack': {
    spec: changed(({ system }) => {
      system.languages = ['de_DE.UTF-8', 'en_US.UTF-8'];
    }),
    at: ['system.languages[0]'],
  },
  'keymap and time zone that the lock has not': {
    spec: changed(({ system }) => void Object.assign(system, { keymap: 'de', timezone: 'Europe/Berlin' })),
    locked: brought,
    at: ['system.keymap', 'system.timezone'],
  },
  'a keymap that a script may bring': {
    spec: changed(({ system }) => {
      system.keymap = 'de';
    }),
    files: { 'hooks.d/10-keymap.sh': '#!/bin/sh\ntrue\n' },
    locked: brought,
    at: [],
  },
  'key files that are not there': {
    spec: changed((spec) => {
      spec.repositories = [own];
      spec.install = {
        ...spec.install,
        method: 'anaconda',
        netinst: { ...spec.install.netinst, key: 'keys/netinst.asc' },
      };
    }),
    at: ['install.netinst.key', 'repositories[0].keys[0]'],
  },
  'key files that are there': {
    spec: changed((spec) => {
      spec.repositories = [own];
    }),
    files: { 'keys/mine.asc': 'key' },
    at: [],
  },
  'a kickstart file that is wrong in itself': {
    spec: changed(),
    files: ks('rootpw ${root_password}', 'nonsense --yes'),
    at: ['ks/ks.root.cfg:1', 'ks/ks.root.cfg:2'],
  },
  'a kickstart command that contradicts': {
    spec: changed(({ system }) => {
      system.timezone = 'Europe/Berlin';
    }),
    files: ks('timezone Asia/Tokyo --utc'),
    at: ['system.timezone'],
  },
  'a device of the spec that is a port': {
    spec: changed(({ system }) => {
      system.network.device = 'eno1';
    }),
    files: ks('network --device=bond0 --bondslaves=eno1,eno2 --bootproto=dhcp'),
    at: ['system.network.device'],
  },
  'files over those of the installer': {
    spec: changed(),
    files: { 'iso-root.override/tfr/a': '' },
    at: ['iso-root.override/tfr/a'],
  },
  'files that a partition hides': {
    spec: changed(({ partitions }) => {
      partitions.sizes.opt = 1024;
    }),
    files: { 'root.override/opt/acme/a': '' },
    at: ['root.override/opt/acme/a'],
  },
  'names that the installer cannot read': {
    spec: changed(),
    files: { 'install-hooks.d/10\ta.sh': '#!/bin/sh\ntrue\n' },
    at: ['install-hooks.d/10\\ta.sh'],
  },
  'conflict markers in scripts': {
    spec: changed(),
    files: { 'hooks.d/10-a.sh': conflict },
    at: ['hooks.d/10-a.sh:2'],
  },
  'conflict markers in files for the root': {
    spec: changed(),
    files: { 'root.override/etc/motd': conflict },
    at: ['root.override/etc/motd:2'],
  },
  'files for the medium alone, and no medium': {
    spec: changed((spec) => {
      spec.outputs = ['pxe'];
    }),
    files: { 'build-hooks.d/10-a.sh': '#!/bin/sh\ntrue\n' },
    at: ['outputs'],
  },
  'a line that is not a package': {
    spec: changed((spec) => spec.packages?.push('ba$h')),
    at: ['packages[32]'],
  },
};

/** Errors where there are any, which keep a build from saying more; else what it warns of. */
async function saidByBuild(dir: string): Promise<readonly Finding[]> {
  try {
    return (await openProject({ dir, for: 'build', today })).findings;
  } catch (error) {
    assert.ok(error instanceof Failure);
    return error.facts.findings ?? [];
  }
}

/** The spec as the wizard goes on with it in a folder: what it does not decide is what the kickstart commands say. */
function inFolder({ spec, files = {} }: Case): ImageSpec {
  const kickstart = parsed(files['ks/ks.root.cfg'] ?? '');
  const said = documentToSpec((kickstartLayer(kickstart)?.document ?? {}) as ProjectFile, spec.name);
  return kickstart.fields
    .filter(({ path }) => isDeepStrictEqual(getAt(spec, path), getAt(newSpec(), path)))
    .reduce((rest, { path }) => setAt(rest, path, getAt(said, path)), { ...spec } as Record<
      string,
      unknown
    >) as unknown as ImageSpec;
}

/** The wizard in a folder, on the review of a spec. */
async function onReview(dir: string, one: Case): Promise<Driver> {
  const [spec, names] = [inFolder(one), one.locked];
  const why = new Map((names ?? []).map((name) => [name, '']));
  const driver = new Driver({ rows: 60, packages: knownPackages({ why }) }).load(spec);
  return driver.tell({ content: await folderContent(dir, spec) });
}

for (const [name, one] of Object.entries(table)) {
  test(`the review says what \`build\` says, in plain mode too: ${name}`, async (t) => {
    const dir = scratchFolder(t);
    const lock = one.locked === undefined ? {} : { 'rpms.lock': locked(one.locked) };
    writeTree(dir, { ...one.files, ...lock });
    const driver = await onReview(dir, one);
    await writeProject(dir, inFolder(one), { edits: digestsOf(await readContents(dir)), replaces: {} });
    const built = await saidByBuild(dir);
    const isRefused = built.some(({ level }) => level === 'error');
    const found = reviewFindings(driver.state).filter(({ level }) => !isRefused || level === 'error');
    assert.deepEqual(found.map(({ path: field, where = '' }) => field || where).sort(), [...one.at].sort());
    const texts = (findings: readonly Finding[]) =>
      findings.map(({ where, message, remedy }) => `${message.replace(`${where}: `, '')} ${remedy}`).sort();
    assert.deepEqual(texts(found), texts(built.map(findingOnScreen)));
    const { text } = await talk({ ...driver.state, requests: [] }, []);
    for (const { message } of found) assert.ok(text.includes(message), text);
  });
}

test('^T on the review adds the packages that are missing, and the step bar is clean', () => {
  const { spec } = table['a static address without NetworkManager'] as Case;
  const driver = new Driver().load(spec).sees('▲ System', '^T takes');
  driver.press('ctrl+t').sees('Took more: NetworkManager for Packages').seesNot('▲ System');
  assert.ok(driver.state.spec.packages?.includes('NetworkManager'));
  driver.press('ctrl+_').sees('▲ System');
});

test('an unknown package is on the step bar and on the review, and ^T takes the near name', () => {
  const spec = changed((one) => {
    one.packages = [...(one.packages ?? []), 'ngnix'];
  });
  const driver = new Driver({ packages: knownPackages() }).load(spec);
  driver.sees('▲ Packages', '`ngnix` is not in the repositories', '^T takes nginx').press('ctrl+t');
  assert.ok(driver.state.spec.packages?.includes('nginx'));
  driver.seesNot('▲ Packages', 'ngnix` is');
});
