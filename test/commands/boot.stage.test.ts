import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { bootSetting } from './boot-setting.js';

test('boot ends with status 0 when the text comes, shows the console and keeps it', async (t) => {
  const { dir, boot } = bootSetting(t);
  const disk = readFileSync(path.join(dir, 'disk.raw'));
  const { status, out, err } = await boot(
    ...['--disk', 'disk.raw', '--snapshot', '--memory', '256', '--wait-for', 'BdsDxe'],
  );
  assert.equal(status, 0);
  assert.match(out, /BdsDxe/);
  assert.match(err, /Virtual machine with(out)? KVM/);
  assert.match(err, /Found `BdsDxe`/);
  assert.match(readFileSync(path.join(dir, 'output/vm/disk-console.log'), 'latin1'), /BdsDxe/);
  assert.deepEqual(readFileSync(path.join(dir, 'disk.raw')), disk);
});

test('a text that does not come ends with status 1 and the last lines; --json keeps the console away', async (t) => {
  const { boot, stdout } = bootSetting(t);
  await assert.rejects(
    boot('--disk', 'disk.raw', '--memory', '256', '--wait-for', 'never', '--timeout', '15', '--json'),
    (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.exitStatus, 1);
      assert.match(error.facts.what, /`never`/);
      return true;
    },
  );
  const events = String(stdout.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).event);
  assert.deepEqual(events, ['machine', 'boot']);
});

test('an interruption ends the machine, with status 130', async (t) => {
  const { boot, abort, stdout } = bootSetting(t);
  const booting = boot('--disk', 'disk.raw', '--memory', '256');
  stdout.once('readable', () => abort.abort());
  await assert.rejects(booting, (error) => error instanceof Failure && error.exitStatus === 130);
});
