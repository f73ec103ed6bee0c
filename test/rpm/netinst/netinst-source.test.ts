import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { readChecksums } from '../../../src/rpm/netinst/checksum-file.js';
import { netinstSource } from '../../../src/rpm/netinst/netinst-source.js';
import { failureOf } from '../../helpers/failure-of.js';

function sourceOf(release: number, netinst: { image?: string; checksum?: string } = {}) {
  const spec = defaultSpec();
  spec.release = release;
  Object.assign(spec.install.netinst, netinst);
  return netinstSource(spec, '/project');
}

test("a release's own image: the live tree, then the archives; CHECKSUM by both of its names", () => {
  const { name, images, checksums } = sourceOf(44);
  assert.equal(name, 'Fedora-Server-netinst-x86_64-44-1.7.iso');
  const live = 'https://dl.fedoraproject.org/pub/fedora/linux/releases/44/Server/x86_64/iso';
  assert.equal(images[0], `${live}/${name}`);
  assert.match(
    images[1] ?? '',
    /^https:\/\/dl\.fedoraproject\.org\/pub\/archive\/fedora\/linux\/releases\/44\//,
  );
  assert.deepEqual(checksums.slice(0, 3), [
    `${live}/Fedora-Server-44-1.7-x86_64-CHECKSUM`,
    `${live}/Fedora-Server-iso-44-1.7-x86_64-CHECKSUM`,
    `${live}/CHECKSUM`,
  ]);
});

test('an image by path counts from the project, and CHECKSUM lies beside it unless it is named', () => {
  const image = 'isos/Fedora-Everything-netinst-x86_64-43-1.6.iso';
  const { images, checksums } = sourceOf(43, { image });
  assert.deepEqual(images, [`file:///project/${image}`]);
  assert.equal(checksums[0], 'file:///project/isos/Fedora-Everything-43-1.6-x86_64-CHECKSUM');
  assert.deepEqual(sourceOf(43, { image, checksum: 'https://a/C' }).checksums, ['https://a/C']);
});

test('an image of another name has its CHECKSUM under that name', () => {
  assert.deepEqual(sourceOf(44, { image: 'https://a/b/my%20own.iso' }), {
    name: 'my own.iso',
    images: ['https://a/b/my%20own.iso'],
    checksums: ['https://a/b/CHECKSUM'],
  });
});

test('of a release whose image is not known the image must be named', async () => {
  for (const release of [45, 99]) {
    const failure = await failureOf(() => sourceOf(release));
    assert.equal(failure.status, 2);
    assert.match(failure.remedy ?? '', /--netinst URL/);
  }
});

test('a CHECKSUM file is read line by line', () => {
  const hex = (digit: string) => digit.repeat(64);
  const text = `# a.iso: 123 bytes\nSHA256 (a.iso) = ${hex('a')}\nSHA256 (b.iso) = ${hex('b')}\nSHA256 (c) = 12\nSHA512 (d) = ${hex('d')}\n${hex('e')}  e.iso\n`;
  assert.deepEqual(readChecksums(text), [
    { name: 'a.iso', sha256: hex('a'), size: 123 },
    { name: 'b.iso', sha256: hex('b'), size: null },
  ]);
});
