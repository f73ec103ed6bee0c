import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { TaskContext } from '../../src/engine/progress.js';
import { writable } from '../../src/engine/views.js';
import { findBootLoader } from '../../src/image/boot/boot-files.js';
import { addDeviceFiles } from '../../src/image/root/device-files.js';
import { tidyScript } from '../../src/image/settings/composed-tree.js';
import { copyFromTree, shellFileIn, shellIn } from '../../src/image/shell.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { taskContext } from '../helpers/task-context.js';

const kernel = 'usr/lib/modules/6.1/vmlinuz';
/** What the machine has in a folder that is none of a build's business. */
const onHost = {
  ...{ 'passwd-': 'precious', 'machine-id': 'precious', 'lines.log': 'precious', secret: 'hidden' },
  ...{
    'efi/EFI/fedora/shimx64.efi': 'hidden',
    'efi/EFI/fedora/grubx64.efi': 'hidden',
    'modules/6.1/vmlinuz': 'hidden',
  },
};

/** Steps of ours on a tree in which somebody has put links; each ends well or with a Failure. */
const steps: Record<string, (ctx: TaskContext, tree: string, scratch: string) => Promise<unknown>> = {
  'the files of the device': (ctx, tree) => addDeviceFiles(ctx, tree),
  'tidying after the packages': (ctx, tree) =>
    shellFileIn(ctx, [writable(tree)], 'tidying', ['src/image/root/tidy.sh', tree]),
  'tidying after the scripts': (ctx, tree) => shellIn(ctx, [writable(tree)], 'tidying', tidyScript, tree),
  'looking for the boot loader': (ctx, tree) => findBootLoader(ctx, tree),
  'copying the kernel': async (ctx, tree, scratch) => {
    const to = path.join(scratch, 'copy');
    await copyFromTree(ctx, 'copying', { tree, from: path.join(tree, kernel), to });
  },
};

for (const [name, step] of Object.entries(steps)) {
  test(`no link of a tree leads out of it: ${name}`, async (t) => {
    const scratch = scratchFolder(t);
    const [host, tree] = [path.join(scratch, 'host'), path.join(scratch, 'tree')];
    writeTree(host, onHost);
    const before = readdirSync(host, { recursive: true });
    for (const link of [
      'etc',
      'boot',
      'run',
      'tmp',
      'var',
      'var/log',
      'usr/bin',
      'usr/lib',
      'usr/lib/modules',
      kernel,
    ]) {
      rmSync(tree, { recursive: true, force: true });
      writeTree(tree, {
        'etc/x': '',
        'run/x': '',
        'tmp/x': '',
        'var/tmp/x': '',
        'boot/x': '',
        'usr/bin/x': '',
        [kernel]: '',
      });
      mkdirSync(path.join(tree, 'var/log'), { recursive: true });
      rmSync(path.join(tree, link), { recursive: true });
      const target =
        link === kernel ? 'secret' : link === 'usr/lib' ? '' : link.endsWith('modules') ? 'modules' : '';
      symlinkSync(path.join(host, target), path.join(tree, link));
      const ended = await step(taskContext(), tree, scratch).then(
        () => null,
        (error) => failureOf(Promise.reject(error)),
      );
      assert.deepEqual(readdirSync(host, { recursive: true }), before, `${link}: ${JSON.stringify(ended)}`);
      for (const [file, content] of Object.entries(onHost))
        assert.equal(readFileSync(path.join(host, file), 'utf8'), content, link);
      for (const file of readdirSync(scratch).filter((one) => one === 'copy'))
        assert.doesNotMatch(readFileSync(path.join(scratch, file), 'utf8'), /hidden/, link);
    }
  });
}
