import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Findings } from '../../src/powercut/report/findings.js';
import { cliProject } from '../cli/cli-project.js';

interface Report extends Findings {
  summary: { cuts: number; faults: number; isComplete: boolean };
}

test('a cut during an installation leaves nothing that starts, or the whole image; and an ESP is repaired safely', async (t) => {
  const project = await cliProject(t);
  await project.must(['lock']);
  await project.must(['build', '--output', 'raw']);
  const words = ['powercut', 'output/small.raw', '--scenario', 'heal-esp', 'install', 'truncated-state'];
  const without = await project.run(words);
  assert.equal(without.status, 2, without.stderr);
  assert.match(without.stderr, /left no installer ISO/);
  assert.deepEqual(readdirSync(path.join(project.dir, 'output/small.raw.powercut')), ['lab.json']);
  await project.must(['build', '--output', 'raw,iso']);
  const ran = await project.run(words);
  assert.equal(ran.status, 0, `${ran.stdout}${ran.stderr}`);
  const file = path.join(project.dir, 'output/small.raw.powercut/report.json');
  const { summary, scenarios } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  assert.deepEqual([summary.faults, summary.isComplete], [0, true]);
  assert.ok(summary.cuts > 10_000, String(summary.cuts));
  const came: [string, RegExp][] = [
    ['install', /^starts nothing; order a unchanged, b unchanged/],
    ['install', /^starts a whole; order a whole, b whole; .* from esp$/],
    ['heal-esp', /^starts a whole; .* from esp2$/],
    ['heal-esp', /^starts a whole; .* from esp$/],
  ];
  for (const [name, wanted] of came) {
    const found = scenarios.find(({ scenario }) => scenario === name);
    const outcomes = found?.tally.outcomes.map(({ outcome }) => outcome) ?? [];
    assert.ok(
      outcomes.some((outcome) => wanted.test(outcome)),
      `${name}: ${outcomes.join('\n')}`,
    );
  }
});
