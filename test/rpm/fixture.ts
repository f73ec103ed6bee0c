import { rm } from 'node:fs/promises';
import { defaultSpec } from '../../src/config/defaults.js';
import type { RepositorySpec } from '../../src/config/image-spec.js';
import { repositorySpec } from '../../src/config/releases/repository-spec.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { type Progress, silentProgress, type TaskContext } from '../../src/engine/progress.js';
import type { Project } from '../../src/project/folder/project.js';
import { readSpecPackages } from '../../src/project/packages/packages-list.js';
import type { Lock, LockedPackage } from '../../src/rpm/lock/lock.js';
import { newFolder } from '../helpers/scratch.js';
import { type ServeOptions, serveTestbed, type Testbed } from '../testbed/index.js';

export { failureOf } from '../helpers/failure-of.js';

/** A folder that is gone when the test is over. */
export async function scratchFolder(context: { after(undo: () => Promise<void>): void }): Promise<string> {
  const folder = newFolder('tfr-rpm-');
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The context of a task on this machine; `log` collects what is told to the log. */
export function taskContext(
  given: Partial<Progress> & { signal?: AbortSignal } = {},
): TaskContext & { lines: string[] } {
  const lines: string[] = [];
  const { signal, ...progress } = given;
  return {
    engine: createNativeEngine(),
    progress: { ...silentProgress, log: (line) => lines.push(line), ...progress },
    signal: signal ?? new AbortController().signal,
    lines,
  };
}

/** A project whose packages are these lines, as in packages.list. */
export function project(
  dir: string,
  lines: readonly string[],
  repositories: RepositorySpec[] | null,
  release = 41,
): Project {
  const spec = { ...defaultSpec(), release, repositories };
  const packages = readSpecPackages(lines).packages.map((line, index) => ({
    ...line,
    where: `packages.list:${index + 1}`,
  }));
  return { dir, spec, packages, findings: [] };
}

/** The test bed's repositories at these URLs (without slash), `fedora` first. */
export function testbedRepositories(testbed: Testbed, base: string): RepositorySpec[] {
  return testbed.repositories.map(({ id, path: tail }) =>
    repositorySpec({ id, baseurl: [`${base}/${tail}`], keys: [testbed.key] }),
  );
}

/** A locked package for tests of pure functions. */
export function lockedPackage(given: Partial<LockedPackage> & { name: string }): LockedPackage {
  return {
    epoch: 0,
    version: '1.0',
    release: '1.fc41',
    arch: 'x86_64',
    repo: 'fedora',
    location: `Packages/${given.name}.rpm`,
    sha256: '0'.repeat(64),
    size: 1000,
    installedSize: 3000,
    source: `${given.name}-1.0-1.fc41`,
    key: null,
    why: ['listed'],
    ...given,
  };
}

/** A lock of these packages. */
export function lockOf(packages: LockedPackage[]): Lock {
  return {
    format: 1,
    release: 41,
    arch: 'x86_64',
    inputs: `sha256:${'1'.repeat(64)}`,
    resolver: 'libdnf 0.69.0',
    repositories: [{ id: 'fedora', repomd: `sha256:${'2'.repeat(64)}`, keys: ['A'.repeat(40)] }],
    packages,
  };
}

/** Name and version of each package: `bash-5.2-1.fc41`. */
export function nvrs(lock: Lock): string[] {
  return lock.packages.map(({ name, version, release }) => `${name}-${version}-${release}`);
}

/** A served test bed and a cache folder, for as long as a test takes. */
export async function servedTestbed(
  context: { after(undo: () => Promise<void>): void },
  testbed: Testbed,
  options: ServeOptions = {},
) {
  const server = await serveTestbed(testbed, options);
  context.after(() => server.close());
  const cacheDir = await scratchFolder(context);
  return { server, cacheDir, repositories: testbedRepositories(testbed, server.url) };
}
