import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPackagesList } from '../../src/project/packages-list.js';

test('names, globs and NEVRAs are read, comments and blanks are not', () => {
  const { packages, findings } = readPackagesList(
    '\uFEFF# list\n  bash  # shell\r\nkernel-modules*\n\n-nano\nbash\nglibc-2.40-3.fc41.x86_64\n1:grub2-2.12~rc1^git\n/usr/bin/vi\nlibstdc++\n',
  );
  assert.deepEqual(findings, []);
  assert.deepEqual(
    packages.map(({ text, kind, where }) => `${where} ${kind} ${text}`),
    [
      'packages.list:2 include bash',
      'packages.list:3 include kernel-modules*',
      'packages.list:5 exclude nano',
      'packages.list:6 include bash',
      'packages.list:7 include glibc-2.40-3.fc41.x86_64',
      'packages.list:8 include 1:grub2-2.12~rc1^git',
      'packages.list:9 include /usr/bin/vi',
      'packages.list:10 include libstdc++',
    ],
  );
});

test('each line that is no package is refused with its number and a remedy', () => {
  const { findings } = readPackagesList('bash\nvim nano\n@core\n%packages\n--x\n$(reboot)\nfoo\n-foo\n');
  assert.deepEqual(
    findings.map(({ where }) => where),
    [
      'packages.list:2',
      'packages.list:3',
      'packages.list:4',
      'packages.list:5',
      'packages.list:6',
      'packages.list:8',
    ],
  );
  assert.match(findings[1]?.message ?? '', /group/);
  assert.match(findings[5]?.message ?? '', /listed in packages\.list:7/);
});
