import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildProject } from '../../src/build/build-project.js';
import { lockProject } from '../../src/build/lock-project.js';
import { runImage } from '../../src/build/run-image.js';
import { openProject } from '../../src/project/folder/open-project.js';
import type { BuildableProject } from '../../src/project/folder/project.js';
import { Collector } from '../helpers/collector.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const anaconda = { install: { method: 'anaconda' } };
const repositories = [{ id: 'own', baseurl: ['https://repo.example/'], keys: ['own.key'] }];
const hook = { 'install-hooks.d/10.sh': 'true\n' };

/** Opens a project whose engine is not on this machine: whoever asks for it gets exit status 3. */
async function opened(
  dir: string,
  fields: object,
  files: Readonly<Record<string, string>>,
): Promise<BuildableProject> {
  writeTree(dir, {
    'tmpfsroot.json': JSON.stringify({ release: 44, engine: { use: 'podman' }, ...fields }),
    ...files,
  });
  return await openProject({ dir, for: 'build', today: new Date('2026-11-22') });
}

function runOf() {
  const [stdout, stderr, stdin] = [new Collector(), new Collector(), process.stdin];
  return { context: { stdout, stderr, stdin, env: { PATH: '' }, signal: new AbortController().signal } };
}

const list = { 'packages.list': 'bash\n' };
const build = (project: BuildableProject) => buildProject(project, runOf());
const rebuild = (project: BuildableProject) => runImage({ project, lock: 'renew', ...runOf() });
const lock = (project: BuildableProject) => lockProject(project, { cacheDir: '/nowhere' }, runOf());
const update = (project: BuildableProject) =>
  lockProject(project, { cacheDir: '/nowhere', only: ['bash'] }, runOf());

test('what can be refused without an engine is refused before any engine is asked', async (t) => {
  for (const [work, fields, files, what] of [
    [build, {}, list, /rpms\.lock/],
    [build, {}, { ...list, 'rpms.lock': 'bash-5.2-1.fc44.x86_64\n' }, /plain list/],
    [build, {}, { ...list, 'rpms.lock': '{ "format": 1' }, /rpms\.lock/],
    [build, anaconda, { ...list, ...hook }, /install-hooks\.d/],
    [rebuild, anaconda, { ...list, ...hook }, /install-hooks\.d/],
    [rebuild, { ...anaconda, release: 35, repositories }, { ...list, 'own.key': '' }, /netinst image/],
    [update, {}, { ...list, 'rpms.lock': '{ "format": 1' }, /rpms\.lock/],
  ] as const) {
    const { status, ...facts } = await failureOf(work(await opened(scratchFolder(t), fields, files)));
    assert.match(JSON.stringify(facts), what);
    assert.equal(status, 2, JSON.stringify(facts));
  }
});

test('an engine that is missing is said of what has no other fault', async (t) => {
  for (const work of [rebuild, lock]) {
    const { status, what } = await failureOf(work(await opened(scratchFolder(t), {}, list)));
    assert.equal(status, 3);
    assert.match(what, /podman is not installed/);
  }
});
