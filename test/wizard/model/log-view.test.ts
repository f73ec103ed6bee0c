import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Driver } from '../driver.js';
import { doneRun, failedRun } from '../runs.js';

const text = Array.from({ length: 200 }, (_, index) =>
  index === 150
    ? 'error: \u001B[31mNo space\u001B[0m left'
    : `line ${index} ${'.'.repeat(90)} end of ${index}`,
).join('\n');

function reading(rows = 24): Driver {
  const driver = new Driver({ rows }).tell({ result: { kind: 'failed', failure: failedRun } }).press('l');
  assert.deepEqual(driver.lastRequest(), { type: 'read-log', file: failedRun.report.logFile });
  return driver.send({ type: 'log', file: failedRun.report.logFile, text: `${text}\n` });
}

test('`l` shows the whole log from its end, Escape the result again', () => {
  const driver = reading().sees('line 199', 'of 200', failedRun.report.logFile).press('home').sees('line 0 ');
  driver.press('up').sees('1 of 200').press('pagedown').sees('19 of 200').press('end').sees('line 199');
  driver.press('escape').sees('✖ The run failed.');
});

test('a line that is too long is moved', () => {
  const driver = reading().press('home').seesNot('end of 0');
  driver.times(3, 'right').sees('end of 0').times(3, 'left').sees('line 0 ').seesNot('end of 0');
});

test('`/` searches from where one is, `n` on and around', () => {
  const driver = reading().press('home', '/').type('no SPACE').sees('/ no SPACE').press('enter');
  driver.sees('151 of 200', 'error: No space left').press('home', '/').type('line 19').press('enter');
  driver.sees('20 of 200').press('n').sees('191 of 200').times(10, 'n').sees('20 of 200');
  driver.press('/').type('nothing like it').press('enter').sees('is nowhere in the log').press('/', 'escape');
  driver.sees('20 of 200').press('escape').sees('✖ The run failed.');
});

test('the log of a run that was done can be read too, in the smallest window', () => {
  const driver = new Driver({ rows: 12, columns: 36 }).tell({ result: { kind: 'done', result: doneRun } });
  driver.press('l').send({ type: 'log', file: doneRun.logFile, text }).sees('line 199');
  driver.press('home').sees('line 0 ');
});
