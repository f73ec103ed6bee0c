import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { checkDocument } from '../../../src/config/check-document.js';
import { isHost } from '../../../src/config/fields/host-name.js';
import { mustRun, runProgram } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { prepareDeviceReaders, readByNetworkManager } from '../../image/device-readers.js';
import { documentWith, valueRows } from './value-rows.js';

/*
 * The tables of values, asked of the programs that read them: what a field takes they take. What it refuses they
 * refuse too where that is what the row is about; names of accounts are Fedora's, and Debian's useradd takes more.
 */

let root: string;

before(
  async () => {
    root = await prepareDeviceReaders();
  },
  { timeout: 1_800_000 },
);

function rowOf(field: string) {
  const row = valueRows.find((one) => one.field === field);
  assert.ok(row !== undefined);
  return row;
}

const inRoot = (script: string, ...args: string[]) =>
  runProgram('chroot', [root, '/bin/sh', '-c', script, 'sh', ...args]);

test('useradd makes every account that may be named', () => {
  const script = `dir=$(mktemp -d)
    trap 'rm -rf "$dir"' EXIT
    mkdir "$dir/etc"
    for file in passwd group shadow gshadow login.defs; do : >"$dir/etc/$file"; done
    for name; do useradd --prefix "$dir" -M -- "$name" || exit; done`;
  const names = [...rowOf('system.users.name').taken, ...rowOf('system.users.groups[]').taken];
  const { status, stderr } = inRoot(script, ...names);
  assert.equal(status, 0, stderr);
});

test('systemctl enables every unit that may be named, and no other', (t) => {
  const { taken, refused } = rowOf('system.services.enabled[]');
  const unit = '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\nDefaultInstance=x\n';
  const enable = (name: string) => {
    const dir = scratchFolder(t);
    writeTree(dir, { 'etc/systemd/system/multi-user.target': '' });
    const file = /\.[a-z]+$/.test(name) ? name : `${name}.service`;
    try {
      writeFileSync(path.join(dir, 'etc/systemd/system', file.replace(/@.+\./, '@.')), unit);
    } catch {
      return false;
    }
    return runProgram('systemctl', [`--root=${dir}`, 'enable', '--', name]).status === 0;
  };
  for (const name of taken) assert.ok(enable(name), name);
  // systemd itself takes a lone backslash, which systemd-escape never writes.
  for (const name of refused.filter((one) => !one.includes('\\'))) assert.ok(!enable(name), name);
});

test('NetworkManager takes interfaces and name servers that pass, and refuses what does not', () => {
  const reads = (device: string, server: string) => {
    const lines = ['[connection]', 'id=x', 'type=ethernet', `interface-name=${device}`];
    const family = server.includes(':') ? 'ipv6' : 'ipv4';
    const profile = [...lines, `[${family}]`, 'method=auto', `dns=${server};`, ''].join('\n');
    const { status, stdout } = readByNetworkManager(root, profile);
    return status === 0 && stdout.includes(`interface-name=${device}\n`) && /^dns=/m.test(stdout);
  };
  const devices = rowOf('system.network.device');
  for (const device of devices.taken) assert.ok(reads(device, '9.9.9.9'), device);
  // A number is a name to NetworkManager, and an interface's index to systemd and iproute2.
  for (const device of devices.refused.filter((one) => one !== '7' && one !== '')) {
    assert.ok(!reads(device, '9.9.9.9'), device);
  }
  for (const server of rowOf('system.network.dns[]').taken) assert.ok(reads('eth0', server), server);
});

test('chronyd takes every host that passes as its server', () => {
  const hosts = ['pool.ntp.org', 'ntp_1.lan', 'a.b.', '192.168.1.1', 'fd00::1'];
  for (const host of hosts) {
    assert.ok(isHost(host), host);
    const { status, stderr } = inRoot(
      'printf "server %s iburst nts\\n" "$1" >/tmp/c; chronyd -p -f /tmp/c',
      host,
    );
    assert.equal(status, 0, `${host}: ${stderr}`);
  }
});

test('ssh-keygen reads keys that pass, with their options', (t) => {
  const dir = scratchFolder(t);
  for (const [type, ...bits] of [
    ['ed25519'],
    ['ecdsa', '-b', '256'],
    ['ecdsa', '-b', '521'],
    ['rsa', '-b', '2048'],
  ]) {
    const file = path.join(dir, [type, ...bits].join(''));
    mustRun('ssh-keygen', ['-q', '-t', type as string, ...bits, '-N', '', '-C', 'a "b"', '-f', file]);
    const key = mustRun('cat', [`${file}.pub`]).trim();
    for (const line of [key, `restrict,command="a \\"b\\"" ${key}`]) {
      assert.deepEqual(checkDocument(documentWith('system.rootSshKeys[]', line)), [], line);
      writeFileSync(`${file}.one`, `${line}\n`);
      mustRun('ssh-keygen', ['-l', '-f', `${file}.one`]);
    }
    const short = key.replace(/.{8} a "b"$/, '');
    assert.equal(checkDocument(documentWith('system.rootSshKeys[]', short)).length, 1, short);
    writeFileSync(`${file}.one`, `${short}\n`);
    assert.notEqual(runProgram('ssh-keygen', ['-l', '-f', `${file}.one`]).status, 0);
  }
});

test('hashes of every method that libxcrypt makes pass, and one that is cut short opens nothing', () => {
  const crypt = (setting: string) =>
    inRoot('exec perl -e \'print crypt("pw", $ARGV[0]) // "*0"\' "$1"', setting).stdout;
  const bcrypt = `$2b$05$${'a'.repeat(22)}`;
  for (const setting of [
    '$y$j9T$abcdefgh$',
    '$gy$j9T$abcdefgh$',
    '$6$ab',
    '$6$rounds=5000$ab',
    '$5$ab',
    '$1$ab',
    bcrypt,
  ]) {
    const hash = crypt(setting);
    assert.ok(hash.startsWith('$'), `${setting}: ${hash}`);
    assert.deepEqual(checkDocument(documentWith('system.rootPasswordHash', hash)), [], hash);
    const short = hash.slice(0, -1);
    assert.notEqual(crypt(short), short);
    assert.equal(checkDocument(documentWith('system.rootPasswordHash', short)).length, 1, short);
  }
});
