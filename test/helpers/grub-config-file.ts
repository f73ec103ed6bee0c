import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { grubConfigPath } from '../../src/image/boot/grub-config.js';
import { mustRun } from './run-program.js';
import { newFolder } from './scratch.js';

const lib = packageFile('src/device/dracut/90tmpfsroot/lib.sh');

/** Writes GRUB's configuration of an installation as the installer does. @param id Its id. */
export function packGrubConfig(id: string, template: string, packed: string): void {
  packGrubScript(id, template, packed);
  mustRun('sh', ['-euc', '. "$1"; tfr_is_grub_config "$2" "$3"', 'sh', lib, id, packed]);
}

/** Writes a script of GRUB that is run as a whole or not at all. */
export function packGrubScript(id: string, text: string, packed: string): void {
  mustRun('sh', ['-euc', '. "$1"; tfr_grub_config "$2" "$3" >"$4"', 'sh', lib, id, text, packed]);
}

/** GRUB's configuration on an ESP, as text. @param esp Image, as mtools name it. */
export function readGrubConfig(esp: string): string {
  const text = mustRun('sh', ['-euc', 'mtype -i "$1" "$2" | gzip -d', 'sh', esp, `::/${grubConfigPath}`]);
  return text.replace(/^(#0+\n)+/, '');
}

/** Puts a changed text of {@link readGrubConfig} back. @param id Of the installation whose text it is. */
export function writeGrubConfig(esp: string, id: string, text: string): void {
  const dir = newFolder('tfr-');
  const [template, packed] = [path.join(dir, 'text'), path.join(dir, 'packed')];
  try {
    writeFileSync(template, text);
    packGrubConfig(id, template, packed);
    mustRun('mcopy', ['-o', '-i', esp, packed, `::/${grubConfigPath}`]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What a configuration has GRUB tell the kernel of slot A, where the slot has no arguments of its own. */
export function commandLineIn(config: string): string {
  const [, place = ''] = /vmlinuz (.*tfr\.slot=a)$/m.exec(config) ?? [];
  const [, args = ''] = /linux "\$@" (.*)$/m.exec(config) ?? [];
  return `${place} ${args}`;
}
