import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeImage } from '../../../src/engine/container/container-image.js';
import { docker } from '../../../src/engine/container/docker.js';
import { podman } from '../../../src/engine/container/podman.js';
import { programFailure } from '../../../src/engine/programs/program-failure.js';
import { silentProgress } from '../../../src/engine/progress.js';
import { failureOf } from '../../helpers/failure-of.js';
import { fakeEngine } from '../../helpers/fake-engine.js';
import { proxyEnvironment } from '../../helpers/proxy-environment.js';

async function commandOf({ name, proxyArgs }: typeof podman | typeof docker) {
  const engine = fakeEngine();
  const client = { name, works: true, program: name, version: '1', isRemote: false, proxyArgs } as const;
  const place = { engine, progress: silentProgress, signal: new AbortController().signal };
  await makeImage(place, client, 44, 'localhost/x', true);
  const [command] = engine.commands;
  assert.ok(command !== undefined);
  return command;
}

test('an image is made by way of the proxy of the environment', async (t) => {
  proxyEnvironment(t, { ALL_PROXY: 'http://me:secret@p:1' });
  const ofPodman = await commandOf(podman);
  assert.equal(ofPodman.env?.HTTPS_PROXY, 'http://me:secret@p:1');
  const ofDocker = await commandOf(docker);
  assert.equal(ofDocker.env?.https_proxy, 'http://me:secret@p:1');
  const { args = [] } = ofDocker;
  assert.equal(args[args.indexOf('https_proxy') - 1], '--build-arg');
  assert.doesNotMatch(args.join(' '), /secret/);
});

const noRegistry = 'Error: initializing source docker://registry.fedoraproject.org/fedora:44';
const refusals: [string, boolean, string, { why: RegExp | null; remedy: RegExp }][] = [
  [
    'for `auto` it says which engine that took, and how to go on in one word',
    true,
    noRegistry,
    {
      why: /`auto` took podman.*registry\.fedoraproject\.org\/fedora:44/,
      remedy: /^Build .*`--engine native`/,
    },
  ],
  ['for podman it says how to go on', false, noRegistry, { why: null, remedy: /^Build .*`--engine native`/ }],
  [
    'a reason that is known comes first',
    true,
    'write /x: no space left on device',
    {
      why: /^The disk is full\..* `auto` took podman/,
      remedy: /^Free some space.* Otherwise: Build .*`--engine native`/,
    },
  ],
];

for (const [what, isAutomatic, line, { why, remedy }] of refusals) {
  test(`an image that cannot be made stops the build: ${what}`, async () => {
    const engine = fakeEngine(() => {
      throw programFailure(
        { program: 'podman', purpose: 'making the image' },
        { status: 125, stdout: '', lastLines: [line] },
      );
    });
    const { proxyArgs } = podman;
    const client = {
      name: 'podman',
      works: true,
      program: 'podman',
      version: '1',
      isRemote: false,
      proxyArgs,
    } as const;
    const place = { engine, progress: silentProgress, signal: new AbortController().signal };
    const failure = await failureOf(() => makeImage(place, client, 44, 'localhost/x', isAutomatic));
    assert.equal(failure.status, 3);
    if (why === null) assert.equal(failure.why, undefined);
    else assert.match(failure.why ?? '', why);
    assert.match(failure.remedy ?? '', remedy);
    assert.deepEqual(failure.lastLines, [line]);
  });
}
