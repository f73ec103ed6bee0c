import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concernsInitramfs } from '../../../src/image/boot/initramfs.js';

test('a file laid over the image makes a new initramfs unless dracut is known not to read it', () => {
  const table: [string, boolean][] = [
    ['etc/motd', false],
    ['etc/motd.d/10-site', false],
    ['etc/ssh/sshd_config.d/10.conf', false],
    ['opt/app/bin/run', false],
    ['home/op/.profile', false],
    ['usr/local/bin/tool', false],
    ['var/lib/app/x', false],
    ['etc/modprobe.d/blacklist.conf', true],
    ['etc/dracut.conf.d/x.conf', true],
    ['etc/udev/rules.d/99.rules', true],
    ['etc/systemd/system.conf', true],
    ['usr/lib/firmware/x.bin', true],
    ['usr/lib/modules/6.1/x.ko', true],
    ['etc/vconsole.conf', true],
    ['etc/ld.so.conf.d/x.conf', true],
    ['usr/bin/sh', true],
    // A prefix of a name is not a folder.
    ['etc/sshx', true],
    ['optional/x', true],
    // The folder itself changes modes only of what dracut does not read, but then nobody changes it often.
    ['etc', true],
  ];
  for (const [file, concerned] of table) assert.equal(concernsInitramfs(file), concerned, file);
});
