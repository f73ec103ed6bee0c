import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { draftsFolder, ownPresetsFolder } from '../../src/presets/store-folders.js';
import { presetNamed, presetSetting } from './setting.js';

test('the XDG folders count where they are absolute, else those below HOME, else those of the account', () => {
  const home = os.userInfo().homedir;
  const presets = 'tmpfsroot-wizard/presets';
  const table: [Record<string, string>, string][] = [
    [{ XDG_CONFIG_HOME: '/c', HOME: '/h' }, `/c/${presets}`],
    [{ HOME: '/h' }, `/h/.config/${presets}`],
    [{ XDG_CONFIG_HOME: 'relative', HOME: '/h' }, `/h/.config/${presets}`],
    [{ XDG_CONFIG_HOME: './c', HOME: '/h' }, `/h/.config/${presets}`],
    [{ XDG_CONFIG_HOME: '', HOME: '/h' }, `/h/.config/${presets}`],
    [{ XDG_STATE_HOME: '/s', HOME: '/h' }, `/h/.config/${presets}`],
    [{ HOME: '' }, path.join(home, '.config', presets)],
    [{ HOME: 'relative' }, path.join(home, '.config', presets)],
    [{}, path.join(home, '.config', presets)],
  ];
  for (const [env, folder] of table) assert.equal(ownPresetsFolder(env), folder, JSON.stringify(env));
  assert.equal(draftsFolder({ XDG_STATE_HOME: '/s' }), '/s/tmpfsroot-wizard/drafts');
  assert.equal(draftsFolder({ XDG_STATE_HOME: 's', HOME: '/h' }), '/h/.local/state/tmpfsroot-wizard/drafts');
});

test('the folder is made for its owner only, and so are the files, whatever the umask', async (t) => {
  const { store, config, folder } = presetSetting(t);
  const before = process.umask(0);
  t.after(() => process.umask(before));
  const { file } = await store.save(presetNamed('pump'));
  await store.save(presetNamed('pump'), { overwrite: true });
  const renamed = await store.rename('pump', 'pump 2');
  await store.save(presetNamed('pump'));
  const mode = (name: string) => (statSync(name).mode & 0o777).toString(8);
  for (const dir of [config, path.dirname(folder), folder]) assert.equal(mode(dir), '700', dir);
  for (const one of [file, renamed.file]) assert.equal(mode(one), '600', one);
});
