import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { selinuxScript } from '../../src/image/selinux-config.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const table: [before: string | null, mode: 'disabled' | 'permissive' | 'enforcing', after: string][] = [
  [null, 'disabled', 'SELINUX=disabled\nSELINUXTYPE=targeted\n'],
  ['SELINUX=enforcing\nSELINUXTYPE=mls\n', 'permissive', 'SELINUXTYPE=mls\nSELINUX=permissive\n'],
  ['# SELINUX=\n SELINUX = enforcing\n', 'disabled', '# SELINUX=\nSELINUX=disabled\nSELINUXTYPE=targeted\n'],
  ['SELINUXTYPE=default', 'enforcing', 'SELINUXTYPE=default\nSELINUX=enforcing\n'],
];

for (const [before, mode, after] of table) {
  test(`mode ${mode} after ${JSON.stringify(before)}: the policy stays the one of its package`, (t) => {
    const dir = scratchFolder(t);
    const config = path.join(dir, 'selinux/config');
    if (before !== null) writeTree(dir, { 'selinux/config': before });
    mustRun('sh', ['-euc', selinuxScript(mode).replace('/etc/selinux/config', config)]);
    assert.equal(readFileSync(config, 'utf8'), after);
    assert.equal(statSync(config).mode & 0o777, 0o644);
  });
}
