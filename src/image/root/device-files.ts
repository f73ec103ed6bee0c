import { packageFile } from '../../base/fs/package-file.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { writable } from '../../engine/views.js';
import { shellFileIn } from '../shell.js';

/** Adds our own files to a root tree: emergency units, settings, dracut modules. */
export async function addDeviceFiles(ctx: TaskContext, root: string): Promise<void> {
  const script = ['src/image/root/add-device-files.sh', root, packageFile('src/device')] as const;
  await shellFileIn(ctx, [writable(root)], t`adding the device's files`, script);
}
