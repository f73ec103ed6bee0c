import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesOf } from '../../../src/image/scripts/interpreters.js';

test('a program is looked for under every name that the links of the release make the same', () => {
  for (const [program, release, places] of [
    ['/usr/bin/x', 41, ['/usr/bin/x', '/bin/x']],
    ['/bin/x', 41, ['/bin/x', '/usr/bin/x']],
    ['/sbin/x', 41, ['/sbin/x', '/usr/sbin/x']],
    ['/usr/sbin/x', 42, ['/usr/sbin/x', '/usr/bin/x', '/bin/x', '/sbin/x']],
    ['/usr/bin/x', 42, ['/usr/bin/x', '/bin/x', '/sbin/x', '/usr/sbin/x']],
    ['/usr/lib/acme/run', 44, ['/usr/lib/acme/run', '/lib/acme/run']],
    ['/opt/acme/bin/run', 44, ['/opt/acme/bin/run']],
    ['x', 41, ['/usr/local/sbin/x', '/usr/local/bin/x', '/usr/sbin/x', '/sbin/x', '/usr/bin/x', '/bin/x']],
  ] as const) {
    assert.deepEqual(placesOf(program, release), places, `${program} in ${release}`);
  }
});
