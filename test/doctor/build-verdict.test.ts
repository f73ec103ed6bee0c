import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BuildVerdict, buildVerdict } from '../../src/doctor/build-verdict.js';
import type { EngineDiagnosis } from '../../src/doctor/engine-diagnosis.js';
import type { ContainerClient } from '../../src/engine/container/container-client.js';
import { foundEngine } from '../../src/engine/container/container-record.js';
import { docker } from '../../src/engine/container/docker.js';
import { podman } from '../../src/engine/container/podman.js';
import { usableNativeEngine } from '../../src/engine/native/native.js';
import type { ProgramState } from '../../src/engine/programs/program-check.js';
import { neededPrograms } from '../../src/engine/programs/programs.js';

const absent = { works: false, program: null, why: 'is not installed', remedy: 'Install it.' } as const;
const hasPodman: ContainerClient<'podman'> = {
  ...{ name: 'podman', works: true, program: '/usr/bin/podman', version: '5.4.2', isRemote: false },
};

function engines(
  choice: EngineDiagnosis['choice'],
  client: ContainerClient<'podman'> = { name: 'podman', ...absent },
) {
  const noDocker = foundEngine(docker, { name: 'docker', ...absent });
  return { choice, found: [foundEngine(podman, client), noDocker, usableNativeEngine] };
}

/** What a machine has that lacks these programs. */
const without = (...names: string[]): ProgramState[] =>
  neededPrograms.map((program) => ({ program, path: names.includes(program.name) ? null : '/usr/bin/x' }));

const rights = { way: 'root' } as const;
const nobody = { way: null } as const;
const cannot = (why: string): BuildVerdict => ({
  canBuild: false,
  text: `This machine cannot build: ${why}.`,
});
const can = (how: string): BuildVerdict => ({ canBuild: true, text: `This machine builds with ${how}.` });
const writable = { folder: '/c', writable: true };

const table: [about: string, facts: Parameters<typeof buildVerdict>[0], verdict: BuildVerdict][] = [
  [
    'podman works',
    { engines: engines('auto', hasPodman), programs: without('rpm'), rights: nobody },
    can('podman'),
  ],
  [
    'nothing but its own programs',
    { engines: engines('auto'), programs: without(), rights },
    can('its own programs'),
  ],
  [
    'its own programs are wanted, and podman is there too',
    { engines: engines('native', hasPodman), programs: without(), rights },
    can('its own programs'),
  ],
  [
    'what is missing is for virtual machines alone',
    { engines: engines('auto'), programs: without('openssl'), rights },
    can('its own programs'),
  ],
  [
    'a program is missing, and no engine has it',
    { engines: engines('auto'), programs: without('rpm'), rights },
    cannot('rpm is missing, and no container engine works'),
  ],
  [
    'many programs are missing',
    { engines: engines('native'), programs: without(...neededPrograms.map(({ name }) => name)), rights },
    cannot('MANY'),
  ],
  [
    'nobody may make a root tree',
    { engines: engines('auto'), programs: without(), rights: nobody },
    cannot('nobody here may make a root tree, and no container engine works'),
  ],
  [
    'the engine that the environment names is not there',
    { engines: engines('podman'), programs: without(), rights },
    cannot('podman is not installed'),
  ],
  [
    'the cache cannot be written to',
    {
      engines: engines('auto', hasPodman),
      programs: without(),
      rights,
      cache: { folder: '/c', writable: false },
    },
    cannot('the cache folder /c cannot be written to'),
  ],
  [
    'the cache was looked at and is well',
    { engines: engines('auto', hasPodman), programs: without(), rights, cache: writable },
    can('podman'),
  ],
];

for (const [about, facts, verdict] of table) {
  test(`whether a machine can build, and by what: ${about}`, () => {
    const { canBuild, text } = buildVerdict(facts);
    assert.equal(canBuild, verdict.canBuild);
    if (verdict.text.includes('MANY'))
      assert.match(text, /cannot build: .+, .+, .+ and \d+ more are missing\.$/);
    else assert.equal(text, verdict.text);
  });
}
