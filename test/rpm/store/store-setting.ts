import type { TestContext } from 'node:test';
import { resolveLock } from '../../../src/rpm/solve/resolve.js';
import { fetchPackages } from '../../../src/rpm/store/store.js';
import { type ServedRequest, serveTestbed, type Testbed } from '../../testbed/index.js';
import { project, scratchFolder, taskContext, testbedRepositories } from '../fixture.js';

export const isPackage = ({ path }: Pick<ServedRequest, 'path'>) => path.endsWith('.rpm');

/** Makes a served test bed with a lock of these packages, and an empty cache folder, for one test. */
export function storeSetting(testbed: Testbed) {
  return (context: TestContext, lines: readonly string[], bandwidth?: number) =>
    make(testbed, context, lines, bandwidth);
}

export type StoreSetting = ReturnType<typeof storeSetting>;

async function make(testbed: Testbed, context: TestContext, lines: readonly string[], bandwidth?: number) {
  const server = await serveTestbed(testbed, bandwidth === undefined ? {} : { bandwidth });
  context.after(() => server.close());
  const cacheDir = await scratchFolder(context);
  const given = project(cacheDir, lines, testbedRepositories(testbed, server.url));
  const lock = await resolveLock(given, taskContext(), { cacheDir: await scratchFolder(context) });
  const fetch = (ctx = taskContext(), from = given) => fetchPackages(lock, from, ctx, cacheDir);
  const packages = () => server.requests.filter(isPackage);
  return { server, cacheDir, project: given, lock, fetch, packages };
}
