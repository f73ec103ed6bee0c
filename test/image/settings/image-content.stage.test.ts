import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readImageContent } from '../../../src/image/settings/image-content.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';
import { prepareDeviceReaders } from '../device-readers.js';

test('a root tree is asked by its own programs for what settings name', { timeout: 1_800_000 }, async (t) => {
  const debian = await prepareDeviceReaders();
  const root = mustRun('mktemp', ['-d', `${debian}.XXXXXX`]).trim();
  t.after(() => mustRun('rm', ['-rf', root]));
  mustRun('cp', ['-al', `${debian}/.`, root]);
  // A hard link is not written to.
  for (const name of ['passwd', 'group']) rmSync(path.join(root, 'etc', name), { force: true });
  // Where programs of a root find what the kernel has.
  for (const dir of ['proc', 'sys', 'run', 'tmp', 'root'])
    mkdirSync(path.join(root, dir), { recursive: true });
  writeTree(root, {
    'etc/passwd': 'chrony:x:990:990::/:/sbin/nologin\n',
    'etc/group': 'wheel:x:10:\nops:x:11:',
    'usr/lib/kbd/keymaps/xkb/de-nodeadkeys.map.gz': '',
    'usr/lib/kbd/keymaps/legacy/i386/qwerty/uk.map.gz': '',
    'usr/lib/kbd/keymaps/legacy/include/README': '',
    'usr/share/kbd/keymaps/old.map': '',
    'usr/lib/locale/de_AT.utf8/LC_CTYPE': '',
    'usr/share/zoneinfo/Asia/Made': '',
    'usr/lib/systemd/system/packaged.service': '',
    'usr/local/lib/systemd/system/local.service': '',
    'etc/systemd/system/made@.service': '',
    'opt/not-executable': '',
    'usr/local/bin/locale': '#!/bin/sh\n[ "$*" = -a ] && echo told_XX.utf8\n',
    'etc/systemd/system/made.service.d/x.conf': '',
    'usr/lib/modules/6.1/kernel/drivers/block/brd.ko.zst': '',
    'usr/lib/modules/6.1/modules.builtin': 'kernel/drivers/block/zram/zram.ko\nkernel/crypto/lzo-rle.ko\n',
    // Of this one, another in /etc takes the place.
    'usr/lib/systemd/zram-generator.conf': '[zram0]\n',
    'etc/systemd/zram-generator.conf': '# [zram0]\n',
    'usr/lib/systemd/zram-generator.conf.d/a.conf': '  [zram1]\nzram-size = ram\n',
  });
  chmodSync(path.join(root, 'usr/local/bin/locale'), 0o755);
  symlinkSync('/dev/null', path.join(root, 'etc/systemd/system/hidden.service'));
  const asked = ['/bin/sh', '/bin', '/bin/nothing', '/opt/not-executable'];
  const content = await readImageContent(taskContext(), root, scratchFolder(t), asked);
  assert.deepEqual([...content.users], ['chrony']);
  assert.deepEqual([...content.groups], ['wheel', 'ops']);
  for (const unit of ['made@.service', 'packaged.service', 'local.service', 'hidden.service'])
    assert.ok(content.units.has(unit), unit);
  assert.ok(!content.units.has('made.service.d'));
  assert.deepEqual(
    [...content.masked].filter((name) => name === 'hidden.service'),
    ['hidden.service'],
  );
  assert.deepEqual([...content.keymaps].sort(), ['de-nodeadkeys', 'old', 'uk']);
  assert.ok(content.locales.has('de_AT.utf8'));
  assert.ok(content.locales.has('told_XX.utf8'));
  assert.ok(content.timezones.has('Asia/Made'));
  assert.deepEqual([...content.programs], ['/bin/sh']);
  for (const name of ['brd', 'zram', 'lzo_rle']) assert.ok(content.modules.has(name), name);
  assert.deepEqual([...content.zramConfigs], ['/usr/lib/systemd/zram-generator.conf.d/a.conf']);
});
