import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { assertRefused } from './assert-failure.js';
import { builtProject, fillOnce, iso } from './built-iso.js';
import { filesBelow } from './cli-project.js';

before(fillOnce, { timeout: 1_200_000 });

describe('a second build', () => {
  it('only looks at what is there, and writes nothing, when nothing changed', async (t) => {
    const project = await builtProject(t);
    const output = path.join(project.dir, 'output');
    const kept = () => filesBelow(output).filter((line) => !line.startsWith('logs'));
    const files = kept();
    const logs = readdirSync(path.join(output, 'logs'));
    assert.deepEqual(await project.rebuild(), []);
    assert.deepEqual(kept(), files);
    const [log] = readdirSync(path.join(output, 'logs')).filter((name) => !logs.includes(name));
    const text = readFileSync(path.join(output, 'logs', log ?? ''), 'utf8');
    assert.match(text, /== Root tree: done/);
    // The listing that a stage is believed by.
    assert.doesNotMatch(text, /^\S+ \$ (?!sh -euc 'cd "\$1"; find \.)/m);
  });

  it('redoes neither packages nor tree nor initramfs for a file that dracut does not read', async (t) => {
    const project = await builtProject(t);
    await project.write('root.override/usr/local/bin/tfr-report', '#!/bin/sh\necho another\n');
    assert.deepEqual(await project.rebuild(), ['compose', 'slot', iso]);
  });
});

describe('root.override', () => {
  it('that does not fit the slot or the memory: says by how much, names the largest, and leaves nothing half-made', async (t) => {
    const project = await builtProject(t);
    await mkdir(path.join(project.dir, 'root.override/usr/local/share'), { recursive: true });
    const large = path.join(project.dir, 'root.override/usr/local/share/map-of-the-world');
    appendFileSync(large, '');
    truncateSync(large, 500 << 20);
    // More than a slot of files by itself: nothing need be built to see it. Nobody knows it of a compressed one.
    const files = ['build', '--output', 'iso', '--slot-format', 'files'];
    await assertRefused(project, files, /map-of-the-world: .* 501 MiB.* 256 MiB/);
    truncateSync(large, 150 << 20);
    const ran = await project.run(['build', '--output', 'iso']);
    assert.equal(ran.status, 1, ran.stderr);
    const [, needed, has, over] =
      /needs (\d+) MiB, a root slot has (\d+) MiB: (\d+) MiB too much/.exec(ran.stderr) ?? [];
    assert.equal(Number(needed) - Number(has), Number(over), ran.stderr);
    assert.ok(Number(needed) > 256);
    assert.match(ran.stderr, /usr\/local\/share\/map-of-the-world/);
    assert.match(ran.stderr, new RegExp(`--root-size ${needed}M`));
    truncateSync(large, 500 << 20);
    const small = await project.run([
      ...['build', '--output', 'iso'],
      ...['--root-size', '800', '--memory', '1G'],
    ]);
    assert.equal(small.status, 1, small.stderr);
    const [, memory, missing] =
      /needs ([\d.]+) GiB of memory and has 1 GiB: (\d+) MiB too little/.exec(small.stderr) ?? [];
    assert.ok(Math.abs(Number(memory) * 1024 - 1024 - Number(missing)) < 52, small.stderr);
    assert.match(small.stderr, /usr\/local\/share\/map-of-the-world/);
    assert.equal(
      readdirSync(path.join(project.cacheDir, 'stages')).filter((name) => name.startsWith('.')).length,
      0,
    );
  });
});
