import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandGroupLines, groupWords } from '../../../src/project/packages/expand-group-lines.js';

const groups: Record<string, string[]> = { '@core': ['bash', 'sudo'], '@^all': ['bash', 'sudo', 'vim'] };
const expand = (text: string) =>
  expandGroupLines(text, (word) => ({ heading: `${word}: Name`, packages: groups[word] ?? [] }));

const table: [string, string, string][] = [
  ['a list without groups', '# x\nbash\n', '# x\nbash\n'],
  ['a line of its own', 'kernel\n@core\nvim\n', 'kernel\n# @core: Name\nbash\nsudo\nvim\n'],
  ['what the list names is not named again', 'bash\n@core\n', 'bash\n# @core: Name\nsudo\n'],
  ['two groups that share packages', '@core\n@^all', '# @core: Name\nbash\nsudo\n# @^all: Name\nvim\n'],
  [
    'a line with others and a comment',
    '@core -nano # why\r\n',
    '-nano # why\r\n# @core: Name\r\nbash\r\nsudo\r\n',
  ],
  ['a comment that names a group', '# @core\nbash\n', '# @core\nbash\n'],
];

for (const [title, text, expected] of table) {
  test(`groups of packages.list give way to their packages: ${title}`, () => {
    assert.equal(expand(text), expected);
  });
}

test('the groups of a list are found once each', () => {
  assert.deepEqual(groupWords('@core bash\n# @x\n-@y\n@core\r\n@^all'), ['@core', '@^all']);
});
