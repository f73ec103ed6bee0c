import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskContext } from './fixture.js';
import { rpmvercmpTable } from './rpmvercmp-table.js';

test('the order of package versions is that of the rpm on this machine', async () => {
  // Its Lua function takes whole versions only.
  const whole = rpmvercmpTable.filter(([a, b]) => [a, b].every((version) => /^[a-z0-9]/.test(version)));
  const { stdout } = await taskContext().engine.run({
    program: 'rpm',
    args: ['--eval', `%{lua:${whole.map(([a, b]) => `print(rpm.vercmp('${a}', '${b}')..' ')`).join(' ')}}`],
    purpose: 'comparing versions',
    capture: true,
  });
  assert.deepEqual(
    stdout.trim().split(/\s+/).map(Number),
    whole.map(([, , order]) => order),
  );
});
