import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import type { HookScripts } from '../project/project-parts.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { makeDeviceEsp, makeMediumEsp } from './esp.js';
import { makeFatImage } from './fat-image.js';
import { runBuildHooks } from './hooks.js';
import { installConf } from './install-conf.js';
import { layOver } from './lay-over.js';
import { packSlot } from './packed-slot.js';
import { idPlaceholder } from './partition-ids.js';
import type { Seeds } from './seeds.js';
import { shell } from './shell.js';

export interface InstallerInput {
  spec: ImageSpec;
  /** Composed tree, for the boot loader's files. */
  tree: string;
  /** Folder of the slot stage: slot.img and the directories of the data partitions. */
  slotDir: string;
  slotMiB: number;
  kernelImage: string;
  initramfs: string;
  /** iso-root.override of the project, or null. */
  override: string | null;
  /** build-hooks.d of the project, or null. */
  hooks: HookScripts | null;
  seeds: Seeds;
  epoch: number;
  /** File to make. */
  file: string;
  scratch: string;
}

/** Type of the appended partition, for firmware that boots a stick (UEFI specification, 5.3.3). */
const espType = 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B';
/** FAT32 with 512-byte sectors has at least this much (see the spec's minimal sizes); shim and GRUB take 8 MiB. */
const mediumEspMiB = 40;

/**
 * Makes the installer's medium: it boots by UEFI from optical media (El Torito) and from a stick (GPT), and holds
 * kernel, initramfs, the compressed slot and the ESP's files.
 */
export async function makeInstallerIso(place: Workplace, input: InstallerInput): Promise<void> {
  const { spec, scratch, epoch } = input;
  const medium = path.join(scratch, 'medium');
  const content = path.join(medium, 'tfr');
  const mediumEsp = path.join(scratch, 'medium-esp');
  await mkdir(path.join(content, 'esp'), { recursive: true });
  await mkdir(mediumEsp);
  const b2 = await packSlot(place, path.join(input.slotDir, 'slot.img'), path.join(content, 'slot.img.zst'));
  const label = mediumLabel(b2);
  const slot = { sizeMiB: input.slotMiB, b2 };
  await makeDeviceEsp(place, { spec, tree: input.tree, id: idPlaceholder, out: path.join(content, 'esp') });
  await makeMediumEsp(place, { spec, tree: input.tree, label, out: mediumEsp });
  await writeFile(path.join(content, label), `${spec.name}\n`);
  await writeFile(path.join(content, 'install.conf'), installConf(spec, planDisks(spec), slot, label));
  await shell(
    place,
    'laying out the medium',
    `cp "$1"/*.dirs "$4/"
     cat "$2" > "$4/vmlinuz"; cat "$3" > "$4/initramfs.img"
     # GRUB that was started from optical media takes the ISO's own tree for its device, not the ESP image.
     mkdir -p "$4/../EFI/BOOT" "$4/../EFI/fedora"
     cat "$5/EFI/fedora/grub.cfg" > "$4/../EFI/BOOT/grub.cfg"
     cat "$5/EFI/fedora/grub.cfg" > "$4/../EFI/fedora/grub.cfg"`,
    ...[input.slotDir, input.kernelImage, input.initramfs, content, mediumEsp],
  );
  if (input.override !== null) await layOver(place, input.override, medium);
  if (input.hooks !== null) await runBuildHooks(place, medium, input.hooks, epoch);
  await shell(
    place,
    'setting times on the medium',
    // With SOURCE_DATE_EPOCH xorriso takes each file's mtime for all its times, but does not clamp it.
    'find "$1" -exec touch -h -d "@$2" {} +',
    medium,
    String(epoch),
  );
  const espImage = path.join(scratch, 'efi.img');
  await makeFatImage(place, {
    file: espImage,
    sizeMiB: mediumEspMiB,
    label: 'TFR-MEDIUM',
    volumeId: input.seeds.hex('medium', 8),
    sectorSize: 512,
    tree: mediumEsp,
    epoch,
  });
  place.progress.status('writing the ISO');
  await place.engine.run({
    program: 'xorriso',
    args: [
      // It looks only so often whether it is done, otherwise each second.
      ...['-pacifier', 'interval=0.1'],
      ...['-as', 'mkisofs', '-iso-level', '3', '-r', '-V', label, '-o', input.file],
      ...['-partition_offset', '16', '-append_partition', '2', espType, espImage, '-appended_part_as_gpt'],
      ...['-c', 'boot.cat', '--boot-catalog-hide'],
      ...['-e', '--interval:appended_partition_2:all::', '-no-emul-boot'],
      medium,
    ],
    env: { SOURCE_DATE_EPOCH: String(epoch) },
    purpose: 'writing the ISO (xorriso)',
    onLine(line) {
      const percent = /([\d.]+)% done/.exec(line)?.[1];
      if (percent !== undefined) place.progress.status(`writing the ISO: ${percent} %`);
    },
    signal: place.signal,
  });
}

/** ISO 9660 volume id; the installer finds its own medium by it, and no other image's. */
function mediumLabel(b2: string): string {
  return `TFR_${b2.slice(0, 12).toUpperCase()}`;
}
