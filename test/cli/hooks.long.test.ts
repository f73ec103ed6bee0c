import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { assertError, assertOnlyLogs, assertRefused } from './assert-failure.js';
import { iso, listOfMedium, logOf, onMedium, projectWithCache, redone, stageOf } from './built-project.js';
import { cliProject, filesBelow } from './cli-project.js';

/** Run by bash, since nobody may execute it. */
const users = `useradd --no-create-home operator
names=(first second)
echo "/opt/\${names[1]}-shell" >>/etc/shells
echo "to be seen in the log"
`;
const looks = `#!/bin/sh -e
grep -q operator /etc/passwd
{ cat /etc/from-override; ls /sys/class/net; date -u -d "@$SOURCE_DATE_EPOCH" +%Y; } >/usr/share/seen
`;
const media = `[ "$PWD" = "$ISO_ROOT" ]
cp iso-root/docs/manual.txt docs/copy.txt
cat build-hooks.d/data >docs/data.txt
ls tfr >docs/contents.txt
`;

describe('hooks and files for the medium', () => {
  it('have their effects in the image and on the ISO, and are run again only when something changed', async (t) => {
    const project = await projectWithCache(t);
    await project.write('root.override/etc/from-override', 'laid over before\n');
    await project.write('hooks.d/10-users.sh', users);
    await project.write('hooks.d/20-look.sh', looks);
    await chmod(path.join(project.dir, 'hooks.d/20-look.sh'), 0o755);
    await project.write('hooks.d/README', 'no script\n');
    await project.write('iso-root.override/docs/manual.txt', 'how to use it\n');
    await project.write('build-hooks.d/media.sh', `set -e\n${media}`);
    await project.write('build-hooks.d/data', 'data of a hook\n');
    await project.must(['build']);
    const slot = stageOf(project, 'slot', 'slot.img');
    const inSlot = (file: string) => mustRun('debugfs', ['-R', `cat ${file}`, slot]);
    assert.match(inSlot('/etc/passwd'), /^operator:/m);
    assert.match(inSlot('/etc/shells'), /^\/opt\/second-shell$/m);
    assert.match(inSlot('/usr/share/seen'), /^laid over before\nlo\n20\d\d\n$/);
    // What a script writes in place must not reach the packages' tree, which other images are made of.
    const shells = path.join(stageOf(project, 'tree', 'root'), 'etc/shells');
    assert.doesNotMatch(readFileSync(shells, 'utf8'), /second-shell/);
    assert.match(logOf(project), /hooks\.d\/10-users\.sh: to be seen in the log/);
    assert.equal(onMedium(project, '/docs/copy.txt'), 'how to use it\n');
    assert.equal(onMedium(project, '/docs/data.txt'), 'data of a hook\n');
    assert.doesNotMatch(listOfMedium(project), /iso-root|build-hooks/);
    assert.match(onMedium(project, '/docs/contents.txt'), /^slot\.img\.zst$/m);

    assert.deepEqual(redone(await project.must(['build', '--json'])), []);
    await project.write('build-hooks.d/media.sh', `set -e\n${media}echo more >docs/more.txt\n`);
    assert.deepEqual(redone(await project.must(['build', '--json'])), [iso]);
    assert.equal(onMedium(project, '/docs/more.txt'), 'more\n');
  });

  it('from Windows are run without their line ends, on the device too, and stay as they are', async (t) => {
    const project = await projectWithCache(t);
    const windows = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    await project.write(
      'hooks.d/10-x.sh',
      windows('#!/bin/sh -e\n. hooks.d/lib\necho x$of_lib >/usr/share/seen\n'),
    );
    await chmod(path.join(project.dir, 'hooks.d/10-x.sh'), 0o755);
    await project.write('hooks.d/20-read.sh', windows('set -e\necho read >>/usr/share/seen\n'));
    await project.write('hooks.d/lib', 'of_lib=y\n');
    await project.write('build-hooks.d/media.sh', windows('#!/bin/sh\nset -e\necho more >docs.txt\n'));
    await chmod(path.join(project.dir, 'build-hooks.d/media.sh'), 0o755);
    await project.write('install-hooks.d/10.sh', windows('#!/bin/sh\nset -e\ntrue\n'));
    const { stderr } = await project.must(['build']);
    assert.equal(stderr.match(/4 scripts have Windows line ends/g)?.length, 1, stderr);
    const slot = stageOf(project, 'slot', 'slot.img');
    assert.equal(mustRun('debugfs', ['-R', 'cat /usr/share/seen', slot]), 'xy\nread\n');
    assert.equal(onMedium(project, '/docs.txt'), 'more\n');
    assert.equal(onMedium(project, '/tfr/install-hooks.d/10.sh'), '#!/bin/sh\nset -e\ntrue\n');
    assert.match(readFileSync(path.join(project.dir, 'hooks.d/20-read.sh'), 'utf8'), /^\uFEFFset -e\r\n/);
    assert.match(logOf(project), /hooks\.d\/20-read\.sh: run without its Windows line ends/);
  });

  it('are started by what their first line names, and stop the build before them when that is missing', async (t) => {
    const project = await projectWithCache(t);
    await project.write('hooks.d/10.sh', '#!/bin/sh -e\nfalse\n');
    assertError(await project.run(['build']), 1, /hooks\.d\/10\.sh/, /status 1/);
    await project.write('hooks.d/10.sh', '#!/usr/bin/env zz-script\n');
    const before = filesBelow(project.dir);
    const missing = await project.run(['build']);
    assertError(
      missing,
      2,
      /hooks\.d\/10\.sh:1/,
      /needs the interpreter `zz-script`, which the image does not have/,
    );
    assertOnlyLogs(project, before);
    await project.write('root.override/usr/bin/zz-script', '#!/bin/sh\necho "$1" >/usr/share/seen\n');
    await chmod(path.join(project.dir, 'root.override/usr/bin/zz-script'), 0o755);
    await project.must(['build', '--output', 'raw']);
    const slot = stageOf(project, 'slot', 'slot.img');
    assert.equal(mustRun('debugfs', ['-R', 'cat /usr/share/seen', slot]), 'hooks.d/10.sh\n');
    await project.write('build-hooks.d/10.sh', '#!/usr/bin/zz-medium\n');
    assertError(
      await project.run(['build']),
      3,
      /build-hooks\.d\/10\.sh:1/,
      /`\/usr\/bin\/zz-medium`, which is missing/,
    );
  });

  it('with some Windows line ends are named by their line, before anything is built', async (t) => {
    const project = await cliProject(t);
    await project.write('hooks.d/10.sh', 'echo a\necho b\r\n');
    await assertRefused(project, ['rebuild', '--dry-run'], /hooks\.d\/10\.sh:2/, /carriage return/);
  });

  it('that fail stop the build by name, with what they said, and leave nothing half-made', async (t) => {
    const project = await projectWithCache(t);
    await project.write(
      'hooks.d/30-broken.sh',
      'printf "the disk of the moon \\033[2Jis missing\\n"\nexit 7\n',
    );
    const before = filesBelow(project.dir);
    assertError(
      await project.run(['build']),
      1,
      /hooks\.d\/30-broken\.sh/,
      /status 7/,
      /disk of the moon \\u001b\[2Jis missing/,
    );
    assertOnlyLogs(project, before);
  });

  it('cannot put files over the installer', async (t) => {
    const project = await cliProject(t);
    await project.write('iso-root.override/tfr/vmlinuz', 'mine');
    await assertRefused(project, ['build'], /iso-root\.override\/tfr\/vmlinuz/, /installer itself/);
  });
});
