import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deviceGrubConfig,
  espLabels,
  grubLoader,
  installerGrubConfig,
  mediumGrubConfig,
} from '../../../src/image/boot/grub-config.js';
import { specOf } from '../spec-of.js';

const id = '1234-4abc-8def-0123456789ab';

test('an installed system counts, tries both slots, then restarts; there is no menu that waits', () => {
  const config = deviceGrubConfig(specOf(), id);
  assert.doesNotMatch(config, /menuentry|fallback|timeout/);
  assert.match(
    config,
    /\$tfr_linux \(\$tfr_disk,gpt2\)\/boot\/vmlinuz tfr\.esp=\$tfr_number tfr\.id=1234-4abc-8def-0123456789ab tfr\.slot=a\n {4}then\n {6}if\n {8}initrd \(\$tfr_disk,gpt2\)\/boot\/initramfs\.img\n {6}then\n {8}boot\n/,
  );
  assert.match(
    config,
    /\$tfr_linux \(\$tfr_disk,gpt3\).* tfr\.slot=b\n {4}then\n {6}if\n {8}initrd \(\$tfr_disk,gpt3\)\/boot\/initramfs\.img\n/,
  );
  const [, commands = ''] = /^function tfr_start \{\n([\s\S]*?)^\}/m.exec(config) ?? [];
  assert.match(
    commands,
    /^ {2}tfr_choose$[\s\S]*for tfr_which in whole any; do\n.*\n {6}tfr_start_b \$tfr_which\n {6}tfr_start_a \$tfr_which\n {4}else\n {6}tfr_start_a \$tfr_which\n {6}tfr_start_b \$tfr_which\n {4}fi\n {2}done/m,
  );
  assert.match(commands, /sleep \d+\n {2}reboot\n$/);
});

test('of a configuration whose head is damaged nothing is started: its first line is the condition of its last', () => {
  const config = deviceGrubConfig(specOf(), id);
  assert.match(config, /^\nset tfr_begun=yes\n/);
  assert.match(config, /\nif \[ "\$tfr_begun" = "yes" \]; then tfr_start; fi\n$/);
  // Between them nothing is done but functions are made.
  const between = config.split('\n').slice(2, -2);
  for (const line of between) assert.match(line, /^($|#|function \w+ \{$|\}$| )/);
});

test('a configuration fits into what GRUB unpacks before it runs any of it', () => {
  const spec = specOf(({ system }) => {
    // The longest that the spec allows.
    system.kernelArguments = ['x'.repeat(1600)];
  });
  assert.ok(deviceGrubConfig(spec, id).length < 32_768);
});

test('grub.cfg lies in one sector, takes the configuration first, and ends at no prompt', () => {
  const loader = grubLoader(specOf());
  assert.ok(loader.length <= 512, `${loader.length}`);
  const lines = loader.split('\n').filter((line) => !line.startsWith('#'));
  assert.equal(lines[0], 'source /EFI/tfr/grub.cfg.gz');
  assert.deepEqual(
    lines.filter((line) => line.startsWith('source')).slice(1),
    [1, 9].map((number) => `source ($tfr_disk,gpt${number})/EFI/tfr/grub.cfg.gz`),
  );
  assert.deepEqual(lines.slice(-4), ['exit 1', 'sleep 30', 'reboot', '']);
});

test('the second ESP has the number that the partitions of the spec give it', () => {
  const spec = specOf(({ partitions }) => {
    partitions.sizes.docker = 0;
  });
  assert.match(grubLoader(spec), /,gpt1\)[\s\S]*,gpt8\)/);
});

test('slots are looked for on the disk that GRUB was started from, not on all', () => {
  const config = deviceGrubConfig(specOf(), id);
  assert.doesNotMatch(config, /search/);
  assert.match(config, /regexp --set=1:tfr_disk '\^\(\[\^,\]\+\),' "\$root"/);
  assert.match(config, /regexp --set=1:tfr_number '\(\[0-9\]\+\)\$' "\$root"/);
});

test('an installer starts the local disk unless it is told to install', () => {
  const config = installerGrubConfig(specOf(), 'TFR-1');
  assert.match(config, /^set default=local$/m);
  assert.doesNotMatch(config, /set default=install/);
  assert.match(config, /^set timeout=30$/m);
  assert.match(config, /--id install/);
  assert.match(config, /ERASES sda/);
  assert.match(config, /linux \(\$medium\)\/tfr\/vmlinuz tfr\.install=TFR-1 /);
});

test('an unattended installer installs, but not again what it has installed', () => {
  const spec = specOf(({ install }) => {
    install.unattended = true;
  });
  const config = installerGrubConfig(spec, 'TFR-1');
  const choice = config.slice(config.indexOf('set default=install\n'));
  for (const [name, label] of Object.entries(espLabels)) {
    assert.match(config, new RegExp(`^search --no-floppy --set=${name} --label ${label}$`, 'm'));
    assert.ok(choice.includes(`if [ -f "($${name})/EFI/tfr/TFR-1" ]; then set default=local; fi\n`));
  }
  assert.match(installerGrubConfig(specOf(), 'TFR-1'), /^set default=local$/m);
  assert.doesNotMatch(installerGrubConfig(specOf(), 'TFR-1'), /set default=install/);
  assert.match(config, /^set timeout=5$/m);
});

test('a medium that stays in the machine goes on to the local disk, then to the firmware, and never waits', () => {
  for (const unattended of [false, true]) {
    const spec = specOf(({ install }) => {
      install.unattended = unattended;
    });
    const boot = { kernel: '/k', initramfs: '/i', commandLine: 'a', checkedCommandLine: 'b' };
    const config = mediumGrubConfig(spec, 'TFR-1', boot);
    const [, local = ''] = /^function start_local \{\n([\s\S]*?)^\}/m.exec(config) ?? [];
    // Shim looks for GRUB on the device of root.
    for (const name of Object.keys(espLabels)) {
      const start = `set root=$${name}\n      if chainloader /EFI/fedora/shimx64.efi; then\n        boot\n`;
      assert.ok(local.includes(start), name);
    }
    assert.ok(local.indexOf('$esp\n') < local.indexOf('$esp2\n'), 'the first ESP is tried first');
    assert.match(local, /^ {2}exit 1$/m);
    assert.match(config, /^set timeout=\d+$/m);
    assert.match(config, /^set fallback=0$/m);
    const entries = config.split(/^menuentry /m).slice(1);
    assert.equal(entries.length, 3);
    // The last word of each entry, reached when what came before failed.
    for (const entry of entries) assert.match(entry, /\n {2}start_local\n\}\n/);
    assert.doesNotMatch(config, /read|sleep --interruptible/);
  }
});
