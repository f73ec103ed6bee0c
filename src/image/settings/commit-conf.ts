import { quote } from '../../base/text/shell-quote.js';
import { uniqueUnits, unitName } from '../../config/fields/unit-name.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { SettingFile } from './setting-file.js';

/** What the device's commit (src/device/root/usr/lib/tmpfsroot/commit) waits for: shell variables. */
export function commitConf({ system, device }: Pick<ImageSpec, 'system' | 'device'>): SettingFile {
  const { steadySeconds, limitSeconds } = device.commit;
  const required = uniqueUnits(system.services.required).map(unitName).join(' ');
  const content = `TFR_REQUIRED=${quote(required)}\nTFR_STEADY=${steadySeconds}\nTFR_LIMIT=${limitSeconds}\n`;
  return { path: 'usr/lib/tmpfsroot/commit.conf', content };
}
