import path from 'node:path';
import { allOf, sentences, t } from '../../base/language/texts.js';
import { nameFromFolder } from '../../config/fields/image-name.js';
import { hasHashes, type Preset, presetOf, sharedDocument, specOfPreset } from '../../presets/preset.js';
import { hardwareOf } from '../../presets/preset-hardware.js';
import type { PresetStore } from '../../presets/preset-store.js';
import type { NewFacts } from '../model/events.js';
import type { Request } from '../model/request.js';
import type { PresetFacts, PresetOrigin } from '../model/state.js';
import { noticeOf } from './notice.js';
import type { Ports } from './ports.js';

/** The presets as the start screen lists them. */
export async function presetFacts(store: PresetStore): Promise<PresetFacts[]> {
  const listed = await store.list();
  return listed.map(({ name, origin, preset, problem }) => ({
    name,
    kind: origin,
    description: preset?.description ?? '',
    hardware: preset === null ? '' : hardwareOf(specOfPreset(preset)),
    broken: problem === null ? null : problem.what,
  }));
}

/**
 * A preset by what `--preset` takes, and as what a spec begins with.
 * @throws Failure for one that is not there, or is damaged.
 */
export async function readOrigin(
  { cwd, env, presets }: Pick<Ports, 'cwd' | 'env' | 'presets'>,
  word: string,
): Promise<{ preset: Preset; origin: PresetOrigin }> {
  const { isPresetFile, openPreset } = await import('../../presets/open-preset.js');
  const preset = await openPreset(word, { cwd, env }, presets);
  const whole = isPresetFile(word) ? path.resolve(cwd, word) : preset.name;
  return { preset, origin: { word: whole, document: sharedDocument(preset) } };
}

/** Goes to the review of a preset: all is chosen, and all can be changed. */
export async function loadPreset(ports: Ports, request: Extract<Request, { type: 'load-preset' }>) {
  const { dir, dispatch } = ports;
  try {
    const { preset, origin } = await readOrigin(ports, request.name);
    const spec = specOfPreset(preset, nameFromFolder(path.basename(dir)));
    dispatch({
      type: 'loaded',
      isSaved: false,
      origin,
      spec: { ...spec, packages: spec.packages ?? [] },
      screen: 'review',
      notice: t`Preset ${preset.name}:`,
      keys: t`Enter builds it; on another line it opens that.`,
    });
  } catch (error) {
    dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
  }
}

/** Keeps the spec as a person's own preset. */
export async function savePreset(
  ports: Ports,
  { name, spec, overwrite }: Extract<Request, { type: 'save-preset' }>,
) {
  await tellPresets(ports, async ({ presets }) => {
    const description = t`Fedora ${spec.release}, ${spec.packages?.length ?? 0} packages, for ${allOf(spec.disks.devices)}. Saved from the image ${spec.name}.`;
    const preset = presetOf(name, description, spec);
    const saved = await presets.save(preset, { overwrite });
    const aside = saved.setAside === null ? '' : t`A damaged file of that name is kept in ${saved.setAside}.`;
    const kept = saved.kept === null ? '' : t`The one before is kept in ${saved.kept}.`;
    const hashes = hasHashes(preset) ? t`It holds password hashes.` : '';
    const text = sentences(t`Saved: tmpfsroot-wizard --preset ${name}.`, hashes, aside, kept);
    const origin = { word: preset.name, document: sharedDocument(preset) };
    return { origin, notice: { level: 'info', text } };
  });
}

/** Gives an own preset another name. */
export async function renamePreset(
  ports: Ports,
  { from, to }: Extract<Request, { type: 'rename-preset' }>,
): Promise<void> {
  await tellPresets(ports, async ({ presets }) => {
    await presets.rename(from, to);
    return { renamed: { from, to }, notice: { level: 'info', text: t`${from} is called ${to} now.` } };
  });
}

/** Changes what an own preset says of itself. */
export async function describePreset(
  ports: Ports,
  { name, description }: Extract<Request, { type: 'describe-preset' }>,
): Promise<void> {
  await tellPresets(ports, async ({ presets }) => {
    await presets.describe(name, description);
    return { notice: { level: 'info', text: t`Described ${name}.` } };
  });
}

/** Takes an own preset out of the list. */
export async function deletePreset(
  ports: Ports,
  { name }: Extract<Request, { type: 'delete-preset' }>,
): Promise<void> {
  await tellPresets(ports, async ({ presets }) => {
    const text = t`Deleted ${name}. Its file is kept: ${await presets.delete(name)}`;
    return { deleted: name, notice: { level: 'info', text } };
  });
}

/** Does something to the presets, and tells the screens what there is now: another wizard may have changed it too. */
async function tellPresets(ports: Ports, work: (ports: Ports) => Promise<NewFacts>): Promise<void> {
  const facts = await work(ports).catch((error: unknown): NewFacts => ({ notice: noticeOf(error) }));
  const listed = await presetFacts(ports.presets).catch(() => null);
  ports.dispatch({ type: 'facts', facts: { ...(listed === null ? {} : { presets: listed }), ...facts } });
}
