import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { quote } from '../../../src/base/text/shell-quote.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { serviceScript, settingFiles, settingScript } from '../../../src/image/settings/settings.js';
import { mustRun, runProgram } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { specOf } from '../spec-of.js';
import { settingFunctions } from './setting-functions.js';

const hostile = [
  '',
  ' ',
  "'",
  "''",
  `it's "quoted"`,
  '$(touch /tmp/pwned)',
  '`id`',
  '$HOME',
  '\\',
  "\\'",
  'a\nb',
  '*',
  '-n',
  '; rm -rf x',
  '%s\\n',
  '$6$salt$hash/with.dots',
  'ünï',
  '!',
  '~',
  '#',
];

test('a quoted word is the same word for every shell, whatever is in it', () => {
  for (const shell of [['dash'], ['bash', '--norc', '--posix'], ['busybox', 'sh']]) {
    const [program = '', ...args] = shell;
    // An end mark, since a shell takes the last newlines off.
    const script = hostile.map((word) => `printf '%s\\036' ${quote(word)}`).join('\n');
    assert.deepEqual(
      mustRun(program, [...args, '-c', script])
        .split('\x1e')
        .slice(0, -1),
      hostile,
      program,
    );
  }
});

test('without a password the account is locked, not open', (t) => {
  const spec = specOf(({ system }) => {
    system.users = [userSpec({ name: 'op', groups: [], passwordHash: null, sshKeys: [] })];
  });
  const calls = runWithStubs(scratchFolder(t), spec);
  assert.deepEqual(calls.get('usermod'), [['-p', '!', 'root']]);
  assert.deepEqual(calls.get('useradd'), [['-m', '-s', '/bin/bash', '-p', '!', 'op']]);
  assert.equal(calls.get('chpasswd'), undefined);
});

test('the programs that apply settings get every value as it is', (t) => {
  const spec = specOf(({ system }) => {
    system.timezone = "Europe/O'Higgins $(id)";
    system.rootPasswordHash = '$6$a`b$c';
    system.users = [
      userSpec({
        name: 'op',
        groups: ['wheel', 'dialout'],
        passwordHash: "$y$j9T$'x",
        sshKeys: ["ssh-rsa A it's", 'ssh-rsa %s\\n'],
      }),
    ];
    system.services = {
      ...system.services,
      enabled: ['sshd.service', 'a@b c.service'],
      disabled: ['$(x).timer'],
      required: [],
    };
  });
  const dir = scratchFolder(t);
  const calls = runWithStubs(dir, spec);
  // Not by arguments, which every user of the build machine can read.
  assert.deepEqual(calls.get('chpasswd'), [['-e']]);
  assert.equal(readFileSync(path.join(dir, 'chpasswd.input'), 'utf8'), "root:$6$a`b$c\nop:$y$j9T$'x\n");
  assert.deepEqual(calls.get('ln'), [
    ['-sfn', "../usr/share/zoneinfo/Europe/O'Higgins $(id)", '/etc/localtime'],
  ]);
  assert.equal(calls.get('usermod'), undefined);
  assert.deepEqual(calls.get('useradd'), [['-m', '-s', '/bin/bash', '-G', 'wheel,dialout', 'op']]);
  assert.deepEqual(calls.get('systemctl'), [
    ['--quiet', 'enable', '--', 'sshd.service', 'a@b c.service'],
    ['--quiet', 'disable', '--', '$(x).timer'],
  ]);
  assert.deepEqual(calls.get('chown'), [['-R', 'op:', '/home/op/.ssh']]);
  assert.equal(
    readFileSync(path.join(dir, 'home/op/.ssh/authorized_keys'), 'utf8'),
    "ssh-rsa A it's\nssh-rsa %s\\n\n",
  );
});

test('required units are enabled once each, and the target of a good boot needs them', (t) => {
  const spec = specOf(({ system }) => {
    system.services = {
      ...system.services,
      enabled: ['sshd', 'a.timer'],
      disabled: [],
      required: ['sshd.service', 'chronyd', 'x.target'],
    };
  });
  const drop = settingFiles(spec).find(({ path: name }) => name.includes('boot-complete'));
  assert.equal(drop?.path, 'etc/systemd/system/boot-complete.target.d/50-tmpfsroot.conf');
  const units = 'sshd.service chronyd.service x.target';
  assert.equal(drop.content, `[Unit]\nRequires=${units}\nAfter=${units}\n`);
  assert.deepEqual(runWithStubs(scratchFolder(t), spec).get('systemctl'), [
    ['--quiet', 'enable', '--', 'sshd', 'a.timer', 'chronyd', 'x.target'],
    ['--quiet', 'add-wants', 'multi-user.target', 'boot-complete.target'],
  ]);
});

test('without required units boot-complete.target is left as it is', (t) => {
  assert.ok(!settingFiles(specOf()).some(({ path: name }) => name.includes('boot-complete')));
  assert.equal(runWithStubs(scratchFolder(t), specOf()).get('systemctl'), undefined);
});

test('a program that fails stops the script', (t) => {
  const dir = scratchFolder(t);
  const bin = stubs(dir);
  writeTree(bin, { usermod: '#!/bin/sh\nexit 6\n' });
  chmodSync(path.join(bin, 'usermod'), 0o755);
  const { status } = runProgram('/bin/sh', ['-c', settingFunctions + settingScript(specOf())], {
    env: { PATH: `${bin}:/usr/bin:/bin`, DIR: dir },
  });
  assert.equal(status, 6);
});

const stubbed = ['ln', 'usermod', 'useradd', 'chpasswd', 'systemctl', 'chmod', 'chown'];

/** Programs that only write down what they were called with. */
function stubs(dir: string): string {
  const bin = path.join(dir, 'bin');
  mkdirSync(path.join(dir, 'calls'), { recursive: true });
  mkdirSync(path.join(dir, 'home/op'), { recursive: true });
  for (const name of stubbed) {
    writeTree(bin, {
      [name]: `#!/bin/sh\n{ for word; do printf '%s\\037' "$word"; done; printf '\\036'; } >>"$DIR/calls/${name}"\n`,
    });
    chmodSync(path.join(bin, name), 0o755);
  }
  appendFileSync(path.join(bin, 'chpasswd'), 'cat >"$DIR/chpasswd.input"\n');
  return bin;
}

/** Runs the script of a spec over stubs; /home is a folder of the test. */
function runWithStubs(dir: string, spec: ImageSpec): Map<string, string[][]> {
  const bin = stubs(dir);
  const script = (settingScript(spec) + serviceScript(spec))
    .replaceAll("> '/home/", `> '${dir}/home/`)
    .replaceAll("mkdir -m 0700 '/home/", `mkdir -m 0700 '${dir}/home/`);
  mustRun('/bin/sh', ['-c', settingFunctions + script], { env: { PATH: `${bin}:/usr/bin:/bin`, DIR: dir } });
  return new Map(
    readdirSync(path.join(dir, 'calls')).map((name) => [
      name,
      readFileSync(path.join(dir, 'calls', name), 'utf8')
        .split('\x1e')
        .slice(0, -1)
        .map((call) => call.split('\x1f').slice(0, -1)),
    ]),
  );
}
