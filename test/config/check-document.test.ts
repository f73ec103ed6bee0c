import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDocument, judgeDocument } from '../../src/config/check-document.js';

test('a list where an object is expected is one finding, and nothing below it is looked at', () => {
  for (const [document, path] of [
    [{ repositories: [[]] }, 'repositories[0]'],
    [{ repositories: [['a', { id: 'b' }]] }, 'repositories[0]'],
    [{ system: { users: [{ name: 'op' }, []] } }, 'system.users[1]'],
    [{ system: [] }, 'system'],
  ] as const) {
    assert.deepEqual(
      checkDocument(document).map((finding) => [finding.path, finding.message]),
      [[path, 'A list is not possible here.']],
    );
  }
});

test('100 findings are told, and one more says that there are others', () => {
  const keys = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}`, at]));
  assert.equal(checkDocument(keys(100)).length, 100);
  const users = Array.from({ length: 200 }, (_, at) => ({ name: `U ${at}` }));
  for (const document of [keys(101), { system: { users } }, { ...keys(60), system: { users } }]) {
    const findings = checkDocument(document);
    assert.equal(findings.length, 101);
    assert.match(findings.at(-1)?.message ?? '', /more than 100 findings/);
  }
});

test('nothing of what is wrong is left, however much it is', () => {
  const unknown = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`x${at}`, { a: [at] }]));
  const { sound, wrong } = judgeDocument({
    ...unknown,
    release: 44,
    system: { hostname: 'a b', timezone: 'UTC', users: [{ name: 'op' }, { name: '?' }], nam: 1 },
    'packages[0]': 1,
    packages: ['bash'],
  });
  assert.deepEqual(sound, { release: 44, system: { timezone: 'UTC' }, packages: ['bash'] });
  assert.ok(['system.hostname', 'system.users', 'system.nam', 'x299'].every((path) => wrong.has(path)));
});
