import assert from 'node:assert/strict';

/** Asserts what the report of every running device must say. */
export function assertHealthy(report: Map<string, string>, slot: 'a' | 'b'): void {
  const said = (key: string) => report.get(key) ?? '';
  const seen = {
    root: said('root'),
    'slots-mounted': said('slots-mounted'),
    slot: said('slot'),
    persist: said('persist').slice(0, 'ext4 ro,'.length),
    'persist-write': said('persist-write'),
    log: said('log').slice(0, 'ext4 rw,'.length),
    journal: said('journal'),
    opt: said('opt'),
    'failed-units': said('failed-units'),
    'boot-complete': said('boot-complete'),
  };
  const healthy = {
    root: 'tmpfs',
    'slots-mounted': '0',
    slot,
    persist: 'ext4 ro,',
    'persist-write': 'no',
    log: 'ext4 rw,',
    journal: '1 1',
    opt: 'btrfs',
    'failed-units': '',
    'boot-complete': 'active',
  };
  assert.deepEqual(seen, healthy, `not healthy: ${JSON.stringify({ ...seen, status: said('status') })}`);
}
