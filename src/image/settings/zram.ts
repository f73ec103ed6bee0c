import { errorAt, type Finding } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { ImageContent } from './image-content.js';
import { add } from './image-findings.js';
import type { SettingFile } from './setting-file.js';

const generator = '/usr/lib/systemd/system-generators/zram-generator';

/** Programs that the device's swap needs (src/device/root/usr/lib/tmpfsroot/zram), and their packages. */
const packageOf: Readonly<Record<string, string>> = {
  '/usr/sbin/modprobe': 'kmod',
  '/usr/sbin/mkswap': 'util-linux-core',
  '/usr/sbin/swapon': 'util-linux-core',
};

/** Programs that {@link zramFindings} must know of. */
export const zramPrograms: readonly string[] = [...Object.keys(packageOf), generator];

/**
 * Files by which a device swaps to zram (device.zramMiB); none where it does not. zram-generator takes the first file
 * of its name, and the empty one in /etc keeps that of its own package from making a second swap.
 */
export function zramFiles({ device: { zramMiB } }: Pick<ImageSpec, 'device'>): SettingFile[] {
  if (zramMiB === 0) return [];
  return [
    { path: 'usr/lib/tmpfsroot/zram.conf', content: `TFR_ZRAM_MIB=${zramMiB}\n` },
    { path: 'usr/lib/sysctl.d/51-tmpfsroot-zram.conf', content: sysctlText },
    {
      path: 'etc/systemd/zram-generator.conf',
      content: '# No device: tfr-zram.service makes the swap (device.zramMiB).\n',
    },
  ];
}

/** sysctl.d(5), from the kernel's admin-guide/sysctl/vm.rst. */
const sysctlText = `# A page comes back from zram about ten times as fast as one of a file from a disk: (200 - 20) to 20.
vm.swappiness = 180
# There is no seek to save: one page at a time.
vm.page-cluster = 0
`;

/** What a swap to zram lacks in the finished image, and what would make a second one. */
export function zramFindings(
  { device: { zramMiB } }: Pick<ImageSpec, 'device'>,
  content: ImageContent,
): Finding[] {
  if (zramMiB === 0) return [];
  const lacks = (what: string, name: string) =>
    errorAt(
      'device.zramMiB',
      t`The image has no ${what}, which a compressed swap needs.`,
      t`${add(name)}, or set this to 0 (\`--zram 0\`).`,
    );
  return [
    ...(content.modules.has('zram') ? [] : [lacks(t`kernel module \`zram\``, 'kernel-modules-core')]),
    ...Object.entries(packageOf).flatMap(([program, name]) =>
      content.programs.has(program) ? [] : [lacks(`\`${program}\``, name)],
    ),
    ...(content.programs.has(generator) ? [...content.zramConfigs] : []).map((file) =>
      errorAt(
        'device.zramMiB',
        t`\`${file}\` makes zram-generator create a device too, so there would be two swaps in one memory.`,
        t`Remove that file from the image, or keep its swap and set this to 0 (\`--zram 0\`).`,
      ),
    ),
  ];
}
