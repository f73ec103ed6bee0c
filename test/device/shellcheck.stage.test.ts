import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { runProgram } from '../helpers/run-program.js';

const root = packageFile('src/device');
const hooks = packageFile('.githooks');
const scripts = [
  ...scriptsBelow(root),
  ...scriptsBelow(hooks).map((file) => path.relative(root, path.join(hooks, file))),
];

test('there are scripts to check', () => {
  assert.ok(scripts.length >= 10, scripts.join(' '));
  assert.ok(
    scripts.some((file) => file.endsWith('.githooks/commit-msg')),
    scripts.join(' '),
  );
});

for (const file of scripts) {
  // dracut sources module-setup.sh into bash; all others run by whatever sh the initramfs has.
  const shell = file.endsWith('module-setup.sh') ? 'bash' : 'sh';

  test(`shellcheck has nothing to say of ${file}`, () => {
    const args = ['-s', shell, '-S', 'style', '-x', '-P', path.join(root, 'dracut/90tmpfsroot')];
    const more = ['-P', root, '-P', path.join(root, 'dracut/91tmpfsroot-install'), path.join(root, file)];
    const { status, stdout } = runProgram('shellcheck', [...args, ...more]);
    assert.equal(status, 0, stdout);
  });

  if (shell === 'bash') continue;
  for (const parser of [['dash'], ['busybox', 'sh'], ['bash', '--posix']]) {
    test(`${parser.join(' ')} can read ${file}`, () => {
      const [program = '', ...args] = parser;
      const { status, stderr } = runProgram(program, [...args, '-n', path.join(root, file)]);
      assert.equal(status, 0, stderr);
    });
  }
}

/** Paths of the shell scripts in a folder and below, relative to it. */
function scriptsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sh') || readFirstLine(path.join(folder, file)).startsWith('#!/bin/'))
    .sort();
}

function readFirstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[0] ?? '';
  } catch {
    // A folder.
    return '';
  }
}
