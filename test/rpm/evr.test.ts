import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareEvr, compareVersions, formatEvr } from '../../src/rpm/evr.js';
import { rpmvercmpTable } from './rpmvercmp-table.js';

describe('order of package versions', () => {
  it('is that of the table in rpm, both ways round', () => {
    for (const [a, b, order] of rpmvercmpTable) {
      assert.equal(compareVersions(a, b), order, `${a} and ${b}`);
      assert.equal(compareVersions(b, a), order === 0 ? 0 : -order, `${b} and ${a}`);
    }
  });

  it('puts the epoch before the version and the version before the release', () => {
    const evr = (epoch: number, version: string, release: string) => ({ epoch, version, release });
    assert.equal(compareEvr(evr(1, '1', '1'), evr(0, '2', '1')), 1);
    assert.equal(compareEvr(evr(0, '1', '9'), evr(0, '2', '1')), -1);
    assert.equal(compareEvr(evr(0, '1', '2.fc41'), evr(0, '1', '10.fc41')), -1);
    assert.equal(formatEvr(evr(0, '1', '2')), '1-2');
    assert.equal(formatEvr(evr(3, '1', '2')), '3:1-2');
  });
});
