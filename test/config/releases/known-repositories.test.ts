import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  extraRepositories,
  extraRepositoryOf,
  knownRepository,
  ownRepositories,
} from '../../../src/config/releases/known-repositories.js';
import { knownReleases, releaseInfo } from '../../../src/config/releases/releases.js';

test('Fedora has each of its repositories at a metalink, its server and the archive, with the key of the release', () => {
  for (const release of knownReleases()) {
    for (const id of [...ownRepositories, 'updates-testing']) {
      const found = knownRepository(id, release, 'x86_64');
      assert.ok(found);
      assert.deepEqual(found.key, releaseInfo(release)?.key);
      const [live = '', archived = ''] = found.baseurl;
      assert.equal(archived, live.replace('/pub/fedora/', '/pub/archive/fedora/'));
      assert.notEqual(archived, live);
      assert.match(live, new RegExp(`/${release}/Everything/x86_64/`));
      assert.match(found.metalink ?? '', new RegExp(`repo=[a-z-]+${release}&arch=x86_64$`));
    }
  }
  assert.deepEqual(knownRepository('updates', 44, 'x86_64'), {
    metalink: 'https://mirrors.fedoraproject.org/metalink?repo=updates-released-f44&arch=x86_64',
    baseurl: [
      'https://dl.fedoraproject.org/pub/fedora/linux/updates/44/Everything/x86_64/',
      'https://dl.fedoraproject.org/pub/archive/fedora/linux/updates/44/Everything/x86_64/',
    ],
    archives: ['https://fedoraproject-updates-archive.fedoraproject.org/fedora/44/x86_64/'],
    koji: 'https://kojipkgs.fedoraproject.org/packages/',
    key: releaseInfo(44)?.key,
  });
});

test('Docker has one for every release, also for one that is not known', () => {
  for (const release of [44, 99]) {
    const found = knownRepository('docker-ce', release, 'x86_64');
    assert.deepEqual(found?.baseurl, [`https://download.docker.com/linux/fedora/${release}/x86_64/stable/`]);
    assert.equal(found?.key.fingerprint, '060A61C51B558A7F742B77AAC52FEB6B621E9F35');
  }
});

test('nothing is known of other ids, nor of Fedora in a release that is not known', () => {
  for (const id of ['docker-ce-stable', 'rpmfusion', ''])
    assert.equal(knownRepository(id, 44, 'x86_64'), null);
  for (const id of ['fedora', 'updates', 'updates-testing']) {
    assert.equal(knownRepository(id, 99, 'x86_64'), null);
  }
});

test("Docker's packages are known by name, and those of Fedora are not among them", () => {
  const named = ['docker-ce', 'docker-ce-cli', 'containerd.io', 'docker-buildx-plugin'];
  assert.deepEqual(named.map(extraRepositoryOf), Array(4).fill('docker-ce'));
  const fedoras = ['containerd', 'docker-cli', 'docker-compose', 'moby-engine', 'containerd-io'];
  assert.deepEqual(fedoras.map(extraRepositoryOf), Array(5).fill(null));
  assert.ok((extraRepositories as readonly string[]).includes('docker-ce'));
});
