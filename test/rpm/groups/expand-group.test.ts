import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandGroup, groupHeading } from '../../../src/rpm/groups/expand-group.js';
import { packageGroupsOf } from '../../../src/rpm/groups/package-groups.js';
import { compsXml } from '../../helpers/comps-xml.js';

const xml = compsXml(
  {
    core: [
      'bash',
      'sudo',
      { name: 'bash-doc', type: 'conditional', requires: 'man-db' },
      { name: 'bash-doc-de', type: 'conditional', requires: 'bash-doc' },
      'firewalld',
      'gone',
    ],
    extra: ['vim'],
    tools: ['less', 'bash'],
  },
  { minimal: ['core', 'tools', 'nowhere'] },
);
const groups = packageGroupsOf([{ repository: 'fedora', xml }]);
const isKnown = (name: string) => name !== 'gone';

const table: [string, string, string[], string[]][] = [
  ['a group', '@core', [], ['bash', 'sudo', 'firewalld']],
  ['a group by its name', '@the CORE', [], ['bash', 'sudo', 'firewalld']],
  [
    'an environment is all its groups, not those that can be chosen',
    '@^minimal',
    [],
    ['bash', 'sudo', 'firewalld', 'less'],
  ],
  ['an environment without its sign, as dnf takes it', '@minimal', [], ['bash', 'sudo', 'firewalld', 'less']],
  [
    'a package that goes with another one comes where that is listed, and another with it',
    '@core',
    ['man-*'],
    ['bash', 'sudo', 'bash-doc', 'bash-doc-de', 'firewalld'],
  ],
  ['what the list excludes stays out', '@core', ['-firewalld', '-su*', '-man-db'], ['bash']],
  ['what is in the list already counts', '@core', ['bash'], ['bash', 'sudo', 'firewalld']],
];

for (const [title, word, lines, expected] of table) {
  test(`the packages of a group: ${title}`, () => {
    const expanded = expandGroup(groups, word, { lines, isKnown });
    assert.deepEqual(expanded?.packages, expected);
    assert.deepEqual(expanded?.unknown, ['gone']);
  });
}

test('what the list keeps out is told', () => {
  assert.deepEqual(expandGroup(groups, '@core', { lines: ['-firewalld'], isKnown })?.keptOut, ['firewalld']);
});

test('a group that is not there is none, and an environment is no group', () => {
  for (const word of ['@cor', '@', '@^core', 'bash'])
    assert.equal(expandGroup(groups, word, { lines: [], isKnown }), null, word);
});

test('a heading says the name once', () => {
  assert.equal(groupHeading({ word: '@core', name: 'The core' }), '@core: The core');
  assert.equal(groupHeading({ word: '@^core', name: 'core' }), '@^core');
});

test('a chain of fifty thousand packages that go with each other takes a moment', { timeout: 30_000 }, () => {
  const chain = Array.from({ length: 50_000 }, (_, at) => ({
    name: `p${at}`,
    type: 'conditional',
    requires: `p${at + 1}`,
  }));
  const long = packageGroupsOf([{ repository: 'x', xml: compsXml({ a: [...chain, 'p50000'] }) }]);
  assert.equal(expandGroup(long, '@a', { lines: [], isKnown })?.packages.length, 50_001);
});
