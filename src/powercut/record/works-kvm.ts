import { cacheFolder } from '../../config/cache-folder.js';
import type { TaskContext } from '../../engine/progress.js';
import { probeKvm } from '../../vm/kvm.js';

/** Whether the lab's virtual machines can use KVM. */
export async function worksKvm({ engine, signal }: TaskContext): Promise<boolean> {
  const cacheDir = cacheFolder({ cacheDir: null }, process.env);
  return (await probeKvm({ engine, cacheDir, signal })).works;
}
