import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installerCommandLine, slotArguments } from '../../../src/image/boot/kernel-command-line.js';
import { specOf } from '../spec-of.js';

const neverStuck = [
  ...['panic=10', 'rd.shell=0', 'rd.emergency=reboot'],
  ...['systemd.crash_reboot=1', 'systemd.crash_action=reboot'],
];

test('a slot is started with nothing that can wait for a person, and nothing that only one installation knows', () => {
  const words = slotArguments(specOf()).split(' ');
  for (const word of ['gpt', ...neverStuck]) assert.ok(words.includes(word), word);
  assert.ok(!words.some((word) => /^(root|tfr\.(install|id|slot))=/.test(word)));
});

test('the installer is started with its medium and without a slot', () => {
  const words = installerCommandLine(specOf(), 'TFR-1234').split(' ');
  for (const word of ['tfr.install=TFR-1234', ...neverStuck]) assert.ok(words.includes(word), word);
  assert.ok(
    !words.some((word) => word.startsWith('tfr.id') || word.startsWith('tfr.slot') || word === 'gpt'),
  );
});

test('consoles keep their order, arguments of the spec come last and only to the system', () => {
  const spec = specOf(({ system }) => {
    system.consoles = ['ttyS1,9600', 'tty0'];
    system.kernelArguments = ['mitigations=off', 'panic=0'];
  });
  const line = slotArguments(spec);
  assert.match(line, /console=ttyS1,9600 console=tty0 /);
  assert.match(line, / mitigations=off panic=0$/);
  assert.match(installerCommandLine(spec, 'X'), /console=ttyS1,9600 console=tty0 /);
  assert.doesNotMatch(installerCommandLine(spec, 'X'), /mitigations/);
});

test("the watchdog is the hardware's unless the spec says otherwise", () => {
  for (const [watchdog, argument] of [
    ['hardware', /$/],
    ['software', / tfr\.watchdog=software$/],
    ['off', / systemd\.watchdog_sec=0$/],
  ] as const) {
    const line = slotArguments(
      specOf(({ device }) => {
        device.watchdog = watchdog;
      }),
    );
    assert.match(line, argument);
    assert.equal(/tfr\.watchdog|watchdog_sec/.test(line), watchdog !== 'hardware');
  }
});

test('SELinux is switched off on the command line only where the spec says so', () => {
  for (const [selinux, off] of [
    ['disabled', true],
    ['permissive', false],
    ['enforcing', false],
  ] as const) {
    const spec = specOf(({ system }) => {
      system.selinux = selinux;
    });
    for (const line of [slotArguments(spec), installerCommandLine(spec, 'X')]) {
      assert.equal(line.split(' ').includes('selinux=0'), off, `${selinux}: ${line}`);
    }
  }
});

test('a command line is one that the kernel takes: no double blanks, not too long', () => {
  const line = slotArguments(specOf());
  assert.doesNotMatch(line, /\s\s|^\s|\s$|\n/);
  // COMMAND_LINE_SIZE of x86 is 2048.
  assert.ok(line.length < 1024, String(line.length));
});
