import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findContainerClient } from '../../../src/engine/container/container-client.js';
import { readDockerInfo } from '../../../src/engine/container/docker.js';
import { podman, readPodmanInfo } from '../../../src/engine/container/podman.js';
import type { ProcessAnswer } from '../../../src/engine/start-process.js';
import { scratchFolder } from '../../helpers/scratch.js';

const good = (info: object): ProcessAnswer => ({ status: 0, stdout: JSON.stringify(info), stderr: '' });
const bad = (stderr: string): ProcessAnswer => ({ status: 125, stdout: '', stderr });

const rows = [
  {
    what: 'podman of this machine',
    read: () => readPodmanInfo('/usr/bin/podman', good({ host: {}, version: { Version: '5.4.2' } })),
    expected: { works: true, version: '5.4.2', isRemote: false },
  },
  {
    what: 'podman with a virtual machine, as on macOS',
    read: () =>
      readPodmanInfo('/opt/podman', good({ host: { serviceIsRemote: true }, version: { Version: '5.4.2' } })),
    expected: { works: true, version: '5.4.2', isRemote: true },
  },
  {
    what: 'podman whose virtual machine is off',
    read: () =>
      readPodmanInfo(
        '/opt/podman',
        bad(
          'Cannot connect to Podman. Please verify your connection\nError: podman machine is not running\n',
        ),
      ),
    expected: {
      works: false,
      why: 'does not work: Error: podman machine is not running',
      remedy: 'Start its virtual machine: podman machine start',
    },
  },
  {
    what: 'docker of this machine',
    read: () =>
      readDockerInfo(
        '/usr/bin/docker',
        good({ ServerVersion: '28.2.2', OperatingSystem: 'Debian GNU/Linux 12' }),
      ),
    expected: { works: true, version: '28.2.2', isRemote: false },
  },
  {
    what: 'Docker Desktop',
    read: () =>
      readDockerInfo('/usr/bin/docker', good({ ServerVersion: '28.2.2', OperatingSystem: 'Docker Desktop' })),
    expected: { works: true, version: '28.2.2', isRemote: true },
  },
  {
    what: 'docker whose daemon is off, old client with status 0',
    read: () =>
      readDockerInfo(
        '/usr/bin/docker',
        good({ ServerVersion: '', ServerErrors: ['Cannot connect to the Docker daemon'] }),
      ),
    expected: {
      works: false,
      why: 'does not work: Cannot connect to the Docker daemon',
      remedy: 'Start it: sudo systemctl start docker',
    },
  },
  {
    what: 'docker that the person may not use',
    read: () =>
      readDockerInfo(
        '/usr/bin/docker',
        good({ ServerErrors: ['permission denied while trying to connect'] }),
      ),
    expected: {
      works: false,
      why: 'does not work: permission denied while trying to connect',
      remedy: 'Join its group, and log in again: sudo usermod -aG docker "$USER"',
    },
  },
  {
    what: 'a client that says nothing that can be read',
    read: () => readDockerInfo('/usr/bin/docker', { status: 1, stdout: 'not json', stderr: '' }),
    expected: { works: false, why: 'does not work: not json' },
  },
] as const;

for (const { what, read, expected } of rows) {
  test(`what a client says is understood: ${what}`, () => {
    assert.deepEqual({ ...read(), ...expected }, read());
  });
}

test('a client that is not there is said to be missing', async (t) => {
  const found = await findContainerClient(podman, { PATH: scratchFolder(t) });
  assert.deepEqual({ ...found, ...{ works: false, program: null, why: 'is not installed' } }, found);
});
