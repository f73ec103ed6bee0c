import path from 'node:path';
import { hasHashes, presetOf, specOfPreset } from '../../presets/preset.js';
import type { PresetStore } from '../../presets/preset-store.js';
import { nameFromFolder } from '../../spec/defaults.js';
import type { PresetFacts, Request } from '../state.js';
import { noticeOf } from './notice.js';
import type { Ports } from './ports.js';

/** The presets as the start screen lists them. */
export async function presetFacts(store: PresetStore): Promise<PresetFacts[]> {
  const listed = await store.list();
  return listed.map(({ name, origin, preset, problem }) => ({
    name,
    kind: origin,
    description: preset?.description ?? '',
    broken: problem === null ? null : problem.what,
  }));
}

/** Goes to the review of a preset: all is chosen, and all can be changed. */
export async function loadPreset(
  { dir, cwd, env, presets, dispatch }: Ports,
  request: Extract<Request, { type: 'load-preset' }>,
) {
  try {
    const { openPreset } = await import('../../pipeline/open-preset.js');
    const preset = await openPreset(request.name, { cwd, env }, presets);
    const spec = specOfPreset(preset, nameFromFolder(path.basename(dir)));
    dispatch({
      type: 'loaded',
      isSaved: false,
      spec: { ...spec, packages: spec.packages ?? [] },
      screen: 'review',
      notice: `Preset ${preset.name}: Enter builds it, → changes the line at hand.`,
    });
  } catch (error) {
    dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
  }
}

/** Keeps the spec as a person's own preset. */
export async function savePreset(
  { presets, dispatch }: Ports,
  { name, spec, overwrite }: Extract<Request, { type: 'save-preset' }>,
) {
  try {
    const description = `Fedora ${spec.release}, ${spec.packages?.length ?? 0} packages, for ${spec.disks.devices.join(' and ')}. Saved from the image ${spec.name}.`;
    const preset = presetOf(name, description, spec);
    const saved = await presets.save(preset, { overwrite });
    const aside = saved.setAside === null ? '' : ` A damaged file of that name is kept in ${saved.setAside}.`;
    const kept = saved.kept === null ? '' : ` The one before is kept in ${saved.kept}.`;
    const hashes = hasHashes(preset) ? ' It holds hashes of passwords.' : '';
    const text = `Saved: tmpfsroot-wizard --preset ${name}.${hashes}${aside}${kept}`;
    dispatch({
      type: 'facts',
      facts: { presets: await presetFacts(presets), notice: { level: 'info', text } },
    });
  } catch (error) {
    dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
  }
}
