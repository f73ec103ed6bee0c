import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { cliProject, filesBelow, linkCache } from './cli-project.js';
import { theirs } from './their-project.js';

describe('an output folder that another user made, by sudo', () => {
  for (const folder of ['output', 'output/logs']) {
    it(`${folder}: says so before any work, and how to get it back`, async (t) => {
      const project = await cliProject(t);
      await linkCache(project, 'packages');
      const their = theirs(t, project);
      mustRun('mkdir', ['-p', path.join(their.dir, 'output/logs')]);
      their.user.own(path.join(their.dir, 'output'));
      mustRun('chown', ['0', path.join(their.dir, folder)]);
      const before = filesBelow(their.dir);
      const { status, stderr } = await their.start(['build']).ended;
      assert.equal(status, 2, stderr);
      assert.match(stderr, new RegExp(`${folder}.*\n.*permission denied`, 'i'));
      assert.match(stderr, /sudo chown -R "\$USER" \S+\/output$/m);
      assert.deepEqual(
        filesBelow(their.dir).filter((file) => !/logs\//.test(file)),
        before.filter((file) => !/logs\//.test(file)),
      );
    });
  }
});
