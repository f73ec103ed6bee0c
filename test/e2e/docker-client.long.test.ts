import { test } from 'node:test';
import { podmanSocketHost } from '../helpers/containers.js';
import { buildInContainers, containerPromise } from './container-build.js';

test(`an ordinary user locks and builds by docker’s client with podman: ${containerPromise}`, async (t) => {
  await buildInContainers(t, await podmanSocketHost(t));
});
