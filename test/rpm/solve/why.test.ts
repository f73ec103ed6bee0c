import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reasons } from '../../../src/rpm/solve/why.js';

describe('why a package is in the lock', () => {
  it('is that it was listed, or who needs it, those nearest to the list first', () => {
    const item = (name: string, neededBy: string[], isListed = false) => ({ name, neededBy, isListed });
    assert.deepEqual(
      reasons([
        item('sudo', [], true),
        item('glibc', ['audit-libs', 'libgcc', 'pam', 'sudo']),
        item('pam', ['sudo']),
        item('audit-libs', ['pam']),
        item('libgcc', ['glibc']),
        item('bash', ['sudo'], true),
        item('left-over', []),
      ]),
      [
        ['listed'],
        ['sudo', 'pam', 'audit-libs', 'libgcc'],
        ['sudo'],
        ['pam'],
        ['glibc'],
        ['listed'],
        ['pinned'],
      ],
    );
  });

  it('names five at most, so that the line of glibc stays as it is when a package comes', () => {
    const many = Array.from({ length: 30 }, (_, index) => `p${String(index).padStart(2, '0')}`);
    const packages = many.map((name) => ({ name, neededBy: [], isListed: true }));
    const [...whys] = reasons([...packages, { name: 'glibc', neededBy: many, isListed: false }]);
    assert.deepEqual(whys.at(-1), ['p00', 'p01', 'p02', 'p03', 'p04']);
  });
});
