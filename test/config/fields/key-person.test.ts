import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyFacts } from '../../../src/config/fields/key-facts.js';
import { personUrl, readPerson } from '../../../src/config/fields/key-person.js';
import { sshKey } from '../generated-specs.js';

for (const [text, url] of [
  ['gh:torvalds', 'https://github.com/torvalds.keys'],
  [' gl:ada_l.x-1 ', 'https://gitlab.com/ada_l.x-1.keys'],
] as const)
  test(`\`${text}\` is a person whose keys are at ${url}`, () => {
    const person = readPerson(text);
    assert.ok(person !== null && typeof person === 'object');
    assert.equal(personUrl(person), url);
  });

for (const text of [
  'gh:',
  'gl: ',
  'gh:a/b',
  'gh:../x',
  'gh:a b',
  'gl:-x',
  `gh:${'x'.repeat(40)}`,
  'gh:ä',
  'gh:a?b',
])
  test(`\`${text}\` names nobody, which is said`, () => assert.equal(typeof readPerson(text), 'string'));

for (const text of [sshKey, 'github:ada', 'gh', '~/.ssh/id.pub', 'GH:ada', ''])
  test(`\`${text.slice(0, 20)}\` is another thing`, () => assert.equal(readPerson(text), null));

test('a key is known by its type, the fingerprint that ssh-keygen shows, and its comment', () => {
  assert.deepEqual(keyFacts(`restrict ${sshKey}`), {
    type: 'ssh-ed25519',
    fingerprint: 'SHA256:VURl7u93/OB5iIM9lxnAbnC+5gz+6Ii244B0UjEDvaU',
    comment: 'operator, at the desk',
  });
});
