import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { stillAlive } from '../../cli/processes.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { openPlainTerminal, type PlainTerminal } from './plain-terminal.js';

interface Place {
  dir: string;
  home: string;
  open(): PlainTerminal;
}

function place(t: TestContext): Place {
  const dir = scratchFolder(t);
  const home = scratchFolder(t);
  return { dir, home, open: () => openPlainTerminal(t, { dir, home }) };
}

async function answerAll(
  wizard: PlainTerminal,
  answers: readonly (readonly [string, string])[],
): Promise<void> {
  for (const [prompt, text] of answers) await wizard.answer(prompt, text);
}

test('`--preset ./FILE` begins with its review; one that is not there is told of', async (t) => {
  const { dir } = place(t);
  cpSync(packageFile('presets/gateway.json'), path.join(dir, 'pump.json'));
  const found = openPlainTerminal(t, { dir, args: ['--plain', '--preset', './pump.json'] });
  await found.terminal.until('wireguard-tools');
  const absent = openPlainTerminal(t, { dir, args: ['--plain', '--preset', './absent.json'] });
  await absent.terminal.until('Error: There is no file `./absent.json`');
  await absent.asked('What to do?');
});

const toSystem = [
  ['What to do?', 'new'],
  ['Release, number', ''],
  ['Packages [32 named]', ''],
  ['Disks [sda]', '>'],
  ['esp [', '>'],
] as const;

test('from an empty folder to written files by answers alone, without a single escape sequence', async (t) => {
  const { dir, open } = place(t);
  const wizard = open();
  await answerAll(wizard, [
    ['What to do?', 'new'],
    ['Release, number', '?'],
    ['Release, number', '44'],
    ['Packages [32 named]', 'nano'],
    ['Packages [33 named]', ''],
    ['Disks [sda]', 'vda'],
    ['Size [', ''],
    ['Sectors', '2'],
    ['Memory of the device', '8G'],
    ['Free space in root', ''],
    ['Compressed swap', '1G'],
    ['esp [260M]', ''],
    ['root A, B', '3G'],
    ['persist', '>'],
    ['Name of the image', 'bad name'],
    ['Name of the image', '!'],
    ['Host name', 'robot-1'],
    ['Time zone', ''],
    ['Languages', ''],
    ['Keyboard', ''],
    ['Network addresses [', ''],
    ['Network addresses, name servers', ''],
    ['Network addresses, interface', ''],
    ['Root password, not shown [none]', 'open sesame'],
    ['Repeat it', 'open sesame'],
    ['SSH keys of root', '<'],
    ['Root password, not shown [set]', ''],
    ['SSH keys of root', ''],
    ['User [none]', '>'],
    ['Installer ISO, yes or no', 'y'],
    ['Disk image, raw', '>'],
    ['What now?', '4'],
    ['What now?', '7'],
  ]);
  assert.equal(await wizard.terminal.exit(), 0);
  assert.doesNotMatch(wizard.text(), /\x1b/);
  assert.doesNotMatch(wizard.text(), /sesame|\$6\$/);
  assert.match(wizard.text(), /Written: .*tmpfsroot\.json/);
  const file = JSON.parse(readFileSync(path.join(dir, 'tmpfsroot.json'), 'utf8')) as Record<string, object>;
  assert.equal(file.name, 'bad-name');
  assert.deepEqual(file.disks, { ...file.disks, devices: ['vda'], sectorSize: 4096 });
  assert.deepEqual(file.device, { ...file.device, memoryMiB: 8192, zramMiB: 1024 });
  assert.match(JSON.stringify(file), /"rootPasswordHash":"\$6\$/);
  assert.match(readFileSync(path.join(dir, 'packages.list'), 'utf8'), /^nano$/m);
  assert.equal(wizard.terminal.rawMode(), false);
});

for (const [how, prompt, leave] of [
  ['Ctrl-C at a question', 'Host name', '\x03'],
  ['Ctrl-D at a question', 'Host name', '\x04'],
  ['Ctrl-C while a password is typed', 'Root password', 'abc\x03'],
  ['Ctrl-D while a password is typed', 'Root password', '\x04'],
] as const) {
  test(`${how} leaves with 130, and the next start continues with all that was answered`, async (t) => {
    const { open } = place(t);
    const wizard = open();
    await answerAll(wizard, [...toSystem, ['Name of the image', 'kept-name']]);
    if (prompt === 'Root password')
      await answerAll(wizard, [
        ['Host name', ''],
        ['Time zone', ''],
        ['Languages', ''],
        ['Keyboard', ''],
        ['Network addresses [', ''],
        ['Network addresses, name servers', ''],
        ['Network addresses, interface', ''],
      ]);
    await wizard.asked(prompt);
    wizard.terminal.send(leave);
    assert.equal(await wizard.terminal.exit(), 130);
    assert.match(wizard.text(), /Left\. Your answers are kept: choose Continue next time\./);
    assert.equal(wizard.terminal.rawMode(), false);
    assert.doesNotMatch(wizard.text(), /\x1b|abc/);
    const next = open();
    await answerAll(next, [['What to do?', 'continue']]);
    await next.asked('Name of the image [kept-name]');
  });
}

test('a terminal that is closed leaves no process, and nothing is lost', async (t) => {
  const { open } = place(t);
  const wizard = open();
  await answerAll(wizard, [...toSystem, ['Name of the image', 'kept-name']]);
  await wizard.asked('Host name');
  const processes = wizard.terminal.processes();
  wizard.terminal.hangUp();
  assert.equal(await wizard.terminal.exit(), 129);
  assert.deepEqual(
    stillAlive(processes.filter(({ pid }) => pid !== wizard.terminal.processes()[0]?.pid)),
    [],
  );
  const next = open();
  await answerAll(next, [['What to do?', 'continue']]);
  await next.asked('Name of the image [kept-name]');
});

test('lines that are pasted ahead answer the questions that follow', async (t) => {
  const { open } = place(t);
  const wizard = open();
  await wizard.asked('What to do?');
  wizard.terminal.send(`${['new', '44', '', '>', '>', 'pasted', 'host-9'].join('\r')}\r`);
  await wizard.answer('Time zone', '<');
  await wizard.asked('Host name [host-9]');
});

test('a terminal that cannot move its cursor is asked on plain lines without a flag', async (t) => {
  const { dir, home } = place(t);
  const wizard = openPlainTerminal(t, { dir, home, args: [], env: { TERM: 'dumb' } });
  await wizard.answer('What to do?', 'leave');
  assert.equal(await wizard.terminal.exit(), 0);
  assert.doesNotMatch(wizard.text(), /\x1b/);
});

test('a preset is reviewed at once, and one that there is not is said', async (t) => {
  const { dir, home } = place(t);
  const wizard = openPlainTerminal(t, { dir, home, args: ['--plain', '--preset', 'minimal'] });
  await wizard.asked('What now?');
  assert.match(wizard.text(), /Review, step 7 of 7/);
  const wrong = openPlainTerminal(t, { dir, home, args: ['--plain', '--preset', 'minmal'] });
  await wrong.asked('What to do?');
  assert.match(wrong.text(), /Error: .*`minmal`/);
});
