import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MetalinkError, metalinkMirrors, orderedMetalink } from '../../../src/rpm/repositories/metalink.js';
import { listedMirrors } from '../../../src/rpm/repositories/mirror-list.js';
import { packageUrls } from '../../../src/rpm/repositories/mirrors.js';
import { projectRepositories, type Repository } from '../../../src/rpm/repositories/repositories.js';
import { inLinearTime } from '../../helpers/in-linear-time.js';
import { lockedPackage, project } from '../fixture.js';

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
  });

  it('come from no text that is not a metalink, and none takes long to refuse', () => {
    const deep = '<a>'.repeat(300_000);
    for (const [text, reason] of [
      ['<html>not found</html>', /not a metalink/],
      ['', /not well-formed/],
      ['<metalink><files/></metalink>', /no mirror/],
      [metalink.replace('</metalink>', ''), /not well-formed/],
      [metalink.replace(/https?:/g, 'ftp:'), /no mirror/],
      ['<metalink>&all;</metalink>', /not well-formed/],
      [`<metalink>${'<url '.repeat(80_000)}`, /not well-formed/],
      [`<metalink>${deep}`, /not well-formed/],
      [`<metalink>${'<url>x'.repeat(150_000)}`, /not well-formed/],
      [`<metalink><resources>${'<url>x</url>'.repeat(80_000)}</resources></metalink>`, /no mirror/],
    ] as const) {
      assert.throws(
        () => inLinearTime(text.slice(0, 60), () => orderedMetalink(text)),
        (error) => error instanceof MetalinkError && reason.test(error.message),
        text.slice(0, 60),
      );
    }
  });

  it('are found in any writing of XML: CDATA, references, single quotes, line ends of Windows', () => {
    const text = `\uFEFF<!DOCTYPE metalink>\r\n<metalink><!-- <url>http://no.example/repodata/repomd.xml</url> -->\r
<resources>😀<url preference='9'>\r\n<![CDATA[https://a.example/x/repodata/repomd.xml]]></url>\r
<url  preference = "10" >https://b.example/&#x79;/repodata/repomd.xml</url  ></resources></metalink>`;
    assert.deepEqual(metalinkMirrors(text), ['https://b.example/y', 'https://a.example/x']);
    const ordered = orderedMetalink(text);
    assert.deepEqual(metalinkMirrors(ordered), metalinkMirrors(text));
    assert.match(ordered, /b\.example[\s\S]*a\.example[\s\S]*<\/resources><\/metalink>$/);
    assert.equal(ordered.match(/<url\b/g)?.length, 3);
  });

  it('stand in that order, and alone, in the metalink that librepo is given', () => {
    const ordered = orderedMetalink(metalink);
    assert.deepEqual(
      [...ordered.matchAll(/https?:\/\/(\w+)\.example/g)].map((match) => match[1]),
      ['fr', 'gb', 'de'],
    );
    assert.deepEqual(metalinkMirrors(ordered), metalinkMirrors(metalink));
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
    const [fedora] = await projectRepositories(project('/p', ['bash'], null, 44), null);
    assert.deepEqual(packageUrls(item, ['https://m.example/os'], fedora as Repository), [
      'https://m.example/os/Packages/b/bash-doc-5.3.0-2.fc44.noarch.rpm',
      'https://kojipkgs.fedoraproject.org/packages/bash/5.3.0/2.fc44/data/signed/6d9f90a6/noarch/bash-doc-5.3.0-2.fc44.noarch.rpm',
    ]);
    const own: Repository = { ...(fedora as Repository), koji: null };
    assert.equal(packageUrls(item, ['https://m.example/os'], own).length, 1);
  });
});
