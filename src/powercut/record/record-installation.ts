import { mkdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badInput, stageFailed } from '../../base/failure.js';
import { readText } from '../../base/fs/read-text.js';
import { type BuiltImage, findArtefact, missingIso, parseBuiltImage } from '../../build/built-image.js';
import { requirePrograms } from '../../engine/programs/program-check.js';
import type { TaskContext } from '../../engine/progress.js';
import { runInstaller } from '../../vm/run-installer.js';
import { connectionOf } from '../../vm/virtual-disks.js';
import type { RecordOrder } from './record-scenario.js';
import { recordingFiles, writeRecordingFacts } from './recording.js';
import { requireMachine } from './require-machine.js';
import { wholeSlots } from './whole-slots.js';
import { worksKvm } from './works-kvm.js';

/** What an installation may take without KVM on a busy host. */
const limitMs = 60 * 60_000;

/**
 * Starts the installer that was built beside an image in QEMU, with an empty disk of the image's size, and logs each
 * write of that disk until the installer is done.
 * @throws Failure: 2 where there is no installer, or it is for more than one disk, 3 without root or QEMU, 1 when the
 * installation fails.
 */
export async function recordInstallation(
  ctx: TaskContext,
  { image, scenario, dir }: RecordOrder,
): Promise<void> {
  await requireMachine(ctx.engine);
  await requirePrograms(ctx.engine, 'boot');
  const { iso, device, memoryMiB, unattended } = await installerBeside(image);
  await rm(dir, { recursive: true, force: true });
  const work = path.join(dir, 'work');
  await mkdir(work, { recursive: true });
  const [disk, base, log] = ['disk.raw', 'base.raw', 'log'].map((name) => path.join(work, name)) as [
    string,
    string,
    string,
  ];
  const { size } = await stat(image);
  for (const file of [disk, base, log]) await writeFile(file, '');
  for (const file of [disk, base]) await truncate(file, size);
  const { signal, engine } = ctx;
  const kvm = await worksKvm(ctx);
  const from = performance.now();
  ctx.progress.status('installing');
  await runInstaller({
    ...{ engine, signal, memoryMiB, cpus: 2, kvm, network: 'user', iso, unattended },
    disks: [{ ...connectionOf(device), file: disk, format: 'raw', writeLog: log }],
    logFile: path.join(dir, 'console.log'),
    timeoutMs: limitMs,
  });
  const seconds = Math.round((performance.now() - from) / 100) / 10;
  ctx.progress.status('checking the slots');
  const whole = await wholeSlots(ctx, work);
  if (whole.length < 2) {
    throw stageFailed({
      what: 'The installer said that it was done, and a slot does not hold the whole image.',
      where: path.join(dir, 'console.log'),
    });
  }
  await rename(log, path.join(dir, recordingFiles.log));
  await rename(base, path.join(dir, recordingFiles.base));
  await rename(disk, path.join(dir, recordingFiles.installed));
  await rm(work, { recursive: true });
  const { base: first, installed } = recordingFiles;
  await writeRecordingFacts(dir, { format: 1, scenario, base: first, whole: [], installed, seconds });
}

/** What installs an image. @throws Failure with exit status 2 where there is none, or it is for more than one disk. */
export async function installerBeside(
  image: string,
): Promise<{ iso: string; device: string } & Pick<BuiltImage, 'memoryMiB' | 'unattended'>> {
  const dir = path.dirname(image);
  const file = path.join(dir, 'build.json');
  const text = await readText(file, 'build.json');
  const built = text === null ? null : parseBuiltImage(text, dir);
  if (built === null || !built.artefacts.some((one) => one.file === image)) {
    throw badInput({
      what: `There is no record of how \`${path.basename(image)}\` was built, which says where its installer is.`,
      where: file,
      remedy: 'Name the image where `tmpfsroot-wizard build --output raw --output iso` left it.',
    });
  }
  const [disk, another] = built.disks;
  if (disk === undefined || another !== undefined)
    throw badInput({ what: 'The lab installs onto one disk, and this image is for more.', where: file });
  const { memoryMiB, unattended } = built;
  const iso = findArtefact(built, ({ kind }) => kind === 'iso', missingIso).file;
  return { iso, device: disk.device, memoryMiB, unattended };
}
