import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PackageFacts, WizardState } from '../../../src/wizard/model/state.js';
import { buildSearch } from '../../../src/wizard/packages/search.js';
import { packageSets } from '../../../src/wizard/packages/sets.js';
import { knownGroups } from '../driver.js';
import { indexOf } from '../packages/index-of.js';
import { at, count, newSpec, talk } from './conversation.js';

async function known(): Promise<PackageFacts> {
  const names = [...new Set(packageSets.flatMap(({ packages }) => packages)), 'htop', 'nano', 'nginx'];
  const search = await buildSearch(indexOf([...new Set(names)]));
  const why = new Map([['htop', 'you named it']]);
  return { state: 'ready', message: null, search, groups: null, why, locked: null };
}

const facts = await known();
const here = (change: Partial<WizardState> = {}) => at('packages', { packages: facts, ...change });

test('names are added, and a wrong one is corrected with !', async () => {
  const { text, state } = await talk(here(), ['nano ngnix nano', '!', '']);
  assert.match(text, /Added: nano ngnix\./);
  assert.match(text, /Warning: ngnix is not in the repositories\..*Answer ! to take nginx\./);
  assert.match(text, /nginx instead of ngnix\./);
  assert.deepEqual(state.spec.packages?.slice(-2), ['nano', 'nginx']);
  assert.equal(count(text, 'Warning: ngnix'), 1);
});

test('what an image needs is kept, and why is said', async () => {
  const { text, state } = await talk(here(), ['remove kernel less nosuch', 'remove']);
  assert.match(text, /`kernel` stays in the list: /);
  assert.match(text, /less is removed\./);
  assert.match(text, /`nosuch` is not in the list\./);
  assert.match(text, /Write the names behind it/);
  assert.equal(state.spec.packages?.includes('kernel'), true);
});

test('a search lists what is found, and numbers add it', async () => {
  const { text, state } = await talk(here(), ['/nginx', '9', '1', '/zzzzzz', '/', '/bash', '']);
  assert.match(text, / {2}1 nginx, 1\.0 MB, About nginx/);
  assert.match(text, /`9` is not one of them: answer with numbers from 1 to \d/);
  assert.match(text, /Added: nginx\./);
  assert.match(text, /No package matches `zzzzzz`/);
  assert.match(text, / {2}1 bash, in the list, /);
  assert.equal(state.spec.packages?.at(-1), 'nginx');
});

test('without the names of the repositories a search says why', async () => {
  const absent = {
    state: 'loading',
    message: null,
    search: null,
    groups: null,
    why: new Map(),
    locked: null,
  } as const;
  const { text } = await talk(at('packages', { packages: absent }), ['/vim']);
  assert.match(text, /still being read: search again in a moment/);
  const failed = { ...absent, state: 'failed', message: 'names are not checked: no network' } as const;
  assert.match((await talk(at('packages', { packages: failed }), ['/vim'])).text, /no network/);
});

test('sets are added and taken off by number', async () => {
  const { text, state } = await talk(here(), ['sets', '2', '?', '2', '']);
  assert.match(text, /Container host \(Docker\): added moby-engine docker-cli/);
  assert.match(text, /Container host \(Docker\): removed moby-engine docker-cli/);
  assert.deepEqual(state.spec.packages, newSpec().packages);
});

test('a list is pasted line by line, with comments and blank lines, until a dot', async () => {
  const { text, state } = await talk(here(), ['paste', '# editors', 'nano', '', 'htop, nginx', '.', '']);
  assert.match(text, /Added: nano htop nginx\./);
  assert.equal(state.screen, 'disks');
});

test("another builder's description is refused as a whole, line by line too", async () => {
  const lines = ['packages:', '  - bash', 'exclude-packages:', '  - nginx'];
  const { text, state } = await talk(here(), ['paste', ...lines, '.', '']);
  assert.match(text, /Nothing is taken: this is YAML\. Give the names/);
  assert.deepEqual(state.spec.packages, newSpec().packages);
});

test('the list is read, and what is known of one package', async () => {
  const { text } = await talk(here(), ['list', 'locked', 'about bash htop nosuch', 'about']);
  assert.match(text, / {2}bash, 1\.0 MB, About bash, kept: /);
  assert.match(text, / {2}htop, 1\.0 MB, you named it/);
  assert.match(text, /^bash, .*In the list\. Kept: /m);
  assert.match(text, /^htop, .*Not in the list\. In the lock: you named it\.$/m);
  assert.match(text, /Nothing is known of `nosuch`/);
});

test('a list without a package is not left, and ! takes the base system', async () => {
  const spec = { ...newSpec(), packages: [] };
  const first = await talk(here({ spec }), ['nano', '<<', '', '!', '']);
  assert.match(
    first.text,
    /Error: No package is named\. Name some, or answer sets\. Answer ! to take the base system\./,
  );
  assert.equal(first.state.screen, 'disks');
  assert.deepEqual(first.state.spec.packages, newSpec().packages);
});

test('what can be answered is explained once, and again with ?', async () => {
  const { text } = await talk(here(), ['<', '', '?']);
  assert.equal(count(text, 'Type names separated by blanks to add them'), 2);
  assert.match(text, /\? says what can be answered\./);
});

test('a group is added by its name, and /@ lists the groups', async () => {
  const packages = { ...facts, groups: knownGroups };
  const { text, state } = await talk(at('packages', { packages }), ['/@', '@tools', '@nosuch', '']);
  assert.match(text, / {2}@\^minimal: The minimal, /);
  assert.match(text, / {2}@tools: The tools, /);
  assert.match(text, /`@nosuch` is left out: is a group: no group of the repositories has this name/);
  assert.ok(state.spec.packages?.includes('htop'));
});
