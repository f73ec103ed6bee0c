import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareEvr, compareVersions, formatEvr } from '../../src/rpm/evr.js';
import { workplace } from './fixture.js';

/** From tests/rpmvercmp.at of rpm. */
const table: readonly [string, string, number][] = [
  ['1.0', '1.0', 0],
  ['1.0', '2.0', -1],
  ['2.0.1', '2.0.1', 0],
  ['2.0', '2.0.1', -1],
  ['2.0.1a', '2.0.1', 1],
  ['5.5p1', '5.5p2', -1],
  ['5.5p10', '5.5p1', 1],
  ['10xyz', '10.1xyz', -1],
  ['xyz10', 'xyz10.1', -1],
  ['xyz.4', '8', -1],
  ['xyz.4', '2', -1],
  ['5.5p2', '5.6p1', -1],
  ['5.6p1', '6.5p1', -1],
  ['6.0.rc1', '6.0', 1],
  ['10b2', '10a1', 1],
  ['1.0aa', '1.0a', 1],
  ['10.0001', '10.1', 0],
  ['10.0001', '10.0039', -1],
  ['4.999.9', '5.0', -1],
  ['20101121', '20101122', -1],
  ['2_0', '2.0', 0],
  ['a+', 'a_', 0],
  ['+a', '_a', 0],
  ['+', '_', 0],
  ['1.0~rc1', '1.0', -1],
  ['1.0~rc1', '1.0~rc2', -1],
  ['1.0~rc1~git123', '1.0~rc1', -1],
  ['1.0^', '1.0', 1],
  ['1.0^git1', '1.0', 1],
  ['1.0^git1', '1.0^git2', -1],
  ['1.0^git1', '1.01', -1],
  ['1.0^20160101', '1.0.1', -1],
  ['1.0^20160102', '1.0^20160101^git1', 1],
  ['1.0~rc1^git1', '1.0~rc1', 1],
  ['1.0^git1~pre', '1.0^git1', -1],
  ['99999999999999999999', '99999999999999999998', 1],
  ['1', '', 1],
  ['~', '', -1],
  ['', '^', -1],
];

describe('order of package versions', () => {
  it('is that of the table in rpm, both ways round', () => {
    for (const [a, b, order] of table) {
      assert.equal(compareVersions(a, b), order, `${a} and ${b}`);
      assert.equal(compareVersions(b, a), order === 0 ? 0 : -order, `${b} and ${a}`);
    }
  });

  it('is that of the rpm on this machine', async () => {
    // Its Lua function takes whole versions only.
    const whole = table.filter(([a, b]) => [a, b].every((version) => /^[a-z0-9]/.test(version)));
    const { stdout } = await workplace().engine.run({
      program: 'rpm',
      args: ['--eval', `%{lua:${whole.map(([a, b]) => `print(rpm.vercmp('${a}', '${b}')..' ')`).join(' ')}}`],
      purpose: 'comparing versions',
      capture: true,
    });
    assert.deepEqual(
      stdout.trim().split(/\s+/).map(Number),
      whole.map(([, , order]) => order),
    );
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
