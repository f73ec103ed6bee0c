import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFolder } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';

const root = packageFolder();
const device = path.join(root, 'src/device');
const scripts = ['src', '.githooks'].flatMap((folder) =>
  scriptsBelow(path.join(root, folder)).map((file) => path.join(folder, file)),
);
/** Folders of dracut modules, whose files meet in one on the device. */
const modules = ['90tmpfsroot', '91tmpfsroot-install'];

test('there are scripts to check', () => {
  assert.ok(scripts.length >= 10, scripts.join(' '));
  for (const file of [
    '.githooks/commit-msg',
    'src/device/root/usr/bin/tmpfsroot-status',
    'src/image/root/tidy.sh',
  ])
    assert.ok(scripts.includes(file), scripts.join(' '));
});

for (const file of scripts) {
  // dracut sources module-setup.sh into bash; all others run by whatever sh the initramfs has.
  const shell = file.endsWith('module-setup.sh') ? 'bash' : 'sh';

  test(`shellcheck has nothing to say of ${file}`, () => {
    const sources = [
      'SCRIPTDIR',
      path.join(root, 'src'),
      device,
      ...modules.map((name) => path.join(device, 'dracut', name)),
    ];
    const args = ['-s', shell, '-S', 'style', '-x', ...sources.flatMap((folder) => ['-P', folder])];
    const { status, stdout } = runProgram('shellcheck', [...args, path.join(root, file)]);
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
