import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../project/atomic-write.js';
import { formatLock } from '../rpm/lock-file.js';
import { planDisks } from '../spec/partition-plan.js';
import type { Build } from './build.js';
import { recordedSpec } from './recorded-spec.js';

/** Writes SHA256SUMS, build.json and a copy of the lock beside the artefacts, when their content changes. */
export async function recordBuild(build: Build): Promise<string> {
  const { artefacts, project, outputDir, keys } = build;
  artefacts.sort((a, b) => (a.file < b.file ? -1 : 1));
  const { disks } = planDisks(project.spec);
  const record = {
    name: project.spec.name,
    release: project.spec.release,
    arch: project.spec.arch,
    keys: { tree: keys.tree, initramfs: keys.initramfs, slot: keys.slot },
    artefacts,
    plan: {
      disks: disks.map(({ device, main, sectorSize, sizeMiB }) => ({ device, main, sectorSize, sizeMiB })),
    },
    memoryMiB: project.spec.device.memoryMiB,
    unattended: project.spec.install.unattended,
    spec: recordedSpec(project.spec, project.packages),
  };
  const sums = artefacts.map(({ sha256, file }) => `${sha256}  ${file}\n`).join('');
  await writeIfChanged(path.join(outputDir, 'SHA256SUMS'), sums);
  await writeIfChanged(path.join(outputDir, 'build.json'), `${JSON.stringify(record, null, 2)}\n`);
  await writeIfChanged(path.join(outputDir, 'rpms.lock'), formatLock(build.lock));
  return 'SHA256SUMS, build.json';
}

async function writeIfChanged(file: string, text: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch(() => null);
  if (before !== text) await atomicWriteFile(file, text);
}
