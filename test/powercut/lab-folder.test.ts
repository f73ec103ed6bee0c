import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { openLab, readLab, usualPlan } from '../../src/powercut/run/lab-folder.js';
import { scratchFolder } from '../helpers/scratch.js';

function folders(t: TestContext): { dir: string; image: string } {
  const work = scratchFolder(t);
  const image = path.join(work, 'disk.raw');
  writeFileSync(image, 'a disk');
  return { dir: path.join(work, 'lab'), image };
}

test('a lab goes on with what it was begun with, and what is not said stays', async (t) => {
  const { dir, image } = folders(t);
  const { plan } = await openLab({ dir, image, asked: { seed: 7, shards: 3 } });
  assert.deepEqual(
    { ...plan, image: null },
    { ...usualPlan, format: 1, own: null, seed: 7, shards: 3, image: null },
  );
  assert.deepEqual((await openLab({ dir, image, asked: {} })).plan, plan);
  assert.deepEqual((await openLab({ dir, image, asked: { seed: 7 } })).plan, plan);
  assert.deepEqual((await readLab(dir)).plan, plan);
});

test('another image or other options are refused, and the lab stays as it is', async (t) => {
  const { dir, image } = folders(t);
  await openLab({ dir, image, asked: {} });
  const before = readFileSync(path.join(dir, 'lab.json'), 'utf8');
  await assert.rejects(openLab({ dir, image, asked: { seed: 2 } }), { exitStatus: 2 });
  writeFileSync(image, 'another disk');
  await assert.rejects(openLab({ dir, image, asked: {} }), { exitStatus: 2 });
  assert.equal(readFileSync(path.join(dir, 'lab.json'), 'utf8'), before);
});

test('a scenario of one’s own is kept with the lab, and another one is refused', async (t) => {
  const { dir, image } = folders(t);
  const script = path.join(path.dirname(dir), 'my.sh');
  writeFileSync(script, '#!/bin/sh\n');
  const order = { dir, image, asked: { scenarios: ['own' as const] }, own: { script, check: null } };
  const { plan } = await openLab(order);
  assert.equal(readFileSync(path.join(dir, 'own.script'), 'utf8'), '#!/bin/sh\n');
  assert.deepEqual((await openLab(order)).plan, plan);
  assert.deepEqual((await readLab(dir)).plan, plan);
  writeFileSync(script, '#!/bin/sh\nexit\n');
  await assert.rejects(openLab(order), { exitStatus: 2, message: /with other options/ });
  await assert.rejects(openLab({ ...order, own: { script: `${script}-not`, check: null } }), {
    exitStatus: 2,
    message: /`my\.sh-not` cannot be read/,
  });
});

test('a folder with something else is not touched', async (t) => {
  const { dir, image } = folders(t);
  mkdirSync(path.join(dir, 'log'), { recursive: true });
  await assert.rejects(openLab({ dir, image, asked: {} }), {
    exitStatus: 2,
    message: /holds something else/,
  });
  assert.ok(!existsSync(path.join(dir, 'lab.json')));
  await assert.rejects(readLab(dir), { exitStatus: 2, message: /is not the folder of a power-cut lab/ });
});

test('a plan that is damaged is not replaced', async (t) => {
  const { dir, image } = folders(t);
  await openLab({ dir, image, asked: {} });
  writeFileSync(path.join(dir, 'lab.json'), '{"format":2}');
  await assert.rejects(openLab({ dir, image, asked: {} }), { exitStatus: 2, message: /damaged/ });
});

test('an image that is not there is named', async (t) => {
  const { dir, image } = folders(t);
  await assert.rejects(openLab({ dir, image: `${image}x`, asked: {} }), {
    exitStatus: 2,
    message: /There is no disk image `disk\.rawx`\./,
  });
  assert.ok(!existsSync(dir));
});
