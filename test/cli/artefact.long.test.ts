import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { builtProject, fillOnce, iso } from './built-iso.js';

before(fillOnce, { timeout: 1_200_000 });

describe('an artefact', () => {
  it('that somebody has changed is kept beside the new one, one as it was made is not', async (t) => {
    const project = await builtProject(t);
    const output = path.join(project.dir, 'output');
    const kept = () => readdirSync(output).filter((name) => name.startsWith(`${iso}.`));
    await project.write('root.override/usr/local/share/note', 'once\n');
    await project.rebuild();
    assert.deepEqual(kept(), []);
    appendFileSync(project.iso, 'mine');
    assert.deepEqual(await project.rebuild(), [iso]);
    const [copy = '', ...others] = kept();
    assert.match(copy.slice(iso.length), /^\.\d{4}-\d\d-\d\dT\d{6}$/);
    assert.deepEqual(others, []);
    assert.equal(readFileSync(path.join(output, copy)).subarray(-4).toString(), 'mine');
    assert.notEqual(readFileSync(project.iso).subarray(-4).toString(), 'mine');
  });

  it('is made again, with the same digest, when it was deleted or changed', async (t) => {
    const project = await builtProject(t);
    const digest = () => mustRun('sha256sum', [project.iso]).split(' ')[0];
    const first = digest();
    for (const harm of [
      () => rm(project.iso),
      () => appendFileSync(project.iso, 'x'),
      () => {
        // The same size, other bytes and another time.
        mustRun('dd', [
          'if=/dev/urandom',
          `of=${project.iso}`,
          'bs=4096',
          'seek=100',
          'count=1',
          'conv=notrunc',
        ]);
        utimesSync(project.iso, new Date(), new Date());
      },
    ]) {
      await harm();
      assert.deepEqual(await project.rebuild(), [iso]);
      assert.equal(digest(), first);
    }
  });
});
