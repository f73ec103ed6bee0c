import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { runProgram } from '../helpers/run-program.js';

/**
 * Node as a user without rights, in a network that has only the loopback device, who finds no program and whose files
 * nobody else may read. Two user namespaces: the first may raise the device, the second has no rights at all.
 */
const bare = 'ip link set lo up; umask 077; exec unshare --user --map-user=1000 --map-group=1000 "$@"';
const inBare = ['--user', '--map-root-user', '--net', 'sh', '-euc', bare, 'sh'];

test('the unit layer needs nothing but Node: no rights, no network, no program, no home', () => {
  const environment = ['env', '-i', 'PATH=/nowhere', 'HOME=/nowhere', process.execPath];
  const words = [...inBare, ...environment, packageFile('build/test/run.js'), 'unit'];
  const { status, stdout, stderr } = runProgram('unshare', words, { timeoutMs: 15 * 60_000 });
  const failed = stdout.split('\n').filter((line) => /^\s*not ok /.test(line));
  assert.deepEqual(failed, [], stdout.slice(-20_000));
  assert.equal(status, 0, stderr.slice(-20_000));
  assert.match(stdout, /^# pass [1-9]\d{2,}$/m);
});
