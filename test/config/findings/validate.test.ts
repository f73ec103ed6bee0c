import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { userSpec } from '../../../src/config/fields/user.js';
import { validateSpec } from '../../../src/config/findings/validate.js';
import type { ImageSpec, NetworkSpec } from '../../../src/config/image-spec.js';
import { repositorySpec } from '../../../src/config/releases/repository-spec.js';
import { generatedSpecs } from '../generated-specs.js';

const today = new Date('2026-11-22');

test('the default spec, and valid specs of all kinds, have no error', () => {
  assert.deepEqual(validateSpec(defaultSpec(), today), []);
  for (const spec of generatedSpecs(200, 3)) {
    if (spec.install.method === 'anaconda') spec.system.selinux = 'disabled';
    const errors = validateSpec(spec, today).filter(({ level }) => level === 'error');
    assert.deepEqual(errors, []);
  }
});

test('each mistake is found at its field, with a remedy', () => {
  const user = userSpec({ name: 'op', groups: [], passwordHash: null, sshKeys: [] });
  const repository = repositorySpec({ id: 'a', baseurl: ['file:///r/'], keys: ['k'] });
  const table: [(spec: ImageSpec) => void, string, 'error' | 'warning', RegExp][] = [
    [
      (spec) => {
        spec.system.selinux = 'enforcing';
        spec.install.method = 'anaconda';
      },
      'system.selinux',
      'error',
      /Anaconda .* no labels/,
    ],
    [
      (spec) => {
        spec.release = 37;
      },
      'release',
      'error',
      /by hand/,
    ],
    [
      (spec) => {
        spec.release = 42;
      },
      'release',
      'warning',
      /end of life on 2026-05-27/,
    ],
    [
      (spec) => {
        spec.release = 43;
      },
      'release',
      'warning',
      /in 17 days/,
    ],
    [
      (spec) => {
        spec.repositories = [];
      },
      'repositories',
      'error',
      /No repository/,
    ],
    [
      (spec) => {
        spec.repositories = [repository, repository];
      },
      'repositories[1]',
      'error',
      /named twice/,
    ],
    [
      (spec) => {
        spec.repositories = [{ ...repository, keys: [] }];
      },
      'repositories[0].keys',
      'error',
      /no public key/,
    ],
    [
      (spec) => {
        spec.repositories = [{ ...repository, baseurl: [] }];
      },
      'repositories[0]',
      'error',
      /no URL/,
    ],
    [
      (spec) => {
        spec.disks.devices = [];
      },
      'disks.devices',
      'error',
      /No disk/,
    ],
    [
      (spec) => {
        spec.disks.devices = ['sda', 'sda'];
      },
      'disks.devices[1]',
      'error',
      /named twice/,
    ],
    [
      (spec) => {
        spec.disks.main = 'sdb';
      },
      'disks.main',
      'error',
      /not among/,
    ],
    [
      (spec) => {
        spec.partitions.disks = { log: 'sdb' };
      },
      'partitions.disks.log',
      'error',
      /not among/,
    ],
    [
      (spec) => {
        spec.disks.sizeMiB = 1000;
      },
      'disks.sizeMiB',
      'error',
      /more than the disk/,
    ],
    [
      (spec) => {
        spec.device.memoryMiB = 512;
      },
      'device.memoryMiB',
      'error',
      /leave nothing/,
    ],
    [
      (spec) => {
        spec.device.memoryMiB = 2048;
      },
      'device.memoryMiB',
      'warning',
      /would not fit/,
    ],
    [
      (spec) => {
        spec.system.hostname = 'a b';
      },
      'system.hostname',
      'error',
      /not a valid host name/,
    ],
    [
      (spec) => {
        spec.system.timezone = 'Asia/Tokio';
      },
      'system.timezone',
      'warning',
      /not known/,
    ],
    [
      (spec) => {
        spec.system.languages = [];
      },
      'system.languages',
      'error',
      /No language/,
    ],
    [
      (spec) => {
        spec.system.kernelArguments = ['a\nb'];
      },
      'system.kernelArguments[0]',
      'error',
      /kernel argument/,
    ],
    [
      (spec) => {
        spec.system.kernelArguments = ['root=/dev/sda2'];
      },
      'system.kernelArguments[0]',
      'error',
      /root slot/,
    ],
    [
      (spec) => {
        Object.assign(spec.system.services, { enabled: ['a'], disabled: ['a'], required: [] });
      },
      'system.services.disabled',
      'error',
      /both/,
    ],
    [
      (spec) => {
        Object.assign(spec.system.services, { enabled: [], disabled: ['sshd.service'], required: ['sshd'] });
      },
      'system.services.disabled',
      'error',
      /both required and disabled/,
    ],
    [
      (spec) => {
        spec.system.services.required = ['sshd', 'chronyd', 'sshd.service'];
      },
      'system.services.required[2]',
      'error',
      /named twice/,
    ],
    [
      (spec) => {
        spec.system.users = [user, user];
      },
      'system.users[1]',
      'error',
      /named twice/,
    ],
    [
      (spec) => {
        spec.system.users = [{ ...user, name: 'root' }];
      },
      'system.users[0].name',
      'error',
      /always there/,
    ],
    [
      (spec) => {
        spec.outputs = [];
      },
      'outputs',
      'error',
      /Nothing/,
    ],
    [
      (spec) => {
        spec.outputs = ['iso', 'iso'];
      },
      'outputs[1]',
      'error',
      /named twice/,
    ],
  ];
  for (const [change, path, level, message] of table) {
    const spec = defaultSpec();
    change(spec);
    const findings = validateSpec(spec, today);
    assert.deepEqual(
      findings.map((finding) => [finding.path, finding.level]),
      [[path, level]],
      JSON.stringify(findings),
    );
    assert.match(findings[0]?.message ?? '', message);
    assert.notEqual(findings[0]?.remedy, '');
  }
});

test('network settings that NetworkManager would refuse, or that reach nobody, are found', () => {
  const table: [Partial<NetworkSpec>, string | null, RegExp][] = [
    [{ gateway: '192.168.1.1' }, 'gateway', /no effect/],
    [{ addresses: ['192.168.1.10/24'], gateway: '192.168.2.1' }, 'gateway', /no network/],
    [{ addresses: ['192.168.1.10/24'], gateway: 'fe80::1' }, 'gateway', /no network/],
    [{ addresses: ['fd00::10/64'], gateway: 'fd01::1' }, 'gateway', /no network/],
    [{ addresses: ['192.168.1.10/24'], gateway: '192.168.1.10' }, 'gateway', /device itself/],
    [{ addresses: ['fd00::10/64'], gateway: 'FD00:0::10' }, 'gateway', /device itself/],
    [{ addresses: ['192.168.1.10/24', '192.168.1.10/16'] }, 'addresses[1]', /named twice/],
    [{ addresses: ['fd00::10/64', 'fd00:0::10/64'] }, 'addresses[1]', /named twice/],
    [{ addresses: ['192.168.1.0/24'] }, 'addresses[0]', /network itself/],
    [{ addresses: ['10.0.0.1/24', '192.168.1.127/25'] }, 'addresses[1]', /broadcast/],
    [{ dns: ['9.9.9.9', '9.9.9.9'] }, 'dns[1]', /named twice/],
    [{ addresses: ['fd00::10/64'], dns: ['9.9.9.9'] }, 'dns[0]', /cannot be reached/],
    [{ addresses: ['192.168.1.10/24'], gateway: '192.168.1.1', dns: ['fd00::1'] }, null, /^$/],
    [{ addresses: ['192.168.1.255/16', '10.0.0.0/31', '10.9.9.9/32'] }, null, /^$/],
    [{ addresses: ['10.0.0.9/24', 'fd00::10/64'], gateway: 'fe80::1' }, null, /^$/],
    [{ addresses: ['fd00::/64', '10.0.0.9/8'], gateway: '10.200.0.1' }, null, /^$/],
  ];
  for (const [network, field, message] of table) {
    const spec = defaultSpec();
    Object.assign(spec.system.network, network);
    const findings = validateSpec(spec, today);
    assert.deepEqual(
      findings.map(({ path, level }) => [path, level]),
      field === null ? [] : [[`system.network.${field}`, 'error']],
      JSON.stringify(network),
    );
    assert.match(findings[0]?.message ?? '', message);
  }
});

test('a release that is not known is fine with repositories given by hand', () => {
  const spec = defaultSpec();
  spec.release = 52;
  spec.repositories = [repositorySpec({ id: 'mine', baseurl: ['https://h/52/'], keys: ['k'] })];
  assert.deepEqual(validateSpec(spec, today), []);
});

test('a misspelt time zone is answered with the one that was meant', () => {
  const spec = defaultSpec();
  spec.system.timezone = 'Asia/Tokio';
  assert.match(validateSpec(spec, today)[0]?.remedy ?? '', /Did you mean `Asia\/Tokyo`/);
});
