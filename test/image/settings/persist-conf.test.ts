import assert from 'node:assert/strict';
import { test } from 'node:test';
import { persistConf } from '../../../src/image/settings/persist-conf.js';

test('what the device keeps is told to it a path a line', () => {
  const { path, content } = persistConf({ persist: ['/etc/chrony.keys', '/etc/app'] });
  assert.equal(path, 'usr/lib/tmpfsroot/persist.conf');
  assert.equal(content, '/etc/chrony.keys\n/etc/app\n');
  assert.equal(persistConf({ persist: [] }).content, '');
});
