import type { ImageSpec } from '../spec/image-spec.js';
import { uniqueUnits, unitName } from '../spec/unit-name.js';
import { quote, type SettingFile } from './settings.js';

/** Seconds for which the required services must have run, and in which they must have begun to. */
const steadySeconds = 30;
const limitSeconds = 300;

/** What the device's commit (src/device/root/usr/lib/tmpfsroot/commit) waits for: shell variables. */
export function commitConf({ system: { services } }: Pick<ImageSpec, 'system'>): SettingFile {
  const required = uniqueUnits(services.required).map(unitName).join(' ');
  const content = `TFR_REQUIRED=${quote(required)}\nTFR_STEADY=${steadySeconds}\nTFR_LIMIT=${limitSeconds}\n`;
  return { path: 'usr/lib/tmpfsroot/commit.conf', content };
}
