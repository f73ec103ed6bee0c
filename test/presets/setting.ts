import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepCopy } from '../../src/base/fs/kept-copy.js';
import { packageFile } from '../../src/base/fs/package-file.js';
import { defaultSpec } from '../../src/config/defaults.js';
import { type Preset, presetOf } from '../../src/presets/preset.js';
import { openPresets, type PresetStore } from '../../src/presets/preset-store.js';
import { scratchFolder } from '../helpers/scratch.js';

/** A person's presets in a folder that is gone when the test is over. */
export interface PresetSetting {
  /** The value of XDG_CONFIG_HOME. */
  config: string;
  env: { XDG_CONFIG_HOME: string };
  /** Where the presets are kept; not made yet. */
  folder: string;
  store: PresetStore;
  /** Puts a file there past the store. */
  put(name: string, content: string | Uint8Array): string;
}

export function presetSetting(
  t: { after(undo: () => void): void },
  now: () => Date = () => new Date('2026-11-22T10:11:12.345Z'),
): PresetSetting {
  const config = path.join(scratchFolder(t), 'config');
  const env = { XDG_CONFIG_HOME: config };
  const folder = path.join(config, 'tmpfsroot-wizard/presets');
  return {
    ...{ config, env, folder },
    store: openPresets(env, packageFile('presets'), keepCopy, now),
    put(name, content) {
      mkdirSync(folder, { recursive: true });
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

/** A preset that can be told from others by its description. */
export function presetNamed(name: string, description = `About ${name}.`): Preset {
  return presetOf(name, description, { ...defaultSpec(), packages: ['bash', 'kernel'] });
}
