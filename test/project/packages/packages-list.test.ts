import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPackagesList, readPackageTexts } from '../../../src/project/packages/packages-list.js';

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

test('names may stand on one line, as tmpfsroot-fedora takes them, each with the number of the line', () => {
  const { packages, findings } = readPackagesList(
    'bash coreutils  kernel\n\tvim -nano man  # editors\n-x dnf tmux --exclude=yum\n',
  );
  assert.deepEqual(findings, []);
  assert.deepEqual(
    packages.map(({ text, kind, where }) => `${where} ${kind} ${text}`),
    [
      'packages.list:1 include bash',
      'packages.list:1 include coreutils',
      'packages.list:1 include kernel',
      'packages.list:2 include vim',
      'packages.list:2 exclude nano',
      'packages.list:2 include man',
      'packages.list:3 exclude dnf',
      'packages.list:3 include tmux',
      'packages.list:3 exclude yum',
    ],
  );
});

test('what is wrong with one name of a line is said of that name', () => {
  const list = readPackageTexts('bash sed\nvim @core nano\n- x\nfoo -foo\n');
  assert.deepEqual(
    list.findings.map(({ path, where }) => `${where} ${path}`),
    ['packages.list:2 packages[3]', 'packages.list:3 packages[5]', 'packages.list:4 packages[8]'],
  );
  assert.match(list.findings[0]?.message ?? '', /`@core`/);
  assert.match(list.findings[1]?.remedy ?? '', /-NAME/);
});

test('each line that is not a package is refused with its number and a remedy', () => {
  const { findings } = readPackagesList('bash\n+vim\n@core\n%all\n--x\n$(reboot)\nfoo\n-foo\n');
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
