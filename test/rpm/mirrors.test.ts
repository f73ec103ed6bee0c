import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedMirrors, metalinkMirrors, orderedMetalink } from '../../src/rpm/metalink.js';
import { packageUrls } from '../../src/rpm/mirrors.js';
import { projectRepositories, type Repository } from '../../src/rpm/repositories.js';
import { lockedPackage, project } from './fixture.js';

const metalink = `<?xml version="1.0" encoding="utf-8"?>
<metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="repomd.xml"><resources maxconnections="1">
 <url protocol="http" type="http" location="DE" preference="100">http://de.example/f/repodata/repomd.xml</url>
 <url protocol="rsync" type="rsync" location="DE" preference="100">rsync://de.example/f/repodata/repomd.xml</url>
 <url protocol="https" type="https" location="GB" preference="80">https://gb.example/f/repodata/repomd.xml</url>
 <url protocol="https" type="https" location="FR" preference="95">https://fr.example/a&amp;b/repodata/repomd.xml</url>
 <url protocol="https" type="https" location="XX" preference="99">https://xx.example/something-else</url>
</resources></file></files></metalink>`;

describe('mirrors of a repository', () => {
  it('come from its metalink: https first, then by preference, without rsync', () => {
    assert.deepEqual(metalinkMirrors(metalink), [
      'https://fr.example/a&b',
      'https://gb.example/f',
      'http://de.example/f',
    ]);
    assert.deepEqual(metalinkMirrors('<html>not found</html>'), []);
  });

  it('stand in that order, and alone, in the metalink that librepo is given', () => {
    const ordered = orderedMetalink(metalink);
    assert.deepEqual(
      [...ordered.matchAll(/https?:\/\/(\w+)\.example/g)].map((match) => match[1]),
      ['fr', 'gb', 'de'],
    );
    assert.deepEqual(metalinkMirrors(ordered), metalinkMirrors(metalink));
    assert.equal(orderedMetalink('<html>not found</html>'), '<html>not found</html>');
  });

  it('come from a plain list as they stand, or from a metalink in its place', () => {
    assert.deepEqual(listedMirrors('# list\nhttp://b.example/x/\n\nnonsense\nhttps://a.example/y\r\n'), [
      'http://b.example/x',
      'https://a.example/y',
    ]);
    assert.deepEqual(listedMirrors(metalink), metalinkMirrors(metalink));
    assert.deepEqual(listedMirrors('<html>not found</html>'), []);
  });

  it("are followed by Fedora's build system for a release's own packages, and for no others", async () => {
    const item = lockedPackage({
      name: 'bash-doc',
      version: '5.3.0',
      release: '2.fc44',
      arch: 'noarch',
      source: 'bash-5.3.0-2.fc44',
      location: 'Packages/b/bash-doc-5.3.0-2.fc44.noarch.rpm',
    });
    const [fedora] = await projectRepositories(project('/p', ['bash'], null, 44));
    assert.deepEqual(packageUrls(item, ['https://m.example/os'], fedora as Repository), [
      'https://m.example/os/Packages/b/bash-doc-5.3.0-2.fc44.noarch.rpm',
      'https://kojipkgs.fedoraproject.org/packages/bash/5.3.0/2.fc44/data/signed/6d9f90a6/noarch/bash-doc-5.3.0-2.fc44.noarch.rpm',
    ]);
    const own: Repository = { ...(fedora as Repository), koji: null };
    assert.equal(packageUrls(item, ['https://m.example/os'], own).length, 1);
  });
});
