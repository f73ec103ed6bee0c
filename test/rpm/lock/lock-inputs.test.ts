import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inputsDigest, lockMismatch, requireMatchingLock } from '../../../src/rpm/lock/lock-inputs.js';
import type { Repository } from '../../../src/rpm/repositories/repositories.js';
import { failureOf, lockedPackage, lockOf, project } from '../fixture.js';

function repository(given: Partial<Repository> = {}): Repository {
  return {
    id: 'fedora',
    baseurl: ['http://one.example/linux/41'],
    mirrorlist: null,
    metalink: null,
    priority: 99,
    excludes: [],
    archives: [],
    koji: null,
    fingerprints: ['A'.repeat(40)],
    keys: { from: 'spec', files: [] },
    isKnownTree: false,
    ...given,
  };
}

const lines = ['bash', 'kernel', '-perl'];
const reference = inputsDigest(project('/p', lines, []), [repository()]);
const digest = (list: readonly string[], repositories: readonly Repository[], release?: number) =>
  inputsDigest(project('/p', list, [], release), repositories);

describe('inputs of a lock', () => {
  it('are not changed by the order of the list, another host of the same tree, or one more mirror', () => {
    assert.equal(digest(['kernel', '-perl', 'bash', 'bash'], [repository()]), reference);
    assert.equal(digest(lines, [repository({ baseurl: ['https://two.example:8080/linux/41/'] })]), reference);
    assert.equal(
      digest(lines, [repository({ baseurl: ['http://one.example/linux/41', 'http://mirror.example/f41'] })]),
      reference,
    );
  });

  it('are changed by a package, an exclude, the release, a repository, its tree, or its keys', () => {
    const others = [
      digest([...lines, 'sudo'], [repository()]),
      digest(['bash', 'kernel'], [repository()]),
      digest(['bash', 'kernel', 'perl'], [repository()]),
      digest(lines, [repository()], 42),
      digest(lines, [repository(), repository({ id: 'updates' })]),
      digest(lines, [repository({ baseurl: ['http://one.example/linux/42'] })]),
      digest(lines, [repository({ fingerprints: ['B'.repeat(40)] })]),
    ];
    assert.equal(new Set([reference, ...others]).size, others.length + 1);
  });
});

describe('a lock that does not match', () => {
  const lock = {
    ...lockOf([lockedPackage({ name: 'bash' }), lockedPackage({ name: 'kernel' })]),
    inputs: reference,
  };
  const reasons = (list: readonly string[], repositories = [repository()], release = 41) =>
    lockMismatch(lock, project('/p', list, [], release), repositories).join(' ');

  it('is told from one that does', () => {
    assert.equal(reasons(lines), '');
    assert.doesNotThrow(() => requireMatchingLock(lock, project('/p', lines, []), [repository()]));
  });

  it('says what changed: line, release, repository or key', () => {
    assert.match(reasons([...lines, 'sudo']), /`sudo` \(packages\.list:4\) is not in it/);
    assert.match(reasons(['bash', '-perl']), /`kernel` is in it and no longer listed/);
    assert.match(reasons(['bash', '-kernel']), /`kernel` is in it and now excluded \(packages\.list:2\)/);
    assert.match(reasons(lines, [repository()], 42), /for Fedora 41; the project is for 42/);
    assert.match(reasons(lines, [repository({ id: 'other' })]), /repositories fedora; now they are other/);
    assert.match(
      reasons(lines, [repository({ fingerprints: ['B'.repeat(40)] })]),
      /keys of repository `fedora`/,
    );
    assert.match(reasons([...lines, '-nothing']), /package list or the repositories have changed/);
  });

  it('is refused before a build with exit status 2 and the command that makes a new one', async () => {
    const failure = await failureOf(() =>
      requireMatchingLock(lock, project('/p', [...lines, 'sudo'], []), [repository()]),
    );
    assert.equal(failure.status, 2);
    assert.match(failure.why ?? '', /sudo/);
    assert.match(failure.remedy ?? '', /`tmpfsroot-wizard lock`/);
  });
});
