import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import type { Findings, ReportedFault } from '../../src/powercut/report/findings.js';
import { cli } from '../helpers/cli.js';
import { runProgram } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';
import { makeLabDisk } from './lab-disk.js';

interface Report extends Findings {
  summary: { cuts: number; distinct: number; faults: number; isComplete: boolean };
  scenarios: (Findings['scenarios'][number] & {
    faults: ReportedFault[];
    fsckFaults: ReportedFault[] | null;
  })[];
}

describe('the power-cut lab', { concurrency: 1 }, () => {
  let dir = '';
  const at = (name: string) => path.join(dir, name);
  // Slots that heal and are restored write as an update does; they have whole runs by hand.
  const labWords = () => [
    ...['powercut', at('disk.raw'), '--out', at('lab'), '--file-systems', '16', '--scenario'],
    ...['boot-state', 'update', 'persist', 'log', 'heal-log', 'opt'],
    ...['truncated-state', 'update-without-barrier'],
  ];
  const report = () => JSON.parse(readFileSync(at('lab/report.json'), 'utf8')) as Report;
  const scenario = (name: string) => {
    const found = report().scenarios.find((one) => one.scenario === name);
    assert.ok(found !== undefined, name);
    return found;
  };
  before(() => {
    dir = newFolder('tfr-powercut-');
    makeLabDisk(at('disk.raw'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  test('finds nothing wrong with the device’s own programs, and something with each control', async () => {
    const { status, stdout, stderr } = await cli(labWords(), { cwd: dir });
    const { summary } = report();
    assert.deepEqual([status, summary.faults, summary.isComplete], [0, 0, true], `${stdout}${stderr}`);
    assert.ok(summary.cuts > 10_000 && summary.distinct > 5000, stdout);
    for (const { isControl, faults, scenario: name } of report().scenarios)
      assert.equal(faults.length > 0, isControl, name);
    assert.match(stdout, /^Nothing is wrong with any of them\.$/m);
  });

  test('says how a device starts while a slot is written', () => {
    const outcomes = scenario('update').tally.outcomes.map(({ outcome }) => outcome);
    const has = (pattern: RegExp) => outcomes.some((outcome) => pattern.test(outcome));
    assert.ok(has(/^starts a whole; order a whole, b empty; rule default-0-1-0/), outcomes.join('\n'));
    assert.ok(has(/^starts b whole; order b whole, a whole; rule trial-1/), outcomes.join('\n'));
  });

  test('goes on where it was, and examines nothing twice', async () => {
    const before = readFileSync(at('lab/report.json'), 'utf8');
    rmSync(at('lab/boot-state/parts/3.json'));
    const words = labWords();
    const { status, stderr } = await cli(words, { cwd: dir });
    assert.equal(status, 0, stderr);
    assert.equal(readFileSync(at('lab/report.json'), 'utf8'), before);
    assert.match(stderr, /Record update: recorded before/);
    assert.match(stderr, /Examine log: examined before/);
    const other = await cli([...words, '--seed', '2'], { cwd: dir });
    assert.equal(other.status, 2, other.stderr);
    assert.match(other.stderr, /of another image, or with other options/);
  });

  test('two runs in one folder do not get into each other’s way', async () => {
    const held = `exec 9<"${at('lab/lab.json')}" && flock -n 9 && exec "$@" 9<&9`;
    const program = [process.execPath, path.join(packageFile('build'), 'src/cli.js'), ...labWords()];
    const { status, stderr } = runProgram('sh', ['-c', held, 'sh', ...program], { cwd: dir });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /Another run of the power-cut lab works in this folder/);
  });

  test('brings a cut of the report back, and the disk that it leaves', async () => {
    const [fault] = scenario('truncated-state').faults;
    const id = fault?.examples[0] ?? '';
    const words = ['powercut', 'replay', id, '--out', at('lab'), '--write', at('cut.raw')];
    const { status, stdout, stderr } = await cli(words, { cwd: dir });
    assert.equal(status, 1, stderr);
    assert.match(stdout, /^Wrong: no copy of the boot state can be read/m);
    // A program that is none of ours finds the same.
    const { stdout: text } = runProgram('mtype', ['-i', `${at('cut.raw')}@@1M`, '::/EFI/fedora/grubenv']);
    assert.ok(!/^# GRUB Environment Block\nseq=(.)\n(?:.*\n)*seq2=\1\n/.test(text), text);
    const again = await cli(words, { cwd: dir });
    assert.deepEqual([again.status, /cannot be written/.test(again.stderr)], [2, true], again.stderr);
    const none = await cli(['powercut', 'replay', 'update/e0.p999.0', '--out', at('lab')], { cwd: dir });
    assert.equal(none.status, 2);
  });

  test('is divided into parts for other machines, and put together again', async () => {
    const image = at('disk.raw');
    const plan = [
      'powercut',
      'plan',
      image,
      '--shards',
      '3',
      '--out',
      at('parts'),
      '--scenario',
      'truncated-state',
    ];
    assert.equal((await cli(plan, { cwd: dir })).status, 0);
    runProgram('cp', ['-r', at('parts'), at('elsewhere')]);
    for (const [folder, shards] of [
      ['parts', '0'],
      ['elsewhere', '1,2'],
    ] as const) {
      const ran = await cli(['powercut', 'run', at(folder), '--shard', shards], { cwd: dir });
      assert.equal(ran.status, 0, ran.stderr);
    }
    const { stdout } = await cli(['powercut', 'merge', at('parts'), at('elsewhere'), '--json'], { cwd: dir });
    assert.equal((JSON.parse(stdout) as { isComplete: boolean }).isComplete, true);
    const merged = JSON.parse(readFileSync(at('parts/report.json'), 'utf8')) as Report;
    assert.ok((merged.scenarios[0]?.distinct ?? 0) > 100);
    const late = await cli(['powercut', 'run', at('parts'), '--shard', '3'], { cwd: dir });
    assert.deepEqual([late.status, /numbered from 0 to 2/.test(late.stderr)], [2, true], late.stderr);
    assert.ok(existsSync(at('parts/report.html')));
  });
});
