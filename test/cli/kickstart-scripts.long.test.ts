import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { assertError, assertOnlyLogs, assertRefused } from './assert-failure.js';
import { iso, logOf, onMedium, projectWithCache, redone, stageOf } from './built-project.js';
import { cliProject, filesBelow } from './cli-project.js';

const files = {
  'ks/ks.pre.cfg': 'echo "before any disk"\n',
  'ks/ks.pre-install.cfg': `grep -q '^root:' /mnt/sysimage/etc/passwd
echo 'robot:x:1500:1500:Robot:/opt/robot:/bin/bash' >>/mnt/sysimage/etc/passwd
echo 'robot:x:1500:' >>/mnt/sysimage/etc/group
install -D -m 0600 /run/install/repo/site/key /mnt/sysimage/etc/site/key
`,
  'ks/ks.post-nochroot.cfg': `cp /run/install/repo/site/motd /mnt/sysimage/etc/motd
echo nochroot >/mnt/sysimage/usr/share/order
touch /usr/share/tfr-probe 2>/dev/null || echo "this machine is read-only"
`,
  'ks/ks.post.cfg': `%post --interpreter=/bin/bash --log=/root/ks-post.log --erroronfail
names=(first second)
cat /etc/motd >/usr/share/seen
id -u robot >>/usr/share/seen
echo post >>/usr/share/order
echo "/opt/\${names[1]}-shell" >>/etc/shells
echo said in the root
%end
%post
exit 5
%end
`,
  'hooks.d/10-order.sh': 'echo hook >>/usr/share/order; cat hooks.d/data >>/usr/share/order\n',
  'hooks.d/data': 'data of a hook\n',
  'install-hooks.d/10-first.sh': '#!/bin/sh -e\necho on the device\n',
  'install-hooks.d/data': 'data of an install hook\n',
  'iso-root.override/site/key': 'secret\n',
  'iso-root.override/site/motd': 'from the medium\n',
  'root.override/etc/motd': 'from root.override\n',
};

describe('scripts of kickstart files', () => {
  it('have their effects in the image and on the medium, in their order', async (t) => {
    const project = await projectWithCache(t);
    for (const [name, content] of Object.entries(files)) await project.write(name, content);
    const built = await project.must(['build']);
    assert.match(built.stderr, /warning: `ks\/ks\.post\.cfg:10` ended with status 5/);

    const slot = stageOf(project, 'slot', 'slot.img');
    const inSlot = (file: string) => mustRun('debugfs', ['-R', `cat ${file}`, slot]);
    // What was there before the packages stays, and their scripts added to it.
    assert.match(inSlot('/etc/passwd'), /^root:x:0:0:[\s\S]*^robot:x:1500:1500:Robot:/m);
    assert.match(inSlot('/etc/passwd'), /^sshd:/m);
    assert.match(inSlot('/etc/group'), /^robot:x:1500:$/m);
    assert.equal(inSlot('/etc/site/key'), 'secret\n');
    assert.match(mustRun('debugfs', ['-R', 'stat /etc/site/key', slot]), /Mode:\s+0600/);
    assert.doesNotMatch(mustRun('debugfs', ['-R', 'ls /etc', slot]), /rpmnew/);
    // root.override lies over what came from outside, and %post finds it.
    assert.equal(inSlot('/etc/motd'), 'from root.override\n');
    assert.equal(inSlot('/usr/share/seen'), 'from root.override\n1500\n');
    assert.equal(inSlot('/usr/share/order'), 'nochroot\npost\nhook\ndata of a hook\n');
    assert.match(inSlot('/etc/shells'), /^\/opt\/second-shell$/m);
    assert.equal(inSlot('/root/ks-post.log'), 'said in the root\n');
    const shells = path.join(stageOf(project, 'tree', 'root'), 'etc/shells');
    assert.doesNotMatch(readFileSync(shells, 'utf8'), /second-shell/);
    assert.match(logOf(project), /ks\/ks\.post-nochroot\.cfg: this machine is read-only/);

    assert.equal(onMedium(project, '/tfr/pre.list'), 'stop\tpre.d/1.sh\tks/ks.pre.cfg:1\n');
    assert.equal(onMedium(project, '/tfr/pre.d/1.sh'), '#!/bin/sh\necho "before any disk"\n');
    const hook = 'install-hooks.d/10-first.sh';
    assert.equal(onMedium(project, '/tfr/install-hooks.list'), `stop\t${hook}\t${hook}\n`);
    assert.equal(onMedium(project, `/tfr/${hook}`), files[hook]);
    assert.equal(onMedium(project, '/tfr/install-hooks.d/data'), 'data of an install hook\n');

    const again = await project.must(['build', '--json']);
    assert.deepEqual(redone(again), []);
    await project.write('install-hooks.d/data', 'other data\n');
    assert.deepEqual(redone(await project.must(['build', '--json'])), [iso]);
  });

  it('that fail stop the build by their place, and leave nothing half-made', async (t) => {
    const project = await projectWithCache(t);
    await project.write('ks/ks.pre-install.cfg', '# first\necho "no moon today"\nfalse\necho not reached\n');
    const before = filesBelow(project.dir);
    assertError(await project.run(['build']), 1, /ks\/ks\.pre-install\.cfg:1/, /status 1/, /no moon today/);
    assertOnlyLogs(project, before);
  });

  it('that the installer could not read are refused by their place', async (t) => {
    const project = await cliProject(t);
    await project.write('install-hooks.d/20-later.sh', '#!/usr/bin/python3\nprint("x")\n');
    await assertRefused(project, ['build'], /install-hooks\.d\/20-later\.sh:1/, /\/usr\/bin\/python3/);
  });
});
