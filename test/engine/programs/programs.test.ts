import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Failure } from '../../../src/base/failure.js';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { imageRemedy } from '../../../src/engine/container/container.js';
import type { Engine } from '../../../src/engine/engine.js';
import { createNativeEngine } from '../../../src/engine/native/native.js';
import { distributionFamilies, parseOsRelease } from '../../../src/engine/programs/distribution.js';
import { checkPrograms, packagesOf, requirePrograms } from '../../../src/engine/programs/program-check.js';
import { installLine, neededPrograms, programPurposes } from '../../../src/engine/programs/programs.js';
import { fakeEngine } from '../../helpers/fake-engine.js';

/** Run where they are, and not needed: git only if nothing was built yet, dracut (by setpriv), the rest of e2fsprogs and mksquashfs inside the image's root, xdg-open on a desktop, and what can eject a stick. */
const notNeeded = [
  'git',
  'dracut',
  'setpriv',
  'debugfs',
  'dumpe2fs',
  'mksquashfs',
  'xdg-open',
  'udisksctl',
  'eject',
];

test('every program that is run on the build machine is in the table', () => {
  const root = packageFile('src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const run = files.flatMap((name) =>
    [...readFileSync(path.join(root, name), 'utf8').matchAll(/\bprogram: '([^']+)'/g)].map(([, one]) => one),
  );
  const known = neededPrograms.map(({ name }) => name);
  assert.ok(run.length > 10);
  assert.deepEqual(
    [...new Set(run)].filter((name) => name !== undefined && ![...known, ...notNeeded].includes(name)),
    [],
  );
});

const osReleases: [string, string, ReturnType<typeof parseOsRelease>['family']][] = [
  ['Fedora', 'ID=fedora\nPRETTY_NAME="Fedora Linux 44"', 'fedora'],
  ['Rocky', 'ID="rocky"\nID_LIKE="rhel centos fedora"', 'fedora'],
  ['Debian', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian', 'debian'],
  ['Mint', "ID=linuxmint\nID_LIKE='ubuntu debian'", 'debian'],
  ['Manjaro', 'ID=manjaro\nID_LIKE=arch', 'arch'],
  ['Tumbleweed', 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'suse'],
  ['something else', 'ID=void', null],
  ['nothing', '', null],
];

for (const [name, text, family] of osReleases) {
  test(`the distribution is known by its os-release: ${name}`, () => {
    assert.equal(parseOsRelease(text).family, family);
  });
}

test('each distribution gets one line that installs everything, as root or by sudo', () => {
  assert.equal(installLine('fedora', ['a', 'b'], true), 'dnf install -y a b');
  assert.equal(
    installLine('debian', ['a'], false),
    'sudo apt-get update && sudo apt-get install -y --no-install-recommends a',
  );
  assert.equal(installLine('arch', ['a'], true), 'pacman -S --needed --noconfirm a');
  assert.equal(installLine('suse', ['a'], true), 'zypper --non-interactive install --no-recommends a');
});

test('what is missing is told all at once, with the packages, status 3', async () => {
  const empty = createNativeEngine({ path: ['/nonexistent'] });
  await assert.rejects(requirePrograms(empty, 'build'), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 3);
    assert.match(error.facts.what, /`rpm` .*`xorriso` .*`zstd`/);
    assert.match(error.facts.remedy ?? '', /tmpfsroot-wizard doctor/);
    return true;
  });
  const states = await checkPrograms(empty, programPurposes);
  for (const family of distributionFamilies) {
    const packages = packagesOf(states, family);
    assert.ok(packages.length > 5 && packages.every((name) => /^[a-z0-9.+_-]+$/.test(name)), family);
    assert.equal(new Set(packages).size, packages.length);
  }
});

test('what is missing in a container image is told with the line for its Containerfile', async () => {
  const image: Engine = {
    ...fakeEngine(),
    name: 'podman',
    installRemedy: async (programs) => imageRemedy(programs, 'fedora'),
    place: 'in the image localhost/mine:1',
    find: async (program) => (program === 'xorriso' ? null : `/usr/bin/${program}`),
  };
  await assert.rejects(requirePrograms(image, 'build'), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 3);
    assert.match(error.facts.what, /missing in the image localhost\/mine:1: `xorriso`/);
    assert.equal(
      error.facts.remedy,
      'In its Containerfile: RUN dnf install -y xorriso; or leave out --engine-image.',
    );
    return true;
  });
});
