import path from 'node:path';
import { nameFromFolder } from '../../config/fields/image-name.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { environmentLayer } from '../../config/layers/environment.js';
import { mergeLayers } from '../../config/layers/layers.js';
import { currentRelease } from '../../config/releases/releases.js';
import type { DraftStore } from '../../presets/drafts.js';
import type { PresetStore } from '../../presets/preset-store.js';
import { recogniseFolder } from '../../project/folder/recognise-folder.js';
import { releaseChoices } from '../../rpm/repositories/release-service.js';
import type { Beginning } from '../model/initial-state.js';
import { packageSets } from '../packages/sets.js';
import { leftDraft } from './drafts.js';
import { presetFacts } from './presets.js';

export interface BeginningPorts {
  dir: string;
  env: NodeJS.ProcessEnv;
  today: Date;
  presets: PresetStore;
  drafts: DraftStore;
}

/** Reads what the first screen shows: small files only, and no program is run. */
export async function readBeginning(ports: BeginningPorts): Promise<Omit<Beginning, 'size'>> {
  const { dir, env, today, presets, drafts } = ports;
  const [folder, { drafts: left, message }, listed] = await Promise.all([
    recogniseFolder(dir),
    drafts.read(dir),
    presetFacts(presets),
  ]);
  const fresh = newImage(dir, env, today);
  return {
    dir,
    today,
    spec: fresh.spec,
    folder,
    left: left.map(leftDraft),
    releases: releaseChoices(today),
    presets: listed,
    lastBuilt: null,
    message: message ?? fresh.message,
  };
}

/** What a new image starts from: the base system, the current release, and what the seed's variables say. */
function newImage(
  dir: string,
  env: NodeJS.ProcessEnv,
  today: Date,
): { spec: ImageSpec; message: string | null } {
  const layer = environmentLayer(env);
  const { spec, findings } = mergeLayers([layer], nameFromFolder(path.basename(dir)), today);
  const [wrong] = findings.filter(({ level }) => level === 'error');
  const isGiven = (layer.document as { release?: unknown }).release !== undefined;
  const release = isGiven ? spec.release : (currentRelease(today) ?? spec.release);
  return {
    spec: { ...spec, release, packages: [...(packageSets[0]?.packages ?? [])] },
    message: wrong === undefined ? null : `${wrong.where ?? wrong.path}: ${wrong.message}`,
  };
}
