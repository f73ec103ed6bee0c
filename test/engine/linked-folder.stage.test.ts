import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Failure } from '../../src/base/failure.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { foldersCommand, readOnly } from '../../src/engine/views.js';
import { scratchFolder } from '../helpers/scratch.js';

test('a program in a folder that is named by a link, as a cache may be, works in that folder', async (t) => {
  const dir = scratchFolder(t);
  mkdirSync(path.join(dir, 'real/tree/below'), { recursive: true });
  writeFileSync(path.join(dir, 'real/tree/file'), 'content');
  symlinkSync('real', path.join(dir, 'link'));
  const tree = path.join(dir, 'link/tree');
  const ran = async (cwd: string, file: string) => {
    const command = {
      program: 'cat',
      args: [file],
      folders: [readOnly(tree)],
      purpose: 'testing',
      capture: true,
    };
    return (await createNativeEngine().run(foldersCommand({ ...command, cwd }))).stdout;
  };
  assert.equal(await ran(tree, 'file'), 'content');
  assert.equal(await ran(path.join(tree, 'below'), '../file'), 'content');
});

test('a program is not started in another folder than it is to work in', async (t) => {
  const dir = scratchFolder(t);
  mkdirSync(path.join(dir, 'shown'));
  mkdirSync(path.join(dir, 'hidden'));
  const command = {
    program: 'pwd',
    args: [],
    folders: [readOnly(path.join(dir, 'shown'))],
    purpose: 'testing',
  };
  const started = createNativeEngine().run(foldersCommand({ ...command, cwd: path.join(dir, 'hidden') }));
  await assert.rejects(started, (error: Failure) => {
    assert.match(JSON.stringify(error.facts), /view does not have the folder .*hidden/);
    return true;
  });
});
