import path from 'node:path';
import { isRecord } from '../base/field-path.js';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { keepCopy } from '../base/fs/kept-copy.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { t } from '../base/language/texts.js';
import { planDisks } from '../config/partitions/partition-plan.js';
import { lockName } from '../project/folder/project.js';
import { formatLock, parseLockFile } from '../rpm/lock/lock-file.js';
import type { LockedBuild } from './build.js';
import { recordedSpec } from './recorded-spec.js';
import { initramfsStage } from './stages/initramfs.js';
import { slotStage } from './stages/slot.js';
import { treeStage } from './stages/tree.js';

/** Writes SHA256SUMS, build.json and a copy of the lock beside the artefacts, when their content changes. */
export async function recordBuild(build: LockedBuild): Promise<string> {
  const { artefacts, project, outputDir, keyOf } = build;
  await build.record.keepFound();
  artefacts.sort((a, b) => (a.file < b.file ? -1 : 1));
  const { disks } = planDisks(project.spec);
  const record = {
    name: project.spec.name,
    release: project.spec.release,
    arch: project.spec.arch,
    keys: { tree: keyOf(treeStage), initramfs: keyOf(initramfsStage), slot: keyOf(slotStage) },
    artefacts,
    plan: {
      disks: disks.map(({ device, main, sectorSize, sizeMiB }) => ({ device, main, sectorSize, sizeMiB })),
    },
    memoryMiB: project.spec.device.memoryMiB,
    unattended: project.spec.install.unattended,
    spec: recordedSpec(project.spec, project.packages),
  };
  const sums = artefacts.map(({ sha256, file }) => `${sha256}  ${file}\n`).join('');
  const kept = [
    await writeRecord(path.join(outputDir, 'SHA256SUMS'), sums, isSums),
    await writeRecord(
      path.join(outputDir, 'build.json'),
      `${JSON.stringify(record, null, 2)}\n`,
      isRecordText,
    ),
    await writeRecord(path.join(outputDir, lockName), formatLock(build.lock), isLock),
  ].filter((copy) => copy !== null);
  const copies = kept.map((copy) => t`, the previous one is kept as output/${path.basename(copy)}`).join('');
  return `SHA256SUMS, build.json${copies}`;
}

/** @returns The copy of a file that was there and is not a record of a build; null where there was none. */
async function writeRecord(
  file: string,
  text: string,
  isOurs: (before: string) => boolean,
): Promise<string | null> {
  const before = await readSmallText(file).catch(() => null);
  if (before === text) return null;
  const kept = before === null || isOurs(before) ? null : await keepCopy(file, new Date());
  await atomicWriteFile(file, text);
  return kept;
}

function isSums(text: string): boolean {
  return /^([0-9a-f]{64} {2}\S.*\n)*$/.test(text);
}

function isRecordText(text: string): boolean {
  try {
    const record: unknown = JSON.parse(text);
    return isRecord(record) && Array.isArray(record.artefacts) && isRecord(record.keys);
  } catch {
    return false;
  }
}

function isLock(text: string): boolean {
  try {
    return parseLockFile(text, lockName).kind === 'lock';
  } catch {
    return false;
  }
}
