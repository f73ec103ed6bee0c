import assert from 'node:assert/strict';
import { test } from 'node:test';
import { persistFindings } from '../../../src/config/findings/persist-findings.js';

test('files and folders of the root can be kept', () => {
  const persist = ['/etc/chrony.keys', '/etc/ssh', '/var/lib/systemd/rfkill', '/usr/local/etc', '/optional'];
  assert.deepEqual(persistFindings({ persist }), []);
});

const refused: [string, string[], number, RegExp][] = [
  ['what is on a partition of its own', ['/etc/a', '/opt/app/conf'], 1, /`\/opt` is mounted/],
  ['/persist itself', ['/persist'], 0, /`\/persist` is mounted/],
  ['a folder that holds a mount point', ['/var'], 0, /`\/var\/log` is mounted/],
  ['what is in memory anyway', ['/run/app'], 0, /`\/run` is mounted/],
  ['what is written at each start', ['/etc/fstab'], 0, /`\/etc\/fstab` belongs to the image/],
  ['all of /etc', ['/etc'], 0, /`\/etc\/fstab` belongs to the image/],
  ['programs of the image', ['/usr/lib/tmpfsroot'], 0, /`\/usr\/lib` belongs to the image/],
  ['a path twice', ['/etc/a', '/etc/a'], 1, /named twice/],
  ['a file in a folder that is kept', ['/etc/a/b', '/etc/a'], 0, /kept with `\/etc\/a` already/],
];
for (const [what, persist, index, message] of refused) {
  test(`${what} is refused, and the fix is accepted`, () => {
    const findings = persistFindings({ persist });
    assert.equal(findings.length, 1);
    const [finding] = findings;
    assert.equal(finding?.path, `persist[${index}]`);
    assert.match(finding?.message ?? '', message);
    assert.deepEqual(persistFindings({ persist: finding?.fix?.value as string[] }), []);
  });
}
