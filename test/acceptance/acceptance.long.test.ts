import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageFile } from '../../src/base/fs/package-file.js';
import { packages } from '../e2e/image-project.js';
import { scratchFolder } from '../helpers/scratch.js';
import { prepareTestbed } from '../testbed/index.js';
import { serveTestbed, type TestbedServer } from '../testbed/serve.js';
import type { Report } from './report.js';

/** A run by `native` of a small preset, whose repositories are those of the test bed behind Fedora's kind of metalink. */
async function prepareRun(t: TestContext) {
  const testbed = await prepareTestbed();
  const server = await serveTestbed(testbed);
  t.after(() => server.close());
  const dir = scratchFolder(t);
  const preset = path.join(dir, 'small.json');
  const names = { fedora: `fedora-${testbed.release}`, updates: `updates-released-f${testbed.release}` };
  const repositories = testbed.repositories.map(({ id }) => ({
    id,
    metalink: `${server.url}/metalink?repo=${names[id]}&arch=x86_64`,
    keys: [testbed.key],
  }));
  writeFileSync(
    preset,
    JSON.stringify({
      ...{ version: 1, name: 'small', description: ['For this test.'] },
      document: { version: 1, release: Number(testbed.release), packages, repositories },
    }),
  );
  const words = ['--release', testbed.release, '--preset', preset, '--engine', 'native'];
  const main = path.join(packageFile('build'), 'test/acceptance/main.js');
  const report = path.join(dir, 'report');
  const child = spawn(process.execPath, [main, ...words, '--dir', report, '--no-boot'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
  }
  const ended = new Promise<{ status: number | null; said: string }>((resolve) =>
    child.once('close', (status) => resolve({ status, said })),
  );
  const readReport = () => JSON.parse(readFileSync(path.join(report, 'report.json'), 'utf8')) as Report;
  return { server, child, ended, dir: report, readReport };
}

const askedFor = ({ requests }: TestbedServer, path: RegExp) =>
  requests.some((request) => path.test(request.path));

test('from repositories behind a metalink, as Fedora has them, to an ISO and a report', async (t) => {
  const { server, ended, dir, readReport } = await prepareRun(t);
  const { status, said } = await ended;
  assert.equal(status, 0, said);
  assert.match(said, /^1 of 1 passed\.$/m);
  assert.ok(askedFor(server, /^\/metalink$/));
  const [trial] = readReport().trials;
  assert.deepEqual(
    trial?.steps.map(({ name }) => name),
    ['init', 'lock', 'build'],
  );
  assert.match(trial?.iso ?? '', /^[0-9a-f]{64}$/);
  for (const { log } of trial?.steps ?? []) assert.ok(existsSync(path.join(dir, log)), log);
  assert.deepEqual(readdirSync(dir).sort(), ['cache', 'logs', 'report.json', 'report.md']);
  assert.ok(readdirSync(path.join(dir, 'logs/41-small-native')).includes('rpms.lock'));
});

test('an interrupted run leaves its report and no project', async (t) => {
  const { server, child, ended, dir, readReport } = await prepareRun(t);
  server.setFaults([{ path: /\.rpm$/, bandwidth: 10_000 }]);
  while (!askedFor(server, /\.rpm$/) && child.exitCode === null) await sleep(50);
  child.kill('SIGTERM');
  const { status, said } = await ended;
  assert.equal(status, 130, said);
  const [trial] = readReport().trials;
  assert.deepEqual(
    trial?.steps.map((step) => [step.name, step.status]),
    [
      ['init', 0],
      ['lock', 0],
      // By the SIGTERM that the run passes on.
      ['build', 143],
    ],
  );
  assert.match(readFileSync(path.join(dir, 'report.md'), 'utf8'), /build: interrupted/);
  assert.ok(!existsSync(path.join(dir, 'project')));
});
