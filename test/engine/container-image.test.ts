import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerClientName } from '../../src/engine/container-client.js';
import { makeImage } from '../../src/engine/container-image.js';
import { silentProgress } from '../../src/engine/progress.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { proxyEnvironment } from '../helpers/proxy-environment.js';

async function commandOf(name: ContainerClientName) {
  const engine = fakeEngine();
  const client = { name, works: true, program: name, version: '1', isRemote: false } as const;
  const place = { engine, progress: silentProgress, signal: new AbortController().signal };
  await makeImage(place, client, 44, 'localhost/x');
  const [command] = engine.commands;
  assert.ok(command !== undefined);
  return command;
}

test('an image is made by way of the proxy of the environment', async (t) => {
  proxyEnvironment(t, { ALL_PROXY: 'http://me:secret@p:1' });
  const podman = await commandOf('podman');
  assert.equal(podman.env?.HTTPS_PROXY, 'http://me:secret@p:1');
  const docker = await commandOf('docker');
  assert.equal(docker.env?.https_proxy, 'http://me:secret@p:1');
  const { args = [] } = docker;
  assert.equal(args[args.indexOf('https_proxy') - 1], '--build-arg');
  assert.doesNotMatch(args.join(' '), /secret/);
});
