import { test } from 'node:test';
import { dockerHost, podmanHost } from '../helpers/containers.js';
import { buildInContainers, containerPromise } from './container-build.js';

for (const [name, hostOf] of Object.entries({ podman: podmanHost, docker: dockerHost })) {
  test(`an ordinary user locks and builds by ${name}: ${containerPromise}`, async (t) => {
    await buildInContainers(t, await hostOf(t));
  });
}
