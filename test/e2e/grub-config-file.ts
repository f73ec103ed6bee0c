import { packageFile } from '../../src/engine/package-file.js';
import { grubConfigPath } from '../../src/image/grub-config.js';
import { mustRun } from '../helpers/run-program.js';

/** GRUB's configuration on an ESP, as text. @param esp Image, as mtools name it. */
export function readGrubConfig(esp: string): string {
  const text = mustRun('sh', ['-euc', 'mtype -i "$1" "$2" | gzip -d', 'sh', esp, `::/${grubConfigPath}`]);
  return text.replace(/^(#0+\n)+/, '');
}

export function writeGrubConfig(esp: string, text: string): void {
  mustRun(
    'sh',
    [
      '-euc',
      `dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cat >"$dir/text"
       . "$3"; tfr_grub_config - "$dir/text" >"$dir/packed"
       mcopy -o -i "$1" "$dir/packed" "$2"`,
      ...['sh', esp, `::/${grubConfigPath}`, packageFile('src/device/dracut/90tmpfsroot/lib.sh')],
    ],
    { input: text },
  );
}
