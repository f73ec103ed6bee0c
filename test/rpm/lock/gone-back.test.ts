import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { goneBack, goneBackText, isGoneBack, wentBack } from '../../../src/rpm/lock/gone-back.js';
import type { Lock, LockedPackage, LockedRepository } from '../../../src/rpm/lock/lock.js';
import { lockedPackage, lockOf, project } from '../fixture.js';

const repository = (id: string, given: Partial<LockedRepository> = {}): LockedRepository => ({
  id,
  repomd: `sha256:${'2'.repeat(64)}`,
  revision: 1_700_000_000,
  origin: `sha256:${id.length.toString().repeat(64)}`,
  keys: ['A'.repeat(40)],
  ...given,
});
const packageOf = (name: string, version: string, given: Partial<LockedPackage> = {}) =>
  lockedPackage({ name, version, source: `${name}-${version}-1.fc41`, ...given });
const lock = (packages: LockedPackage[], given: Partial<Lock> = {}): Lock => ({
  ...lockOf(packages),
  repositories: [repository('fedora'), repository('updates')],
  ...given,
});
const between = (before: Lock, after: Lock, lines: readonly string[] = ['bash']) =>
  goneBack(before, after, project('/p', lines, []).packages);
const names = (...given: Parameters<typeof between>) => between(...given).packages.map(({ name }) => name);

const before = lock([packageOf('bash', '5.3', { repo: 'updates' }), packageOf('zlib', '1.3')]);
const after = lock([packageOf('bash', '5.2'), packageOf('zlib', '1.3')]);

describe('what went back in time', () => {
  it('is a package that is older than in the lock before, from whichever repository', () => {
    assert.deepEqual(between(before, after).packages, [
      { name: 'bash', from: '5.3-1.fc41', to: '5.2-1.fc41' },
    ]);
    assert.ok(!isGoneBack(between(after, before)), 'newer ones');
    assert.ok(!isGoneBack(between(before, before)));
    assert.ok(!isGoneBack(between(before, lock([packageOf('zlib', '1.3')]))), 'one that is gone');
  });

  it('is not hidden by another architecture or epoch', () => {
    assert.deepEqual(names(before, lock([packageOf('bash', '5.2', { arch: 'noarch' })])), ['bash']);
    const epoch = lock([packageOf('bash', '5.2', { epoch: 1 })]);
    assert.deepEqual(names(epoch, before), ['bash']);
    assert.deepEqual(names(before, epoch), []);
  });

  it('is metadata with an older revision', () => {
    const older = lock(before.packages, {
      repositories: [repository('fedora'), repository('updates', { revision: 1_483_228_800 })],
    });
    const back = between(before, older);
    assert.deepEqual(back.repositories, [{ id: 'updates', from: 1_700_000_000, to: 1_483_228_800 }]);
    assert.match(
      goneBackText(back),
      /repository `updates` went back from 2023-11-14 22:13 \(revision 1700000000\) to 2017-01-01 00:00/,
    );
    assert.ok(!isGoneBack(between(older, before)));
    const counted = (revision: number) => lock([], { repositories: [repository('updates', { revision })] });
    assert.match(goneBackText(between(counted(7), counted(6))), /from revision 7 to revision 6/);
  });

  it('is not told of locks that say nothing of it, but their packages are compared where no input changed', () => {
    const bare = ({ id, repomd, keys }: LockedRepository) => ({ id, repomd, keys });
    const old = { ...before, repositories: before.repositories.map(bare) };
    assert.deepEqual(names(old, after), ['bash']);
    assert.deepEqual(names(old, { ...after, inputs: `sha256:${'9'.repeat(64)}` }), []);
    assert.deepEqual(between(old, after).repositories, []);
  });

  it('is not what a person did', () => {
    const other = repository('updates', { origin: `sha256:${'f'.repeat(64)}`, revision: 1 });
    const deeds: [string, Lock, (readonly string[])?][] = [
      ['another release', { ...after, release: 40 }],
      ['a repository that was taken out', { ...after, repositories: [repository('fedora')] }],
      ['one at another place', { ...after, repositories: [repository('fedora'), other] }],
      [
        'one that came, with other versions',
        {
          ...lock([packageOf('bash', '5.2', { repo: 'mine' })]),
          repositories: [...before.repositories, repository('mine')],
        },
      ],
      ['a line with a version', after, ['bash-5.2']],
      ['a line with a version and an epoch', after, ['bash-0:5.2-1.fc41']],
      ['a line with a pattern of versions', after, ['bash-5.2*']],
      ['a version that is excluded', after, ['bash', '-bash-5.3*']],
    ];
    for (const [what, now, lines] of deeds) assert.deepEqual(names(before, now, lines), [], what);
    for (const lines of [['bash-*'], ['bash', 'bash-completion'], ['bash', '-bash-doc']]) {
      assert.deepEqual(names(before, after, lines), ['bash'], lines.join());
    }
  });

  it('is not what goes with a package of which a line names the version', () => {
    const systemd = (version: string) =>
      lock(
        ['systemd', 'systemd-libs'].map((name) => packageOf(name, version, { source: `systemd-${version}` })),
      );
    assert.deepEqual(names(systemd('256'), systemd('255'), ['systemd-255']), []);
    assert.deepEqual(names(systemd('256'), systemd('255'), ['systemd']), ['systemd', 'systemd-libs']);
  });

  it('is not one of two versions that stays while the other goes', () => {
    const kernels = (...versions: string[]) => lock(versions.map((version) => packageOf('kernel', version)));
    assert.deepEqual(names(kernels('6.1', '6.2'), kernels('6.1')), []);
    assert.deepEqual(names(kernels('6.1', '6.2'), kernels('6.0', '6.2')), ['kernel']);
  });

  it('is listed, with the flag that lets it pass', () => {
    const many = (version: string) =>
      lock(Array.from({ length: 30 }, (_, index) => packageOf(`p${index}`, version)));
    const { facts, exitStatus } = wentBack(between(many('2'), many('1')), 'rpms.lock');
    assert.equal(exitStatus, 1);
    assert.match(facts.why ?? '', /`p0` from 2-1\.fc41 to 1-1\.fc41, .*and 10 more/);
    assert.match(facts.remedy ?? '', /`tmpfsroot-wizard lock --allow-downgrade`/);
  });
});
