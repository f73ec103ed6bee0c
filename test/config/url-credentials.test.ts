import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDocument } from '../../src/config/check-document.js';

const url = 'https://bob:S3CRETpw@mirror.lan/f/44/';
const broken = 'http://bob:S3C/RETpw@mirror.lan/a b/$releasever';
const repository = (fields: object) => ({
  version: 1,
  repositories: [{ id: 'ours', keys: ['k'], ...fields }],
});

const rows: readonly [field: string, document: object, fixed: unknown][] = [
  ['baseurl', repository({ baseurl: [url] }), /"https:\/\/mirror\.lan\/f\/44\/"/],
  ['mirrorlist', repository({ mirrorlist: url }), /"https:\/\/mirror\.lan/],
  ['metalink', repository({ metalink: url }), /"https:\/\/mirror\.lan/],
  ['archives', repository({ baseurl: ['file:///r/'], archives: [url] }), /"https:\/\/mirror\.lan/],
  ['netinst', { version: 1, install: { netinst: { image: `${url}a.iso` } } }, /"https:\/\/mirror\.lan/],
];

for (const [field, document, fixed] of rows) {
  test(`a password in the URL of ${field} is refused, not shown, and ~/.netrc is named`, () => {
    const [finding, ...others] = checkDocument(document);
    assert.deepEqual(others, []);
    assert.match(finding?.message ?? '', /holds a user name or a password/);
    assert.match(finding?.remedy ?? '', /~\/\.netrc: machine HOST login USER password PASSWORD$/);
    assert.doesNotMatch(JSON.stringify(finding), /S3CRET|bob/);
    assert.match(JSON.stringify(finding?.fix?.value), fixed as RegExp);
  });
}

test('nor is one shown of a URL that is wrong otherwise', () => {
  for (const document of [repository({ baseurl: [broken] }), { version: 1, release: broken }])
    assert.doesNotMatch(JSON.stringify(checkDocument(document)), /RETpw/);
});
