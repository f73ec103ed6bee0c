import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userSpec } from '../../../src/config/fields/user.js';
import { sshKey } from '../../config/generated-specs.js';
import { keyOf } from '../../config/made-keys.js';
import { Driver, newSpec } from '../driver.js';

const hash = `$6$abcdefgh$${'x'.repeat(86)}`;
const onSystem = () => new Driver({ rows: 30 }).walkTo('system');
const rsaKey = `${keyOf('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.alloc(257, 0x7f))} laptop`;

/** Everything of a state in which a password could lie, but for what is typed now. */
function traces({ state }: Driver): string {
  const { requests: _, packages: __, ...rest } = state;
  return JSON.stringify(rest);
}

test('a password is shown as asterisks only, and is nowhere once its field is left', () => {
  const driver = onSystem().field('Root password').sees('none: type one').type('hunter2');
  driver.sees(/Root password +▲ \*{7}\s/).seesNot('hunter2');
  driver.press('down');
  assert.deepEqual(
    driver.requests().filter(({ type }) => type === 'hash-password'),
    [{ type: 'hash-password', field: 'system.rootPasswordHash', password: 'hunter2' }],
  );
  assert.doesNotMatch(traces(driver), /hunter2/);
  driver
    .send({ type: 'hashed', field: 'system.rootPasswordHash', hash })
    .sees('set (SHA-512)')
    .seesNot('hunter2');
  assert.equal(driver.state.spec.system.rootPasswordHash, hash);
});

for (const [how, leave] of [
  ['Enter', (driver: Driver) => driver.press('enter')],
  ['Escape', (driver: Driver) => driver.press('escape')],
  ['Tab', (driver: Driver) => driver.press('tab')],
  ['Ctrl-C', (driver: Driver) => driver.press('ctrl+c')],
] as const) {
  test(`a password that is left by ${how} is hashed, and is not kept`, () => {
    const driver = leave(onSystem().field('Root password').paste('pass word\n'));
    assert.ok(driver.requests().some((one) => one.type === 'hash-password' && one.password === 'pass word'));
    assert.doesNotMatch(traces(driver), /pass word/);
  });
}

test('^R shows the password that is being typed, and hides it again; the next one is hidden', () => {
  const driver = onSystem().field('Root password').type('hunter2').sees('^R show or hide').press('ctrl+r');
  driver.sees('hunter2').type('x').sees('hunter2x').press('ctrl+r').seesNot('hunter2').press('ctrl+r');
  driver
    .press('down')
    .seesNot('hunter2')
    .press('up')
    .type('swordfish')
    .seesNot('swordfish')
    .sees('*********');
});

test('undo while a password is typed, and the history after it, hold no password', () => {
  const driver = onSystem().fill('Host name', 'a').field('Root password').type('hunter2').press('ctrl+_');
  assert.doesNotMatch(traces(driver), /hunter2/);
  driver.field('Root password').type('hunter2').field('Keyboard').press('ctrl+u').type('de').press('ctrl+_');
  assert.doesNotMatch(traces(driver), /hunter2/);
});

test('every letter of a password is typed, `?` and `/` among them; F1 helps', () => {
  const driver = onSystem().field('Root password').type('a?b/c d-+sq').press('down');
  assert.equal((driver.lastRequest() as { password: string }).password, 'a?b/c d-+sq');
  driver.press('up').sees('F1 help').press('f1').sees('Hidden as you type and hashed at once', 'Keys');
});

test('a password can be replaced, taken off, and each of it taken back', () => {
  const driver = onSystem().field('Root password').type('a').press('down');
  driver
    .send({ type: 'hashed', field: 'system.rootPasswordHash', hash })
    .press('up')
    .sees('Backspace removes it');
  driver.press('backspace').sees('none: type one');
  assert.equal(driver.state.spec.system.rootPasswordHash, null);
  driver.press('ctrl+_');
  assert.equal(driver.state.spec.system.rootPasswordHash, hash);
});

test('undo of what was typed while a password was hashed does not lose the password', () => {
  const driver = onSystem().field('Root password').type('a').field('Host name').press('backspace');
  driver.send({ type: 'hashed', field: 'system.rootPasswordHash', hash }).type('x');
  const seen = () => [driver.state.spec.system.hostname, driver.state.spec.system.rootPasswordHash];
  assert.deepEqual(seen(), ['robox', hash]);
  driver.press('ctrl+_');
  assert.deepEqual(seen(), ['robo', null], 'the password is a step of its own');
  driver.press('ctrl+y');
  assert.equal(driver.state.spec.system.rootPasswordHash, hash);
});

test('nothing is built before a password is hashed', () => {
  const driver = onSystem()
    .field('Root password')
    .type('a')
    .press('enter', 'enter')
    .sees('Review')
    .press('enter');
  driver.sees('A password is still being hashed.');
  assert.ok(!driver.requests().some(({ type }) => type === 'run'));
});

test('SSH keys are pasted, several at once, with the line breaks of a terminal', () => {
  const driver = onSystem().field('SSH keys of root').paste(`${sshKey}\n${rsaKey}\r\n`);
  assert.deepEqual(driver.state.spec.system.rootSshKeys, [sshKey, rsaKey]);
  driver.press('end').paste(`\n${sshKey.replace('operator', 'other')}`);
  assert.equal(driver.state.spec.system.rootSshKeys.length, 3);
});

test('a broken SSH key is told of at once, keeps one there, and is kept as it was typed', () => {
  const broken = sshKey.replace('AAAAC3', 'AAAAC4');
  const driver = onSystem().field('SSH keys of root').paste(broken).sees('✖', 'is no');
  assert.deepEqual(driver.state.spec.system.rootSshKeys, []);
  driver.press('enter').sees('5/7', 'is no').press('escape', 'enter').sees('✖', 'ssh-ed25519');
  driver.field('SSH keys of root').press('ctrl+u', 'enter').sees('6/7');
});

test('the fields of a user come with its name and go with it', () => {
  const driver = onSystem()
    .seesNot('Groups')
    .fill('User', 'op')
    .sees('Groups', /Groups +wheel/, 'SSH keys none');
  assert.deepEqual(driver.state.spec.system.users, [
    userSpec({ name: 'op', groups: ['wheel'], passwordHash: null, sshKeys: [] }),
  ]);
  driver.fill('Groups', 'wheel, dialout').fill('User', '').press('down').seesNot('Groups');
  assert.deepEqual(driver.state.spec.system.users, []);
});

test('a user who is renamed, also by typing the whole name again, keeps groups, password and keys', () => {
  const driver = onSystem().fill('User', 'op').fill('Groups', 'dialout').field('SSH keys').paste(sshKey);
  driver.field('Password').type('x').press('up');
  driver.send({ type: 'hashed', field: 'user.password', hash }).fill('User', 'bob').press('down');
  assert.deepEqual(driver.state.spec.system.users, [
    userSpec({ name: 'bob', groups: ['dialout'], passwordHash: hash, sshKeys: [sshKey] }),
  ]);
});

test('users besides the first, of a project file, stay', () => {
  const users = ['a', 'b'].map((name) => userSpec({ name }));
  const spec = { ...newSpec(), system: { ...newSpec().system, users } };
  const driver = new Driver({ rows: 30 }).load(spec, 'system').fill('User', 'c');
  assert.deepEqual(
    driver.state.spec.system.users.map(({ name }) => name),
    ['c', 'b'],
  );
});

for (const [label, text, problem, fixed] of [
  ['Name of the image', 'my robot', '`my robot`', 'my-robot'],
  ['Host name', 'my robot', '`my robot`', 'my-robot'],
  ['Time zone', 'Asia/Tokio', 'Asia/Tokio', 'Asia/Tokyo'],
  ['Languages', 'en-us', '`en-us`', 'en_US.UTF-8'],
  ['Languages', '', 'No language is given.', 'en_US.UTF-8'],
  ['User', 'Bob Smith', '`Bob Smith`', 'bob_smith'],
  ['User', 'root', 'The user `root` is always there.', null],
  ['Services to enable', '/usr/lib/systemd/system/sshd.service', 'is no', 'sshd.service'],
  ['Kernel arguments', 'quiet root=/dev/sda', 'would override what chooses the root slot', 'quiet'],
  ['Consoles', '/dev/ttyS0', 'is not a valid console', 'ttyS0'],
] as const) {
  test(`${label} \`${text}\`: the error stands there at the keystroke, with what fixes it`, () => {
    const driver = onSystem().fill(label, text).sees(problem);
    const isError = driver.line('❯').includes('✖');
    if (isError) driver.press('enter').sees('5/7', problem).field(label);
    if (fixed === null) return void driver.seesNot('^T takes');
    driver.sees('^T takes').press('ctrl+t').seesNot(problem);
    assert.match(driver.line('❯'), new RegExp(`${fixed.replaceAll('.', '\\.')}(\\s|$)`));
    driver.press('enter').sees('6/7');
  });
}

test('a mode of SELinux is taken, unless Anaconda installs: then one stays there until it is corrected', () => {
  onSystem().field('SELinux').press('right').seesNot('✖').press('enter').sees('6/7');
  const spec = newSpec();
  spec.install.method = 'anaconda';
  const driver = new Driver({ rows: 30, spec })
    .walkTo('system')
    .field('SELinux')
    .press('right')
    .sees('no labels for SELinux')
    .press('enter')
    .sees('5/7');
  driver.press('ctrl+t', 'enter').sees('6/7');
});

test('a unit that is both enabled and disabled is an error that ^T fixes', () => {
  const driver = onSystem().fill('Services to enable', 'sshd').fill('Services to disable', 'sshd');
  driver.sees('both enabled and disabled').press('enter').sees('5/7').press('ctrl+t', 'enter').sees('6/7');
});

test('static addresses bring the field of their gateway, and a gateway alone is an error', () => {
  const driver = onSystem()
    .seesNot('Gateway')
    .fill('Network addresses', '192.168.1.10/24')
    .fill('Gateway', '192.168.1.1');
  driver.fill('Name servers', '9.9.9.9 1.1.1.1').fill('Interface', 'enp1s0').press('enter').sees('6/7');
  assert.deepEqual(driver.state.spec.system.network, {
    addresses: ['192.168.1.10/24'],
    gateway: '192.168.1.1',
    dns: ['9.9.9.9', '1.1.1.1'],
    device: 'enp1s0',
    connections: [],
  });
  driver.press('escape').fill('Network addresses', '').press('enter').sees('5/7', '✖', 'Gateway');
  driver.fill('Gateway', '').press('enter').sees('6/7').press('escape').seesNot('Gateway');
});

test('units that must run can be named', () => {
  const driver = onSystem().fill('Required services', 'sshd chronyd').press('enter').sees('6/7');
  assert.deepEqual(driver.state.spec.system.services.required, ['sshd', 'chronyd']);
});

test('all other fields can be set', () => {
  const driver = onSystem().fill('Keyboard', 'jp106').fill('Kernel arguments', 'quiet panic=5');
  driver.fill('Consoles', 'tty0 ttyS0,115200').field('Unattended install').press(' ');
  driver.field('After the install').press('left').fill('Name of the image', 'gate-1');
  const { system, install, name } = driver.state.spec;
  assert.deepEqual(
    [name, system.keymap, install.unattended, install.then],
    ['gate-1', 'jp106', true, 'poweroff'],
  );
  assert.deepEqual(system.kernelArguments, ['quiet', 'panic=5']);
  assert.deepEqual(system.consoles, ['tty0', 'ttyS0,115200']);
});
