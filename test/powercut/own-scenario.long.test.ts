import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Findings } from '../../src/powercut/report/findings.js';
import { cliProject } from '../cli/cli-project.js';

/** Rows that are flushed before they are acknowledged. */
const writes = `#!/bin/sh
mkdir -p /opt/app
for row in $(seq 40); do
  echo "row $row" >>/opt/app/rows && sync /opt/app/rows && mark row "$row"
done
`;

const check = `#!/bin/sh
rows=$(cat "$1/opt/app/rows" 2>/dev/null | grep -c '^row ')
marked=$(grep -c '^row ' "$2")
[ "$rows" -ge "$marked" ] || { echo "$marked rows were acknowledged, $rows are there"; exit 1; }
`;

interface Report extends Findings {
  summary: { booted: number; faults: number; silentControls: string[]; isComplete: boolean };
}

test('the power of a program of one’s own is cut, its data are checked, and some of the disks are started', async (t) => {
  const project = await cliProject(t);
  await project.must(['lock']);
  await project.must(['build', '--output', 'raw']);
  await project.write('writes.sh', writes);
  await project.write('check.sh', check);
  const words = ['powercut', 'output/small.raw', '--file-systems', '12', '--boots', '3'];
  const ran = await project.run([...words, '--scenario', 'writes.sh', '--check', 'check.sh']);
  assert.equal(ran.status, 0, `${ran.stdout}${ran.stderr}`);
  const file = path.join(project.dir, 'output/small.raw.powercut/report.json');
  const { summary, scenarios, boots } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  assert.deepEqual(summary.silentControls, []);
  assert.deepEqual([summary.booted, summary.faults, summary.isComplete], [3, 0, true]);
  assert.equal(boots.withoutRoot?.slot, null);
  const own = scenarios.find(({ scenario }) => scenario === 'own');
  assert.equal(own?.ownCheck?.checked, 12);
  // The control: of all the rows that were acknowledged, the disk from before has none.
  assert.equal(own?.ownCheck?.control, '40 rows were acknowledged, 0 are there');
});
