import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createNativeEngine } from '../../src/engine/native/native.js';

it('programs make files with the same modes whoever runs them, and our own umask stays', async () => {
  const before = process.umask(0o077);
  try {
    const { stdout } = await createNativeEngine().run({
      program: 'sh',
      args: ['-c', 'umask'],
      purpose: 'asking for the umask',
      capture: true,
    });
    assert.equal(stdout.trim(), '0022');
    assert.equal(process.umask(0o077), 0o077);
  } finally {
    process.umask(before);
  }
});
