import assert from 'node:assert/strict';
import path from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { cliProject, linkCache, temporaryBelow } from './cli-project.js';
import { processesOn } from './processes.js';

for (const [what, moment] of [
  ['in the rpm transaction', /"event":"task-status","task":"tree","text":"1\d of \d+: /],
  ['while the ISO is written', /"task":"small-installer\.iso","text":"[^"]*writing the ISO/],
] as const) {
  it(`a build that is killed ${what}: the next run builds, and removes what the dead one left`, async (t) => {
    const project = await cliProject(t);
    await linkCache(project, 'packages', 'metadata', ...(what.includes('ISO') ? (['stages'] as const) : []));
    const build = ['build', '--output', 'iso'];
    const started = project.start([...build, '--json']);
    await started.until(moment);
    started.kill('SIGKILL');
    await started.ended;
    const output = path.join(project.dir, 'output');
    const left = () => [...temporaryBelow(project.cacheDir), ...temporaryBelow(output)];
    assert.notDeepEqual(left(), []);
    // At once: what the dead one had started may still be at work.
    await project.must(build);
    while (processesOn(project.scratch).length > 0) await sleep(200);
    await project.write('root.override/usr/local/share/note', 'so that there is something to do\n');
    await project.must(build);
    assert.deepEqual(left(), []);
  });
}
