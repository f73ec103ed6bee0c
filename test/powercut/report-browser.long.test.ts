import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { reportPage } from '../../src/powercut/report/report-page.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';
import { installPackages } from '../helpers/test-tools.js';
import { control, fault, findings, plot, scenario } from './made-findings.js';

test('a browser shows the page of a report: what was found, the writes, and no error', (t) => {
  installPackages(['chromium'], (line) => t.diagnostic(line));
  const dir = scratchFolder(t);
  const page = path.join(dir, 'report.html');
  writeFileSync(page, reportPage(findings([scenario({}), control([fault])]), [plot]));
  const browse = (...words: string[]) =>
    mustRun(
      'chromium',
      ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${dir}/profile`, ...words],
      { timeoutMs: 300_000 },
    );
  const shown = browse('--dump-dom', pathToFileURL(page).href);
  assert.match(shown, /<p class="good" id="verdict">Nothing is wrong with any of them\.<\/p>/);
  // What a parser had to put right would stand elsewhere.
  assert.equal(shown.match(/<h2 id=/g)?.length, 2);
  assert.equal(shown.match(/<rect /g)?.length, plot.marks.length);
  assert.match(shown, /<\/svg>\s*<p class="good">Nothing is wrong\.<\/p>/);
  const picture = path.join(dir, 'page.png');
  browse(`--screenshot=${picture}`, '--window-size=1000,1600', pathToFileURL(page).href);
  // An empty page of this size has 5 kB.
  assert.ok(statSync(picture).size > 20_000, `${statSync(picture).size} bytes`);
});
