import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { checkFolderPackages, checkMediumPackages } from '../../../src/image/anaconda/check-packages.js';
import { failureOf } from '../../helpers/failure-of.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

const texts = { 'bash-5.2-1.x86_64.rpm': 'bash '.repeat(3000), "it's-1-1.noarch.rpm": 'other '.repeat(500) };
const packages = Object.entries(texts).map(([fileName, text]) => ({
  fileName,
  sha256: createHash('sha256').update(text).digest('hex'),
}));

test('a package that came onto a medium with other bytes is refused by its name', async (t) => {
  const dir = scratchFolder(t);
  writeTree(path.join(dir, 'medium/tfr/packages'), texts);
  const folder = path.join(dir, 'medium/tfr/packages');
  const iso = path.join(dir, 'medium.iso');
  mustRun('xorriso', ['-outdev', iso, '-map', path.join(dir, 'medium'), '/']);
  await checkFolderPackages(packages, folder);
  await checkMediumPackages(taskContext(), packages, iso, '/tfr/packages');

  for (const { fileName } of packages) {
    const text = texts[fileName as keyof typeof texts];
    const bytes = readFileSync(iso);
    bytes.writeUInt8(1, bytes.indexOf(text) + text.length - 1);
    const rotten = path.join(dir, 'rotten.iso');
    writeFileSync(rotten, bytes);
    const onIso = await failureOf(checkMediumPackages(taskContext(), packages, rotten, '/tfr/packages'));
    assert.match(onIso.what, new RegExp(`\`${fileName}\` on the medium`));
    assert.equal(onIso.status, 1);
    copyFileSync(path.join(folder, fileName), path.join(dir, 'good'));
    writeFileSync(path.join(folder, fileName), text.replace(/.$/, '!'));
    assert.match((await failureOf(checkFolderPackages(packages, folder))).what, new RegExp(fileName));
    copyFileSync(path.join(dir, 'good'), path.join(folder, fileName));
  }
});
