import type { ImageSpec } from '../spec/image-spec.js';
import { uniqueUnits, unitName } from '../spec/unit-name.js';
import { quote, type SettingFile } from './settings.js';

/** What the device's commit (src/device/root/usr/lib/tmpfsroot/commit) waits for: shell variables. */
export function commitConf({ system, device }: Pick<ImageSpec, 'system' | 'device'>): SettingFile {
  const { steadySeconds, limitSeconds } = device.commit;
  const required = uniqueUnits(system.services.required).map(unitName).join(' ');
  const content = `TFR_REQUIRED=${quote(required)}\nTFR_STEADY=${steadySeconds}\nTFR_LIMIT=${limitSeconds}\n`;
  return { path: 'usr/lib/tmpfsroot/commit.conf', content };
}
