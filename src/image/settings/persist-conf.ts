import type { ImageSpec } from '../../config/image-spec.js';
import type { SettingFile } from './setting-file.js';

/** What the device keeps besides its identity (src/device/root/usr/lib/tmpfsroot/persist.sh): a path a line. */
export function persistConf({ persist }: Pick<ImageSpec, 'persist'>): SettingFile {
  const content = persist.map((path) => `${path}\n`).join('');
  return { path: 'usr/lib/tmpfsroot/persist.conf', content };
}
