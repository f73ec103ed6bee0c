import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stageFailed } from '../../../src/base/failure.js';
import type { WizardEvent } from '../../../src/wizard/model/events.js';
import type { Request } from '../../../src/wizard/model/request.js';
import { screens } from '../../../src/wizard/model/screens/index.js';
import { at, count, emptyFolder, newSpec, talk, until } from './conversation.js';

test('Enter at every question leads from the start through every screen to the review of the defaults', async () => {
  const { text, state } = await talk(emptyFolder(), ['1', until('What now?')]);
  for (const screen of ['release', 'packages', 'disks', 'sizes', 'system', 'outputs', 'review'] as const)
    assert.equal(count(text, `${screens[screen].title}, step `), 1, screen);
  assert.match(text, /Packages: 32 named: filesystem/);
  assert.equal(state.screen, 'review');
  assert.deepEqual(state.spec, newSpec());
});

test('back leads from every question to the one before, over screens, and nothing is lost', async () => {
  const { text, state } = await talk(at('disks'), ['sda sdb', '<', '<', '<', '<', '', '', '', '']);
  assert.equal(count(text, 'Disks [sda]: sda sdb'), 1);
  assert.equal(count(text, 'Disks [sda sdb]: '), 2);
  assert.match(text, /Release, number \[Fedora 44\]: \n/);
  assert.deepEqual(state.spec.disks.devices, ['sda', 'sdb']);
});

test('an answer is taken back and given again, at the question that it belongs to', async () => {
  const { text, state } = await talk(at('system'), ['arm', 'host-1', '<<', '<<', '>>', 'host-2']);
  assert.match(text, /Taken back: Host name: robot, was host-1\.\nHost name \[robot\]/);
  assert.match(text, /Taken back: Name of the image: robot, was arm\.\nName of the image \[robot\]/);
  assert.match(text, /Given again: Name of the image: arm, was robot/);
  assert.equal(state.spec.name, 'arm');
  assert.equal(state.spec.system.hostname, 'host-2');
});

test('taking back with nothing to take back says so', async () => {
  const { text } = await talk(at('system'), ['<<', '>>']);
  assert.match(text, /Nothing to undo\.[\s\S]*Nothing to redo\./);
});

test('a wrong answer is asked again with what is wrong, and ! takes the nearest value', async () => {
  for (const [screen, answers, wrong, prompt] of [
    ['system', ['bad name'], /Error: `bad name`.*Answer ! to take bad-name\./, 'Host name'],
    ['release', ['fedora 4x'], /Error: `fedora 4x` is not one of them.*Answer ! to take/, 'Packages'],
    ['disks', ['', '8 GBit'], /Error: `8 GBit`/, 'Size'],
    ['sizes', ['', '1'], /Error: .*Answer ! to take/, 'persist'],
  ] as const) {
    const { text } = await talk(at(screen), [...answers, '!', '']);
    assert.match(text, wrong);
    assert.match(text, new RegExp(`Took .*[\\s\\S]*${prompt}`), `${screen}\n${text}`);
  }
});

test('! where nothing is wrong says so and asks again', async () => {
  const { text } = await talk(at('system'), ['!', '']);
  assert.match(text, /There is no suggested fix here\.\nName of the image/);
});

test('a dot empties a field', async () => {
  const first = at('outputs', { spec: { ...newSpec(), cacheDir: '/x' } });
  const { state } = await talk(first, [until('Cache folder'), '.']);
  assert.equal(state.spec.cacheDir, null);
});

test('help says the facts, the flag and the signs, and reads the choices again', async () => {
  const { text } = await talk(at('release'), ['?']);
  assert.match(
    text,
    /supported for about 13 months[\s\S]*On the command line: --release[\s\S]*<< takes back/,
  );
  assert.equal(count(text, '  2 Fedora 44'), 2);
});

test('a wrong answer does not read the choices again', async () => {
  const { text } = await talk(at('release'), ['99']);
  assert.equal(count(text, '  2 Fedora 44'), 1);
});

test('a screen is not left with an error: its question comes again', async () => {
  const { text, state } = await talk(at('sizes'), [until('Name of the image')]);
  assert.equal(state.screen, 'system');
  assert.match(text, /Disk sda, [\s\S]*smallest main disk that would do/);
  const spec = { ...newSpec(), disks: { ...newSpec().disks, sizeMiB: 9000 } };
  const wrong = await talk(at('disks'), ['', '9000', '', '', until('esp'), '>', '>']);
  assert.equal(wrong.state.screen, 'sizes');
  assert.equal(wrong.state.spec.disks.sizeMiB, spec.disks.sizeMiB);
  assert.ok(count(wrong.text, 'Error: The partitions on `sda` need') >= 2);
});

test('a user brings further questions; without one they are not asked', async () => {
  const { text } = await talk(at('system'), [until('User ['), 'anna', 'wheel audio', '<', '<', '.', '']);
  assert.match(text, /User, groups \[wheel\]: wheel audio\nUser, password, not shown \[none\]: \*\*\*/);
  assert.match(text, /User \[anna\]: \.\nSELinux/);
});

test('a password is typed twice unseen, hashed, and never said', async () => {
  const world = (request: Request, dispatch: (event: WizardEvent) => void) => {
    if (request.type === 'hash-password') {
      assert.equal(request.password, 'open sesame');
      dispatch({ type: 'hashed', field: request.field, hash: '$6$salt$hash' });
    }
  };
  const { text, state } = await talk(
    at('system'),
    [until('Root password'), 'open sesame', 'open Sesame', 'open sesame', 'open sesame', '', '<', '<', '.'],
    world,
  );
  assert.match(text, /The two do not match\. Nothing was changed\./);
  assert.match(text, /Root password, not shown \[set\]/);
  assert.doesNotMatch(text, /sesame|\$6\$/);
  assert.doesNotMatch(JSON.stringify(state), /sesame/);
  assert.equal(state.spec.system.rootPasswordHash, null);
});

test('a password that cannot be hashed is asked again, with the reason', async () => {
  const { text } = await talk(at('system'), [until('Root password'), 'a', 'a'], (request) => {
    if (request.type === 'hash-password') throw stageFailed({ what: 'openssl is not there.' });
  });
  assert.match(text, /Error: openssl is not there\.$/);
});

test('what was half typed on a screen is said to be wrong, and Enter keeps the value before it', async () => {
  const state = at('disks', { texts: { 'disks.sizeMiB': '8 X' } });
  const { text, state: after } = await talk(state, ['', '', '']);
  assert.match(text, /Error: `8 X`[\s\S]*Size \[smallest that fits\]/);
  assert.deepEqual(after.texts, {});
});
