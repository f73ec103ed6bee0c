import assert from 'node:assert/strict';

/** Asserts what the report of every running device must say. */
export function assertHealthy(report: Map<string, string>, slot: 'a' | 'b'): void {
  assert.equal(report.get('root'), 'tmpfs');
  assert.equal(report.get('slots-mounted'), '0');
  assert.equal(report.get('slot'), slot);
  assert.match(report.get('persist') ?? '', /^ext4 ro,/);
  assert.equal(report.get('persist-write'), 'no');
  assert.match(report.get('log') ?? '', /^ext4 rw,/);
  assert.equal(report.get('journal'), '1 1');
  assert.equal(report.get('opt'), 'btrfs');
  assert.equal(report.get('failed-units'), '');
  assert.equal(report.get('boot-complete'), 'active');
}
