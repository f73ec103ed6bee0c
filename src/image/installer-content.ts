import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { makeDeviceEsp } from './esp.js';
import { installConf } from './install-conf.js';
import { addInstallerScripts, type InstallerScripts } from './installer-scripts.js';
import { packSlot } from './packed-slot.js';
import { shell } from './shell.js';

export interface InstallerContentInput {
  spec: ImageSpec;
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
  place: Workplace,
  { spec, tree, slotDir, slotMiB, scripts }: InstallerContentInput,
  content: string,
  scratch: string,
): Promise<string> {
  await mkdir(path.join(content, 'esp'), { recursive: true });
  const b2 = await packSlot(place, path.join(slotDir, 'slot.img'), path.join(content, 'slot.img.zst'));
  const label = mediumLabel(b2);
  await makeDeviceEsp(place, { spec, tree, out: path.join(content, 'esp') });
  await writeFile(path.join(content, label), `${spec.name}\n`);
  const slot = { sizeMiB: slotMiB, b2 };
  await writeFile(path.join(content, 'install.conf'), installConf(spec, planDisks(spec), slot, label));
  await shell(
    place,
    'laying out the installer',
    'for file in "$1"/*.dirs "$1"/*.labels; do [ ! -e "$file" ] || cp "$file" "$2/"; done',
    slotDir,
    content,
  );
  await addInstallerScripts(place, content, scripts, scratch);
  return label;
}

/** ISO 9660 volume id; the installer finds its own medium by it, and no other image's. */
function mediumLabel(b2: string): string {
  return `TFR_${b2.slice(0, 12).toUpperCase()}`;
}
