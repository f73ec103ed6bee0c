import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { sharedDocument, specOfPreset } from '../../src/presets/preset.js';
import { hardwareOf } from '../../src/presets/preset-hardware.js';
import { parsePreset } from '../../src/presets/preset-text.js';
import type { PresetFacts, PresetOrigin } from '../../src/wizard/model/state.js';

const folder = packageFile('presets');

const presets = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => parsePreset(readFileSync(path.join(folder, file), 'utf8'), file));

/** The specs of the presets that come with this program, as the wizard loads them, and where they are from. */
export const shippedSpecs: readonly (readonly [string, ImageSpec, PresetOrigin])[] = presets.map((preset) => {
  const spec = specOfPreset(preset);
  const origin = { word: preset.name, document: sharedDocument(preset) };
  return [preset.name, { ...spec, packages: spec.packages ?? [] }, origin];
});

/** The same as the start screen lists them. */
export const shippedFacts: readonly PresetFacts[] = presets.map((preset) => ({
  ...{ name: preset.name, description: preset.description, kind: 'shipped', broken: null },
  /** In the language that is spoken when it is asked for. */
  get hardware() {
    return hardwareOf(specOfPreset(preset));
  },
}));
