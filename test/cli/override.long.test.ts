import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';
import { assertRefused } from './assert-failure.js';
import { projectWithCache, stageOf } from './built-project.js';
import { type CliProject, cliProject } from './cli-project.js';

/** Runs lines of sh in root.override. */
function inOverride({ dir }: CliProject, script: string): void {
  mustRun('sh', ['-euc', `mkdir -p "$1/root.override"; cd "$1/root.override"\n${script}`, 'sh', dir]);
}

const odd = `mkdir -p usr/share/odd; cd usr/share/odd
for name in -rf 'back\\slash' ' blank ' 'two
lines' '"' "$(printf 'bad\\377')"; do mkdir -p "./$name"; echo x >"./$name/$name"; done`;

describe('root.override in an image', () => {
  it('goes through the links of the tree, with special bits and any name, as far as the device checks its copy', async (t) => {
    const project = await projectWithCache(t);
    inOverride(
      project,
      `mkdir -p bin lib/firmware var/spool/all opt/acme
       echo x >bin/tool; chmod 6755 bin/tool; echo x >lib/firmware/acme.bin; touch opt/acme/.gitkeep
       chmod 1777 var/spool/all\n${odd}`,
    );
    await project.must(['build']);
    const slot = stageOf(project, 'slot', 'slot.img');
    const debugfs = (request: string) => mustRun('debugfs', ['-R', request, slot]);
    assert.match(debugfs('stat /usr/bin/tool'), /Mode: +06755 [\s\S]*User: +0 +Group: +0 /);
    assert.match(debugfs('stat /var/spool/all'), /Mode: +01777 /);
    assert.match(debugfs('stat /lib'), /Type: symlink/);
    assert.equal(debugfs('cat /usr/lib/firmware/acme.bin'), 'x\n');
    assert.match(readFileSync(path.join(path.dirname(slot), 'opt.dirs'), 'utf8'), /^755 0 0 acme$/m);

    // As the device does: the copy into a tmpfs, then the digests of all of it (90tmpfsroot/root.sh).
    const memory = newFolder('tfr-', '/dev/shm');
    t.after(() => rmSync(memory, { recursive: true, force: true }));
    mustRun('debugfs', ['-R', `rdump / ${memory}`, slot]);
    mustRun('sh', [
      '-euc',
      'cd "$1"; b2sum --check --quiet --strict usr/lib/tmpfsroot/files.b2',
      'sh',
      memory,
    ]);
  });

  const refused: [what: string, script: string, says: RegExp[]][] = [
    [
      'opt',
      'mkdir -p opt/acme; echo x >opt/acme/app.conf',
      [/opt\/acme\/app\.conf/, /--opt-size 0/, /install-hooks\.d/],
    ],
    ['a FIFO', 'mkdir run; mkfifo run/pipe', [/root\.override\/run\/pipe/, /FIFO/]],
    [
      'two names',
      'mkdir -p bin usr/bin; echo x >bin/x; echo x >usr/bin/x',
      [/override\/usr\/bin\/x/, /override\/bin\/x/],
    ],
  ];
  it('is judged by build and by a dry run alike, before anything is made', async (t) => {
    for (const [, script, says] of refused) {
      const project = await cliProject(t);
      inOverride(project, script);
      await assertRefused(project, ['rebuild', '--dry-run'], ...says);
      await assertRefused(project, ['build'], ...says);
    }
  });

  it('may have no capabilities, which nobody would see to be gone', async (t) => {
    const project = await projectWithCache(t);
    inOverride(project, 'mkdir -p usr/bin; echo x >usr/bin/tool; setcap cap_net_raw+ep usr/bin/tool');
    await assertRefused(project, ['build'], /root\.override\/usr\/bin\/tool/, /capabilities/, /setcap -r/);
  });
});
