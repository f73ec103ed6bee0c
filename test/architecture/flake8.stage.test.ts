import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFolder } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';

const root = packageFolder();
const programs = ['src', 'test'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py'))
    .map((file) => path.join(folder, file)),
);

test('there are Python programs to check', () => {
  assert.ok(programs.includes('src/engine/container/container-agent.py'), programs.join(' '));
});

for (const file of programs) {
  test(`flake8 has nothing to say of ${file}`, () => {
    const { status, stdout, stderr } = runProgram('flake8', [file], { cwd: root });
    assert.equal(status, 0, stdout + stderr);
  });
}
