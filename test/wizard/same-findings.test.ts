import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openProject } from '../../src/project/open-project.js';
import { writeProject } from '../../src/project/write-project.js';
import type { ImageSpec } from '../../src/spec/image-spec.js';
import { reviewFindings } from '../../src/wizard/screen-findings.js';
import { passwordHash, sshKey } from '../spec/generated-specs.js';
import { Driver, knownPackages, newSpec, today } from './driver.js';

function changed(change: (spec: ImageSpec) => void): ImageSpec {
  const spec = structuredClone(newSpec());
  change(spec);
  return spec;
}

const without = (spec: ImageSpec, ...names: string[]) => {
  spec.packages = (spec.packages ?? []).filter((name) => !names.includes(name));
};

/** Specs, and where each of them is doubtful. */
const table: readonly [string, ImageSpec, string[]][] = [
  ['nobody can log in', newSpec(), ['system.rootPasswordHash']],
  ['fine', changed(({ system }) => void Object.assign(system, { rootPasswordHash: passwordHash })), []],
  [
    'SELinux without its policy',
    changed(
      ({ system }) => void Object.assign(system, { rootPasswordHash: passwordHash, selinux: 'enforcing' }),
    ),
    ['system.selinux'],
  ],
  [
    'a static address without NetworkManager',
    changed((spec) => {
      spec.system.rootPasswordHash = passwordHash;
      spec.system.network.addresses = ['192.168.1.10/24'];
      without(spec, 'NetworkManager');
    }),
    ['system.network.addresses'],
  ],
  [
    'keys without a server, no kernel, an old release',
    changed((spec) => {
      spec.release = 41;
      spec.system.rootSshKeys = [sshKey];
      without(spec, 'openssh-server', 'kernel');
    }),
    ['packages', 'release', 'system.rootSshKeys'],
  ],
];

for (const [name, spec, expected] of table) {
  test(`the review says what \`build\` says: ${name}`, async (t) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'findings-'));
    t.after(() => rmSync(dir, { recursive: true, force: true }));
    await writeProject(dir, spec);
    const built = await openProject({ dir, for: 'build', today });
    const texts = (findings: readonly { message: string; remedy: string }[]) =>
      findings.map(({ message, remedy }) => `${message} ${remedy}`).sort();
    const found = reviewFindings(new Driver().load(spec).state);
    assert.deepEqual(found.map(({ path: field }) => field).sort(), expected);
    assert.deepEqual(texts(found), texts(built.findings));
  });
}

test('^T on the review adds the packages that are missing, and the step bar is clean', () => {
  const [, , , [, spec]] = table as unknown as [unknown, unknown, unknown, [string, ImageSpec]];
  const driver = new Driver().load(spec).sees('▲ System', '^T takes');
  driver.press('ctrl+t').sees('Took more: NetworkManager for packages').seesNot('▲ System');
  assert.ok(driver.state.spec.packages?.includes('NetworkManager'));
  driver.press('ctrl+z').sees('▲ System');
});

test('an unknown package is on the step bar and on the review, and ^T takes the near name', () => {
  const spec = changed((one) => {
    one.system.rootPasswordHash = passwordHash;
    one.packages = [...(one.packages ?? []), 'ngnix'];
  });
  const driver = new Driver({ packages: knownPackages() }).load(spec);
  driver.sees('▲ Packages', '`ngnix` is not in the repositories', '^T takes nginx').press('ctrl+t');
  assert.ok(driver.state.spec.packages?.includes('nginx'));
  driver.seesNot('▲ Packages', 'ngnix` is');
});
