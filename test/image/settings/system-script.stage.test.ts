import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { SystemSpec } from '../../../src/config/image-spec.js';
import { groupScript, systemScript } from '../../../src/image/settings/system-script.js';
import { sshKey } from '../../config/generated-specs.js';
import { mustRun, runProgram } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { saidBy, systemOf } from '../../project/kickstart/parsed.js';
import { settingFunctions } from './setting-functions.js';

/** Runs the script of a system with programs that only write down how they were called. */
function callsOf(t: TestContext, system: SystemSpec): string {
  const dir = scratchFolder(t);
  const log = path.join(dir, 'calls');
  for (const name of ['firewall-offline-cmd', 'authselect', 'systemctl', 'groupadd']) {
    writeTree(dir, { [`bin/${name}`]: `#!/bin/sh\necho "${name} $*" >>"${log}"\n` });
    chmodSync(path.join(dir, 'bin', name), 0o755);
  }
  const env = { PATH: `${dir}/bin:/usr/bin:/bin` };
  mustRun(
    '/bin/sh',
    ['-c', settingFunctions + groupScript(system) + systemScript(system, (field) => field)],
    { env },
  );
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

test("firewall and authselect are set up by the image's own programs", (t) => {
  const system = systemOf(
    'firewall --enabled --http --remove-service=mdns --port=8080,53:udp --trust=eth1',
    'authselect select local with-mkhomedir --force',
    'skipx',
  );
  assert.equal(
    callsOf(t, system),
    [
      'firewall-offline-cmd --enabled --service=http --service=ssh --remove-service=mdns --port=8080:tcp --port=53:udp --trust=eth1',
      'systemctl --quiet enable firewalld',
      'authselect select local with-mkhomedir --force',
      'systemctl --quiet set-default multi-user.target',
      '',
    ].join('\n'),
  );
});

test('groups that are there are left alone, others are made with their numbers', (t) => {
  const system = systemOf('group --name=root', 'group --name=plc --gid=4711', 'user --name=op --gid=4712');
  assert.equal(callsOf(t, system), 'groupadd -g 4711 plc\ngroupadd -g 4712 op\n');
});

test('a key for a user that is not there stops the build, with the line', () => {
  const { system, where } = saidBy('skipx', `sshkey --username=nobody-here "${sshKey}"`);
  const script = settingFunctions + systemScript(system, where);
  const { status, stderr } = runProgram('/bin/sh', ['-c', script]);
  assert.equal(status, 1);
  assert.match(stderr, /ks\/ks\.root\.cfg:2: there is no user `nobody-here`/);
});
