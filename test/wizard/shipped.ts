import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/engine/package-file.js';
import { specOfPreset } from '../../src/presets/preset.js';
import { parsePreset } from '../../src/presets/preset-text.js';
import type { ImageSpec } from '../../src/spec/image-spec.js';
import type { PresetFacts } from '../../src/wizard/state.js';

const folder = packageFile('presets');

const presets = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => parsePreset(readFileSync(path.join(folder, file), 'utf8'), file));

/** The specs of the presets that come with this program, as the wizard loads them. */
export const shippedSpecs: readonly (readonly [string, ImageSpec])[] = presets.map((preset) => {
  const spec = specOfPreset(preset);
  return [preset.name, { ...spec, packages: spec.packages ?? [] }];
});

/** The same as the start screen lists them. */
export const shippedFacts: readonly PresetFacts[] = presets.map(({ name, description }) => ({
  ...{ name, description, kind: 'shipped', broken: null },
}));
