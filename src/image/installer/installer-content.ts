import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import { planDisks } from '../../config/partitions/partition-plan.js';
import type { InstallerSpec } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import { makeDeviceEsp } from '../boot/esp.js';
import { shell } from '../shell.js';
import { compressSlot } from '../slot/compress-slot.js';
import { installConf } from './install-conf.js';
import { addInstallerScripts, type InstallerScripts } from './installer-scripts.js';

export interface InstallerContentInput {
  spec: InstallerSpec;
  /** Composed tree, for the boot loader's files. */
  tree: string;
  /** Folder of the slot stage: slot.img and the directories of the data partitions, with their labels. */
  slotDir: string;
  slotMiB: number;
  scripts: InstallerScripts;
}

/**
 * Fills the folder that the installer on the device works from (`tfr/` of a medium or of the initramfs): the
 * compressed slot, the ESP's files, the table of partitions, the project's scripts.
 * @returns the label of this very image, which a file in it is named after.
 */
export async function makeInstallerContent(
  ctx: TaskContext,
  { spec, tree, slotDir, slotMiB, scripts }: InstallerContentInput,
  content: string,
  scratch: string,
): Promise<string> {
  await mkdir(path.join(content, 'esp'), { recursive: true });
  const b2 = await compressSlot(ctx, path.join(slotDir, 'slot.img'), path.join(content, 'slot.img.zst'));
  const label = mediumLabel(b2);
  await makeDeviceEsp(ctx, { spec, tree, out: path.join(content, 'esp') });
  await writeFile(path.join(content, label), `${spec.name}\n`);
  const slot = { sizeMiB: slotMiB, b2 };
  await writeFile(path.join(content, 'install.conf'), installConf(spec, planDisks(spec), slot, label));
  await shell(
    ctx,
    t`laying out the installer`,
    'for file in "$1"/*.dirs "$1"/*.labels; do [ ! -e "$file" ] || cp "$file" "$2/"; done',
    slotDir,
    content,
  );
  await addInstallerScripts(ctx, content, scripts, scratch);
  return label;
}

/** ISO 9660 volume id; the installer finds its own medium by it, and no other image's. */
function mediumLabel(b2: string): string {
  return `TFR_${b2.slice(0, 12).toUpperCase()}`;
}
