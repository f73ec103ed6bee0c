import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Preset } from './preset.js';
import { presetFrom } from './preset-text.js';
import { readStoreFile } from './store-file.js';

/** The presets that come with this program: `FOLDER/NAME.json`. */
export class ShippedPresets {
  constructor(private readonly folder: string) {}

  async names(): Promise<string[]> {
    const entries = await readdir(this.folder);
    return entries
      .filter((entry) => entry.endsWith('.json'))
      .map((entry) => entry.slice(0, -'.json'.length))
      .sort();
  }

  file(name: string): string {
    return path.join(this.folder, `${name}.json`);
  }

  /** @returns Null when there is none of that name. */
  async read(name: string): Promise<Preset | null> {
    const text = await readStoreFile(this.file(name));
    // Those of this program were judged by its tests; to judge them again would hold up the first screen.
    return text === null ? null : { ...presetFrom(JSON.parse(text) as Record<string, unknown>), name };
  }
}
