import { Failure } from '../../../src/base/failure.js';
import { keepCopy } from '../../../src/base/fs/kept-copy.js';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { openDrafts } from '../../../src/presets/drafts.js';
import { openPresets } from '../../../src/presets/preset-store.js';
import { presetNamed } from '../setting.js';

/**
 * `save-one WHAT`: does one thing to the presets or drafts of the environment, and prints as JSON what it came to:
 * `{"done": ...}` or `{"status": ..., "where": ..., "why": ...}`.
 */
const store = openPresets(process.env, packageFile('presets'), keepCopy);
const big = `big\n${'x'.repeat(200_000)}`;
const draft = { dir: '/work', savedAt: '2026-11-22T10:00:00Z', screen: 'review', document: big, texts: {} };

const actions: Readonly<Record<string, () => Promise<unknown>>> = {
  save: () => store.save(presetNamed('pump', big), { overwrite: true }),
  delete: () => store.delete('pump'),
  rename: () => store.rename('pump', 'pump 2'),
  list: () => store.list(),
  'small-draft': () => openDrafts(process.env).write('/work', { ...draft, document: 'small' }),
  draft: () => openDrafts(process.env).write('/work', draft),
};

try {
  const done = await actions[process.argv[2] ?? '']?.();
  console.log(JSON.stringify({ done: done ?? null }));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const { where, why } = error.facts;
  console.log(JSON.stringify({ status: error.exitStatus, where, why }));
}
