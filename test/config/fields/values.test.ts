import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDocument } from '../../../src/config/check-document.js';
import { isHost, isSearchDomain } from '../../../src/config/fields/host-name.js';
import { projectJsonSchema } from '../../../src/config/json-schema.js';
import { acceptedBy } from '../small-json-schema.js';
import { documentWith, valueRows } from './value-rows.js';

for (const { field, reader, taken, refused } of valueRows) {
  test(`${field} takes what its reader takes: ${reader}`, () => {
    for (const value of taken) {
      const document = documentWith(field, value);
      assert.deepEqual(checkDocument(document), [], value);
      assert.ok(acceptedBy(projectJsonSchema(), document), `an editor refuses ${value}`);
    }
    for (const value of refused) {
      const findings = checkDocument(documentWith(field, value));
      assert.equal(findings.length, 1, `${JSON.stringify(value)} passes`);
      assert.notEqual(findings[0]?.remedy, '');
    }
  });
}

test('time servers are names of the DNS and addresses', () => {
  for (const host of [
    'pool.ntp.org',
    'pool.ntp.org.',
    'ntp_1.lan',
    'a',
    '7.pool',
    '192.168.1.1',
    'fd00::1',
  ]) {
    assert.ok(isHost(host), host);
  }
  for (const host of [
    '',
    '-',
    'a b',
    'a..b',
    '192.168.1',
    '192.168.1.256',
    'fd00:::1',
    '[fd00::1]',
    'a iburst',
    '#',
  ]) {
    assert.ok(!isHost(host), host);
  }
});

test('search domains may route questions', () => {
  for (const domain of ['example.org', 'lan', '~.', '~corp.example', '_msdcs.corp.example']) {
    assert.ok(isSearchDomain(domain), domain);
  }
  for (const domain of ['', '~', 'a b', 'a;b', '.', '-a']) assert.ok(!isSearchDomain(domain), domain);
});
