import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badFindings, type Failure, stageFailed } from '../../../src/base/failure.js';
import { errorAt } from '../../../src/base/finding.js';
import type { RunRequest } from '../../../src/wizard/model/request.js';
import { Driver, newSpec } from '../driver.js';
import { failedRun } from '../runs.js';

const ofScreens: RunRequest = { type: 'run', spec: newSpec(), relock: false };

function failed(failure: Failure, ran = ofScreens, spec = newSpec()): Driver {
  return new Driver().load(spec).tell({ result: { kind: 'failed', failure }, ran });
}

test('`e` goes from a failed run to the field that it names; Enter and Escape lead to the review', () => {
  const at = (path: string) => badFindings([errorAt(path, 'It is wrong.', 'Take another.')], 'Wrong:');
  const table: [Failure, screen: string, focus: string][] = [
    [at('system.timezone'), 'System', '❯ Time zone'],
    [at('partitions.sizes.log'), 'Partition sizes', '❯ L  log'],
    [at('repositories[0].url'), 'Fedora release', ''],
    [stageFailed({ what: 'It is wrong.', where: 'device.memoryMiB' }), 'Disks and memory', '❯ Memory'],
  ];
  for (const [failure, screen, focus] of table) {
    const driver = failed(failure).sees('e change what is wrong').press('e');
    driver.sees(screen, focus, 'It is wrong.', 'Enter to the review').press('escape').sees('7/7');
  }
});

test('`e` goes to the row of the package, which packages.list has on another line', () => {
  const spec = { ...newSpec(), packages: ['bash', 'nginx', 'no-such-thing', 'vim'] };
  const failure = stageFailed({
    what: 'No repository has the package `no-such-thing`.',
    where: 'packages.list:32',
    remedy: 'Correct the name.',
  });
  const driver = failed(failure, ofScreens, spec).press('e').sees('2/7', 'No repository has the package');
  assert.match(driver.line('❯'), /no-such-thing/);
});

test('`e` goes to the review where the failure names no field', () => {
  failed(failedRun).press('e').sees('7/7', 'The program `dracut` failed');
});

test('after a failed rebuild of the folder `e` reads its files first', () => {
  const failure = stageFailed({ what: 'It is wrong.', where: 'device.memoryMiB' });
  const driver = failed(failure, { ...ofScreens, spec: null }).press('e');
  assert.deepEqual(driver.lastRequest(), { type: 'load-folder', forFailure: true });
  driver.send({
    ...{ type: 'loaded', spec: newSpec(), screen: 'review', notice: null, isSaved: true },
    forFailure: true,
  });
  driver.sees('❯ Memory', 'It is wrong.').press('enter').sees('7/7');
});

test('Escape leads from the result to the review of what was built, and to the start after a rebuild', () => {
  failed(failedRun).press('escape').sees('7/7');
  failed(failedRun, { ...ofScreens, spec: null })
    .press('escape')
    .sees('Start');
});
