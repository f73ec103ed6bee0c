import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ordinaryUser } from './ordinary-user.js';
import { publishedProgram } from './published-program.js';

test('our program runs as an ordinary user, who cannot read what is root’s', (t) => {
  const user = ordinaryUser(t);
  const entry = publishedProgram(`${user.scratch}/program`);
  const { status, stdout, stderr } = user.run(process.execPath, [entry, '--version']);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^\d+\.\d+\.\d+/);
  assert.notEqual(user.run('cat', ['/etc/shadow']).status, 0);
  const ids = user.run('sh', ['-c', 'id -un; echo $HOME; stat -c %U . $XDG_RUNTIME_DIR']).stdout;
  assert.deepEqual(ids.trim().split('\n').slice(0, 4), [user.name, user.home, user.name, user.name]);
});

test('the user has a range of subordinate ids', (t) => {
  const { name, run } = ordinaryUser(t);
  for (const file of ['/etc/subuid', '/etc/subgid']) {
    assert.match(run('cat', [file]).stdout, new RegExp(`^${name}:\\d+:65536$`, 'm'));
  }
});
