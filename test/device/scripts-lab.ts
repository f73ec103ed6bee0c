import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

/**
 * Runs functions of the installer over folders; `files` are those of the medium's folder `tfr`, `slot` is the file of
 * what slot A holds.
 */
export function scriptsLab(
  t: Parameters<typeof scratchFolder>[0],
  shell: string,
  files: Record<string, string>,
  commands: string,
  slot = '',
) {
  const dir = scratchFolder(t);
  const folders = ['medium', 'esp', 'esp2'].map((name) => path.join(dir, name)) as [string, string, string];
  const [medium, target, second] = folders;
  for (const folder of folders) mkdirSync(folder);
  writeTree(path.join(medium, 'tfr'), files);
  const ran = runProgram('unshare', ['-m', 'sh', packageFile('test/device/scripts-lab.sh')], {
    env: {
      MEDIUM: medium,
      TARGET: target,
      SECOND: second,
      SCRIPTS: packageFile('src/device/dracut/91tmpfsroot-install'),
      SHELL: shell,
      SLOT: slot,
    },
    input: `TFR_NAME=robot\nTFR_LABEL=TFR_1\nid=1234\nesp_files=$MEDIUM/tfr/esp\n${commands}\n`,
  });
  return { ...ran, lines: ran.stdout.trimEnd().split('\n'), medium, target, second };
}
