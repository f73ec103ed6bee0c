import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompsError, readComps } from '../../../src/rpm/groups/comps.js';
import { packageGroupsOf } from '../../../src/rpm/groups/package-groups.js';
import { compsXml } from '../../helpers/comps-xml.js';

const xml = compsXml(
  {
    core: [
      'bash',
      { name: 'sudo', type: 'default' },
      { name: 'zsh', type: 'optional' },
      { name: 'bash-doc', type: 'conditional', requires: 'man-db' },
    ],
  },
  { minimal: ['core'] },
);

test('comps give groups without their optional packages, and environments with their groups', () => {
  assert.deepEqual(readComps(xml), {
    groups: [
      {
        id: 'core',
        name: 'The core',
        packages: [
          { name: 'bash', requires: null },
          { name: 'sudo', requires: null },
          { name: 'bash-doc', requires: 'man-db' },
        ],
      },
    ],
    environments: [{ id: 'minimal', name: 'The minimal', groups: ['core'] }],
  });
});

const refused: [string, string, RegExp][] = [
  ['no comps', '<metalink/>', /not a comps file/],
  ['a text that is cut', xml.slice(0, 300), /not well-formed XML/],
  ['no XML', 'bash\n', /not well-formed XML/],
  ['an entity of its own', xml.replace('bash', '&lol;'), /not well-formed XML/],
  ['elements without end', `<comps>${'<a>'.repeat(100_000)}`, /nested too deeply/],
];

for (const [title, text, expected] of refused) {
  test(`comps are refused with a sentence: ${title}`, () => {
    assert.throws(
      () => readComps(text),
      (error) => error instanceof CompsError && expected.test(error.message),
    );
    const { groups, problems } = packageGroupsOf([
      { repository: 'bad', xml: text },
      { repository: 'good', xml },
      { repository: 'large', problem: 'It is larger than 6 MB.' },
    ]);
    assert.deepEqual(
      groups.map(({ id }) => id),
      ['core'],
      'the others are read',
    );
    assert.deepEqual(
      problems.map(({ repository }) => repository),
      ['bad', 'large'],
    );
  });
}

test('nothing gets into packages.list by a name: neither lines, nor commands, nor what excludes', () => {
  const { groups } = readComps(
    compsXml({
      good: ['bash', '-bash', '@core', 'a b', 'bash\n-glibc', '/bin/sh', '*', '$(reboot)', ''],
      'bad id': ['bash'],
      '-rf': ['bash'],
    }).replace('<name>The good</name>', '<name>One\n-glibc\u009b</name>'),
  );
  assert.deepEqual(
    groups.map(({ id }) => id),
    ['good'],
  );
  assert.deepEqual(
    groups[0]?.packages.map(({ name }) => name),
    ['bash'],
  );
  assert.equal(groups[0]?.name, 'One -glibc');
});

test('groups of several repositories with one id are one group', () => {
  const { groups, environments } = packageGroupsOf([
    { repository: 'b', xml: compsXml({ core: ['bash'], z: ['zsh'] }, { all: ['core'] }) },
    { repository: 'a', xml: compsXml({ core: ['sudo'] }, { all: ['z'] }) },
  ]);
  assert.deepEqual(
    groups.map(({ id, packages }) => `${id}: ${packages.map(({ name }) => name).join(' ')}`),
    ['core: bash sudo', 'z: zsh'],
  );
  assert.deepEqual(environments[0]?.groups, ['core', 'z']);
});

test('six megabytes of groups of one id are read in a moment', { timeout: 30_000 }, () => {
  const group = '<group><id>a</id><packagelist><packagereq>b</packagereq></packagelist></group>';
  const { groups } = packageGroupsOf([{ repository: 'x', xml: `<comps>${group.repeat(75_000)}</comps>` }]);
  assert.equal(groups[0]?.packages.length, 75_000);
});
