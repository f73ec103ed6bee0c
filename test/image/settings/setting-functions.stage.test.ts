import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { settingFunctions } from './setting-functions.js';

const table: [before: string | null, mode: 'disabled' | 'permissive' | 'enforcing', after: string][] = [
  [null, 'disabled', 'SELINUX=disabled\nSELINUXTYPE=targeted\n'],
  ['SELINUX=enforcing\nSELINUXTYPE=mls\n', 'permissive', 'SELINUXTYPE=mls\nSELINUX=permissive\n'],
  ['# SELINUX=\n SELINUX = enforcing\n', 'disabled', '# SELINUX=\nSELINUX=disabled\nSELINUXTYPE=targeted\n'],
  ['SELINUXTYPE=default', 'enforcing', 'SELINUXTYPE=default\nSELINUX=enforcing\n'],
];

for (const [before, mode, after] of table) {
  test(`SELinux in mode ${mode} after ${JSON.stringify(before)}: the policy stays the one of its package`, (t) => {
    const dir = scratchFolder(t);
    const config = path.join(dir, 'selinux/config');
    if (before !== null) writeTree(dir, { 'selinux/config': before });
    const functions = settingFunctions.replace('/etc/selinux/config', config);
    mustRun('sh', ['-c', `${functions}set_selinux_mode ${mode}\n`]);
    assert.equal(readFileSync(config, 'utf8'), after);
    assert.equal(statSync(config).mode & 0o777, 0o644);
  });
}

test('sources of time replace those of the package, whose other lines stay', (t) => {
  const dir = scratchFolder(t);
  const file = path.join(dir, 'chrony.conf');
  writeTree(dir, { 'chrony.conf': 'pool a.example iburst\n# driftfile\ndriftfile /var/lib/d\nserver b' });
  const functions = settingFunctions.replaceAll('/etc/chrony.conf', file);
  const script = `${functions}systemctl() { echo "$*"; }\nset_time_sources 'server c iburst' 'pool d iburst nts'\n`;
  assert.equal(mustRun('sh', ['-c', script]), '--quiet enable chronyd\n');
  assert.equal(
    readFileSync(file, 'utf8'),
    'server c iburst\npool d iburst nts\n# driftfile\ndriftfile /var/lib/d\n',
  );
  assert.equal(statSync(file).mode & 0o777, 0o644);
});
