import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeFindings } from '../../src/build/plain-attributes.js';

test('capabilities, access lists and attributes are told with their files; labels and the like are not', () => {
  const lines = [
    'drwxr-xr-x* root/root         0 2026-11-28 17:50 ./',
    '  x: 44 system.posix_acl_default',
    '-rwxr-xr-x* root/root         1 2026-11-28 17:50 ./usr/bin/a b',
    '  x: 20 security.capability',
    '  x: 1 trusted.overlay.opaque',
    '  x: 33 security.selinux',
    'hrwxr-xr-x  root/root         0 2026-11-28 17:50 ./usr/bin/c link to ./usr/bin/a b',
    '-rw-r--r--  1000/1000 123456789 2026-11-28 17:50 ./odd\\n  x: 3 user.fake',
    'drwxr-xr-x* root/root         0 2026-11-28 17:50 ./etc/',
    '  x: 3 user.note',
  ];
  assert.deepEqual(
    attributeFindings(lines, 'root.override').map(({ where, message }) => `${where}: ${message}`),
    [
      'root.override: It has an access control list, which the image would lose.',
      'root.override/usr/bin/a b: It has capabilities, which the image would lose.',
      'root.override/etc: It has the attribute `user.note`, which the image would lose.',
    ],
  );
});
