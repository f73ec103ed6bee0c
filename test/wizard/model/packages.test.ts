import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foreignLists } from '../../helpers/foreign-lists.js';
import { Driver, knownPackages, newSpec } from '../driver.js';

const onPackages = (packages = knownPackages()) => new Driver({ packages }).walkTo('packages');
const names = (driver: Driver) => driver.state.spec.packages ?? [];
const has = (driver: Driver, name: string) => names(driver).includes(name);

test('the screen asks for the names of the repositories, and says how many there are', () => {
  const driver = new Driver().walkTo('packages').sees('32 packages named', 'are not known yet');
  assert.equal(driver.lastRequest()?.type, 'look-for-packages');
  driver.tell({ packages: { ...knownPackages(), state: 'loading', search: null } }).sees('are being read');
  driver
    .tell({ packages: knownPackages({ state: 'failed', search: null, message: 'no network' }) })
    .sees('no network');
  driver.tell({ packages: knownPackages() }).sees(/\d+ in the repositories/, '1.0 MB');
});

test('a search answers each letter; Enter adds what the pointer is on, and takes it off again', () => {
  const driver = onPackages().press('/').type('ngi').sees('❯ ○ nginx', 'nginx-core');
  driver.press('down', 'enter').sees('nginx-core added.', '◉ nginx-core');
  assert.ok(has(driver, 'nginx-core') && !has(driver, 'nginx'));
  driver.press('enter').sees('nginx-core removed.');
  assert.ok(!has(driver, 'nginx-core'));
  driver.press('up', 'enter', 'escape').sees('33 packages named');
  assert.ok(has(driver, 'nginx'));
  driver.press('ctrl+_').sees('32 packages named');
});

test('a typing mistake still finds, and the search line is edited as other texts', () => {
  const driver = onPackages().press('/').type('ngimx').sees('nginx');
  driver
    .press('backspace', 'backspace')
    .type('nx')
    .sees('❯ ○ nginx')
    .press('ctrl+u')
    .type('git')
    .sees('❯ ○ git');
});

test('what people mean by a word comes first, then what bundled sets have, then the rest', () => {
  const first = (query: string) =>
    onPackages()
      .press('/')
      .type(query)
      .lines()
      .slice(3)
      .flatMap((line) => /^[❯ ] [○◉◆◇] (\S+)/.exec(line)?.[1] ?? []);
  assert.deepEqual(first('docker').slice(0, 3), ['moby-engine', 'docker-cli', 'docker-compose']);
  assert.equal(first('wifi')[0], 'NetworkManager-wifi');
  assert.equal(first('ntp')[0], 'chrony');
  assert.equal(first('ssh')[0], 'openssh-server');
  assert.equal(first('vim')[0], 'vim-enhanced');
  assert.equal(first('nginx')[0], 'nginx', 'the name itself');
});

test('a set whose title has the word is a row, which adds all of it and takes it off again', () => {
  const driver = onPackages().press('/').type('kiosk').sees('❯ ○ Kiosk display').press('enter');
  driver.sees('Kiosk display added.', '◉ Kiosk display');
  assert.ok(has(driver, 'cage') && has(driver, 'firefox'));
  driver.press('enter').sees('Kiosk display removed.');
  assert.ok(!has(driver, 'cage'));
});

test('`-NAME` says that it keeps a package out, and does so', () => {
  const driver = onPackages().press('/').type('-nano').sees('❯ ○ -nano', 'keeps nano out of the image');
  driver.press('enter').sees('-nano added.', '⊘ -nano');
  assert.ok(has(driver, '-nano') && !has(driver, 'nano'));
  driver.press('enter').sees('-nano removed.');
  assert.ok(!has(driver, '-nano'));
});

test('a glob says how many packages it names, and is added as it is', () => {
  const driver = onPackages().press('/').type('iwlwifi-*');
  driver.sees('❯ ○ iwlwifi-*', 'all 2 packages that match', 'iwlwifi-mvm-firmware').press('enter');
  assert.ok(has(driver, 'iwlwifi-*') && !has(driver, 'iwlwifi-mvm-firmware'));
});

test('without repositories the names of bundled sets are found', () => {
  const driver = new Driver().walkTo('packages').press('/').type('nmap').sees('❯ ○ nmap-ncat').press('enter');
  assert.ok(has(driver, 'nmap-ncat'));
  new Driver().walkTo('packages').press('/').type('docker').sees('○ Container host (Docker)');
});

test('what is not found can be added all the same, and is marked', () => {
  const driver = onPackages()
    .press('/')
    .type('zzz-own')
    .sees('No package has this name')
    .press('enter', 'escape', 'end');
  assert.ok(has(driver, 'zzz-own'));
  driver.sees('zzz-own', 'not in the repositories', '1 not in the repositories');
});

test('two words that find nothing are not a name, which is said, and nothing is added', () => {
  const driver = onPackages().press('/').type('qqq www').press('enter').seesNot('qqq www added');
  assert.deepEqual(names(driver), newSpec().packages);
  driver.sees('`qqq www`');
});

test('without names of the repositories, a name is added as it is typed, once', () => {
  const driver = new Driver().walkTo('packages').press('/').type('zz-own').sees('Enter adds what you typed');
  driver.press('enter').sees('zz-own added.').press('enter').sees('zz-own is in the list already.');
  assert.equal(names(driver).filter((name) => name === 'zz-own').length, 1);
  const steps = driver.state.past.length;
  driver.press('enter');
  assert.equal(driver.state.past.length, steps, 'nothing was done that could be undone');
});

test('Del, Backspace and Space take a package off; the pointer stays in the list', () => {
  for (const key of ['delete', 'backspace', 'space']) {
    const driver = onPackages()
      .press('end')
      .press(key)
      .sees('less removed. Ctrl-_ brings it back.', '❯ ◉ passwd');
    assert.ok(!has(driver, 'less'));
    driver.press('ctrl+_');
    assert.ok(has(driver, 'less'));
  }
});

test('packages that an image cannot be without are kept, and the reason is said', () => {
  const driver = onPackages();
  const row = names(driver).indexOf('dracut');
  driver.times(row, 'down').sees('❯ ◆ dracut', 'dracut is kept:').press('space').sees('stays in the list:');
  assert.ok(has(driver, 'dracut'));
  driver.press('/').type('dracut').press('enter').sees('stays in the list');
  assert.ok(has(driver, 'dracut'));
});

test('a pasted list is added, and what is not a package in it is told', () => {
  const driver = onPackages()
    .paste('# mine\nnginx\ngit # vcs\nhttp://x\n')
    .sees('2 packages added', 'left out');
  assert.ok(has(driver, 'nginx') && has(driver, 'git'));
  driver.press('ctrl+_');
  assert.deepEqual(names(driver), newSpec().packages);
  driver.paste('sudo dnf install -y nginx').sees('1 package added');
});

test("another builder's description is refused as a whole, and commands give just their packages", () => {
  const driver = onPackages();
  for (const { text, form } of foreignLists) {
    driver.paste(text).sees('Nothing is taken');
    assert.match(driver.state.notice?.text ?? '', form);
    assert.deepEqual(names(driver), newSpec().packages);
  }
  driver.paste('dnf install -y nginx \\\n  git -x nano\n').sees('3 packages added');
  assert.ok(has(driver, 'nginx') && has(driver, 'git') && has(driver, '-nano'));
});

test('a single pasted word is searched in the search line, and a list is added from it', () => {
  const driver = onPackages().press('/').paste('nginx\n').sees('❯ ○ nginx');
  driver.paste('git\nnano').sees('2 packages added');
  assert.ok(has(driver, 'git') && has(driver, 'nano'));
});

test('a paste that adds nothing is not a step to undo', () => {
  const driver = onPackages();
  const steps = driver.state.past.length;
  driver.paste('bash').sees('0 packages added');
  assert.equal(driver.state.past.length, steps);
});

test('sets are added, taken off, combined, and shown as partly chosen', () => {
  const driver = onPackages()
    .press('s')
    .sees(/◉ Base system/, /○ Network gateway/, 'What every image needs');
  driver
    .press('down', 'down', 'down', 'space')
    .sees(/◉ Network gateway/)
    .press('escape')
    .sees('Packages');
  assert.ok(has(driver, 'nftables'));
  driver.press('end', 'space', 's').sees(/◆ Network gateway +10 packages, some of them chosen/);
  driver
    .press('down', 'down', 'down', 'enter', 'enter')
    .sees(/○ Network gateway/)
    .press('escape');
  assert.ok(!has(driver, 'nftables'));
});

test('the page keys move in the list of sets, as the help says', () => {
  onPackages()
    .press('s', 'pagedown')
    .seesNot(/❯ . Base system/)
    .press('pageup')
    .sees(/❯ . Base system/);
});

test('the base set cannot be taken off whole: what an image needs stays', () => {
  const driver = onPackages().press('s', 'space', 'escape');
  assert.ok(has(driver, 'kernel') && has(driver, 'dracut') && !has(driver, 'less'));
});

test('a name that is in no repository is marked with what was meant, and ^T takes that', () => {
  const spec = { ...newSpec(), packages: [...names(onPackages()), 'ngimx'] };
  const driver = new Driver({ packages: knownPackages() }).load(spec, 'packages').press('end');
  driver.sees('▲', 'Did you mean `nginx`', '^T').press('ctrl+t').sees('nginx instead of ngimx.');
  assert.ok(has(driver, 'nginx') && !has(driver, 'ngimx'));
  driver.seesNot('not in the repositories').press('ctrl+_').sees('not in the repositories');
  driver.press('enter').sees('3/7');
});

test('an empty list is an error that says what to do, and ^T begins with the base set', () => {
  const driver = new Driver({ packages: knownPackages() }).load({ ...newSpec(), packages: [] }, 'packages');
  driver.sees('No package is named.', 'Add a set with `s`', '^T takes').press('enter').sees('2/7');
  driver.press('ctrl+t').sees('32 packages named').press('enter').sees('3/7');
});

test('a line that is not a package keeps one on the screen, which says so', () => {
  const spec = { ...newSpec(), packages: [...names(onPackages()), '@core stuff'] };
  const driver = new Driver({ packages: knownPackages() }).load(spec, 'packages').press('end');
  driver.sees('✖', '`@core stuff`').press('enter').sees('2/7').press('delete', 'enter').sees('3/7');
});

test('why a package is in the lock stands below the list', () => {
  const why = new Map([['bash', 'because systemd needs it']]);
  const driver = onPackages(knownPackages({ why })).press('/').type('bash');
  driver.press('ctrl+u').type('bash').sees('bash');
  const plain = onPackages(knownPackages({ why: new Map([['less', 'required by git, which is named']]) }));
  plain.press('end').sees('less', 'required by git, which is named');
});

test('how large the image will be is told against slot and memory', () => {
  const driver = onPackages(
    knownPackages({ locked: { mebibytes: 3000, lines: newSpec().packages ?? [] } }),
  ).press('enter', 'enter');
  driver.sees('image too large for the slot: about 2.9 GiB of 2 GiB slot');
  driver.field('root A, B').type('4G').seesNot('too large for the slot');
});

test('repositories that could not be read are read again by `r`, which is offered only then', () => {
  const failed = knownPackages({
    state: 'failed',
    message: 'names are not checked: no network',
    search: null,
  });
  const driver = new Driver({ packages: failed, columns: 160 }).walkTo('packages');
  driver.sees('names are not checked: no network', 'r read the repositories again');
  const before = driver.requests().length;
  driver.press('r');
  assert.deepEqual(driver.requests().slice(before), [{ type: 'look-for-packages', spec: driver.state.spec }]);
  driver.tell({ packages: knownPackages() }).seesNot('r read the repositories again').press('r');
  assert.equal(driver.requests().length, before + 1);
});

test('after a search the pointer is where it was before, or on what was chosen in it', () => {
  const onLess = () => onPackages().press('end').sees('❯ ◉ less').press('/');
  onLess().press('escape').sees('❯ ◉ less');
  onLess().type('ngi').press('escape').sees('❯ ◉ less');
  onLess().type('nginx').press('enter', 'escape').sees('❯ ◉ nginx');
});

test('what is kept out looks otherwise than what is named, and what comes along otherwise than what does not', () => {
  const why = new Map([
    ['glibc', 'needed by bash'],
    ['less', 'named in packages.list'],
  ]);
  const driver = onPackages(knownPackages({ why })).press('/').type('-nano').press('enter', 'escape');
  driver.sees('❯ ⊘ -nano', 'keeps nano out of the image').press('up').sees('named in packages.list');
  driver
    .press('space', 'a')
    .sees('◇ glibc', '◇ less')
    .press('end')
    .sees('In the last lock: named in packages.list');
});

test('Tab, j and k move in the list; F1 helps in a search', () => {
  const driver = onPackages().press('tab', 'j').sees('❯ ◉ basesystem').press('k', 'backtab');
  driver.sees('❯ ◆ filesystem').press('/').type('kj').sees(' / kj').press('f1');
  driver.sees('Keys', 'add or remove', 'end of search').press('escape').sees(' / kj');
});
