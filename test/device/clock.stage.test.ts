import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const seconds = (time: string) => Date.parse(time) / 1000;
const image = seconds('2024-05-01T00:00:00Z');

/** A date(1) that says NOW and writes down what the clock is set to; all else is the real one's. */
const date = `#!/bin/sh
case "$*" in
  +%s) echo "$NOW" ;;
  *-s*) echo "$3" >"$SET" ;;
  *) exec /bin/date "$@" ;;
esac
`;

const machineId = '7f50000f12344abc8def0123456789ab';

interface Times {
  now: number;
  /** Of the last log; absent: there is none. */
  log?: number;
  /** Of an older journal beside it. */
  older?: number;
}

/** What the clock is set to (null: it is left alone), and what stands in the health file. */
function run(t: Parameters<typeof scratchFolder>[0], { now, log, older }: Times) {
  const dir = scratchFolder(t);
  const journal = path.join(dir, 'root/var/log/journal', machineId);
  mkdirSync(journal, { recursive: true });
  writeTree(dir, {
    ...{ 'bin/date': date, 'root/etc/machine-id': `${machineId}\n`, 'root/usr/lib/clock-epoch': '' },
    'run/health': '',
  });
  chmodSync(path.join(dir, 'bin/date'), 0o755);
  utimesSync(path.join(dir, 'root/usr/lib/clock-epoch'), image, image);
  for (const [name, time] of [
    ['system.journal', log],
    ['system@1.journal', older],
  ] as const) {
    if (time === undefined) continue;
    writeTree(journal, { [name]: '' });
    utimesSync(path.join(journal, name), time, time);
  }
  const set = path.join(dir, 'set');
  const { status, stderr } = runProgram('dash', [packageFile('src/device/root/usr/lib/tmpfsroot/clock')], {
    env: {
      ...{ NOW: String(now), SET: set, TFR_ROOT: path.join(dir, 'root'), TFR_RUN: path.join(dir, 'run') },
      PATH: `${dir}/bin:/usr/bin:/bin`,
    },
  });
  assert.equal(status, 0, stderr);
  const health = readFileSync(path.join(dir, 'run/health'), 'utf8');
  return { set: existsSync(set) ? Number(readFileSync(set, 'utf8').trim().slice(1)) : null, health };
}

const cases: [string, Times, number | null][] = [
  ['a right clock', { now: image + 9000, log: image + 8000 }, null],
  ['a clock of 1970, no log yet', { now: 86_400 }, image],
  ['a clock of 1970, a log', { now: 86_400, log: image + 8000 }, image + 8000],
  ['a clock that process 1 set to the image, a log', { now: image + 3, log: image + 8000 }, image + 8000],
  ['a clock that was set right after a journal of the future', { now: image + 9000, older: 2 ** 31 }, null],
  ['a log of before the image', { now: 86_400, log: 90_000 }, image],
  [
    'a log of more than 15 years after the image',
    { now: image + 9000, log: seconds('2040-01-01T00:00:00Z') },
    null,
  ],
];
for (const [what, times, wanted] of cases) {
  const does = wanted === null ? 'is left alone' : 'is set to the newest time that is known';
  test(`${what}: the clock ${does}`, (t) => {
    const { set, health } = run(t, times);
    assert.equal(set, wanted);
    if (wanted === null) assert.equal(health, '');
    else assert.match(health, /^clock was \S+Z, and was set to the time of the (image|last log), \S+Z\n$/);
  });
}
