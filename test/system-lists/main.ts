import { rmSync } from 'node:fs';
import path from 'node:path';
import { atomicWriteFile } from '../../src/base/fs/atomic-write.js';
import { newFolder } from '../helpers/scratch.js';
import { projectFolder } from '../testbed/places.js';
import { keymapEntries, listFile, localeEntries, timeZoneEntries } from './lists.js';
import { fetchSources } from './sources.js';

/** Writes the lists of src/config/lists anew, from packages of Debian. */
const dir = newFolder('tfr-lists-');
const { sources, versions } = fetchSources(dir);
rmSync(dir, { recursive: true });
const xkb = `xkeyboard-config ${versions['xkb-data']} converted by ckbcomp ${versions['console-setup']}`;
const lists = [
  ['time-zone-text', `Time zones of tzdata ${versions.tzdata}.`, timeZoneEntries(sources)],
  ['locale-text', `Locales of glibc ${versions.locales} (SUPPORTED).`, localeEntries(sources)],
  [
    'keymap-text',
    `Keymaps as Fedora's kbd has them: ${xkb}, and those of kbd ${versions.kbd}.`,
    keymapEntries(sources),
  ],
] as const;
for (const [name, about, entries] of lists) {
  const constant = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const file = path.join(projectFolder(), 'src/config/lists', `${name}.ts`);
  await atomicWriteFile(file, listFile(constant, about, entries));
  console.error(`${file}: ${entries.length} entries`);
}
