import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageGroupsOf } from '../../../src/rpm/groups/package-groups.js';
import type { PackageFacts } from '../../../src/wizard/model/state.js';
import { Driver, knownGroups, knownPackages, newSpec } from '../driver.js';

const onPackages = (facts: Partial<PackageFacts>) =>
  new Driver({ packages: knownPackages(facts) }).walkTo('packages');
const names = (driver: Driver) => driver.state.spec.packages ?? [];
const has = (driver: Driver, name: string) => names(driver).includes(name);
const withGroups = () => onPackages({ groups: knownGroups });

test('a group says what it would add, adds its packages as lines, and takes them off again', () => {
  const driver = withGroups().press('/').type('@core');
  driver.sees('❯ ○ @core', 'The core, 3 packages', 'the repositories lack nowhere').press('enter');
  driver.sees('@core added: The core, 3 packages', '◉ @core');
  assert.ok(has(driver, 'nano') && has(driver, 'htop') && !has(driver, '@core') && !has(driver, 'nowhere'));
  assert.deepEqual(driver.state.addedGroups, { '@core: The core': ['bash', 'nano', 'htop'] });
  driver.press('enter').sees('@core removed.');
  assert.ok(!has(driver, 'nano') && has(driver, 'bash'), 'what an image needs stays');
});

test('@ lists environments and groups, and a part of a name finds them', () => {
  withGroups().press('/').type('@').sees('○ @^minimal', '○ @core', '○ @tools');
  const driver = withGroups().press('/').type('@too').sees('❯ ○ @tools').press('enter');
  assert.ok(has(driver, 'git') && has(driver, 'htop'));
  withGroups().press('/').type('@^').sees('○ @^minimal').seesNot('○ @core');
});

test('what the list keeps out does not come in with a group', () => {
  const driver = withGroups().press('/').type('-nano').press('enter', 'ctrl+u').type('@core');
  driver.sees('the list keeps out nano').press('enter');
  assert.ok(has(driver, 'htop') && has(driver, '-nano') && !has(driver, 'nano'));
});

test('a group that cannot be had says why, and adds nothing', () => {
  const none = packageGroupsOf([{ repository: 'fedora', problem: 'It is larger than 6 MB.' }]);
  const offline = { state: 'failed', search: null, message: 'names are not checked: no network' } as const;
  const table: [Partial<PackageFacts>, string, RegExp][] = [
    [{ groups: knownGroups }, '@cor-', /no group .*Did you mean `@core`/],
    [{ groups: knownGroups }, '-@core', /a group cannot be kept out/],
    [{ groups: packageGroupsOf([]) }, '@core', /the repositories have no groups/],
    [{ groups: none }, '@core', /groups of repository `fedora` cannot be read/],
    [{ groups: null, state: 'loading' }, '@core', /not read yet/],
    [{ groups: null, ...offline }, '@core', /groups are not known.*no network/],
  ];
  for (const [facts, word, expected] of table) {
    const driver = onPackages(facts).press('/').type(word).press('enter').sees('✖');
    assert.match(driver.lines().join(' '), expected);
    assert.deepEqual(names(driver), newSpec().packages);
  }
});

test('a group that stands in the list is an error, and Ctrl-T puts its packages in its place', () => {
  const spec = { ...newSpec(), packages: ['@tools', ...(newSpec().packages ?? [])] };
  const driver = new Driver({ packages: knownPackages({ groups: knownGroups }), spec }).walkTo('packages');
  driver.sees('@tools', 'a group. Its packages can take its place.').press('ctrl+t');
  driver.sees('@tools added: The tools, 2 packages');
  assert.ok(!has(driver, '@tools') && has(driver, 'git'));
  assert.ok(has(driver.press('ctrl+_'), '@tools'));
});

test('groups of a pasted kickstart file come with its packages, but not what it keeps out', () => {
  const driver = withGroups().paste('%packages\n@core\n@nosuch\n-nano\nnginx\n%end\n');
  driver.sees('3 packages added', '`@nosuch` is a group: no group');
  assert.ok(has(driver, 'htop') && has(driver, 'nginx') && has(driver, '-nano') && !has(driver, 'nano'));
});
