import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { cliProject, temporaryBelow } from './cli-project.js';
import { processesOn } from './processes.js';

const program = `"${process.execPath}" "${path.join(packageFile('build'), 'src/cli.js')}"`;

/** Runs a script for bash that calls our program as `wizard`. */
function inShell(script: string, cwd: string): { stderr: string; status: number | null } {
  const { stderr, status } = runProgram(
    'bash',
    ['--norc', '-c', `wizard() { ${program} "$@"; }\n${script}`],
    {
      cwd,
      timeoutMs: 10 * 60_000,
    },
  );
  return { stderr, status };
}

describe('output that nobody takes', () => {
  for (const words of ['init --help', '--help', 'schema', 'presets list', 'presets show robot --json']) {
    it(`\`${words} | head -c 0\` ends without a word`, async (t) => {
      const { dir } = await cliProject(t);
      const { stderr } = inShell(`wizard ${words} | head -c 0`, dir);
      assert.equal(stderr, '');
    });
  }

  it('a run whose reader goes away ends as one that is interrupted, and leaves nothing', async (t) => {
    const project = await cliProject(t);
    const flags = `--cache-dir '${project.cacheDir}' --engine native`;
    const { stderr, status } = inShell(
      `wizard lock ${flags} --json | head -c 0; exit "\${PIPESTATUS[0]}"`,
      project.dir,
    );
    assert.doesNotMatch(stderr, /\n {4}at /);
    assert.equal(status, 130, stderr);
    assert.deepEqual(processesOn(project.scratch), []);
    assert.deepEqual(temporaryBelow(project.cacheDir), []);
  });

  it('a full disk behind a redirection is said in words, with status 1', async (t) => {
    const { dir } = await cliProject(t);
    const { stderr, status } = inShell('wizard schema >/dev/full', dir);
    assert.match(stderr, /^Error: The output cannot be written\.\n {2}Why: ENOSPC/);
    assert.doesNotMatch(stderr, /\n {4}at /);
    assert.equal(status, 1);
  });
});
