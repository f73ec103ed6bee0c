import type { WizardState } from '../state.js';
import type { Screen } from './screen.js';

export type StartItem = { key: string; label: string; hint: string } & (
  | { action: 'rebuild' | 'resume' | 'edit' | 'new' | 'doctor' }
  | { action: 'continue'; savedAt: string }
  | { action: 'preset'; name: string }
);

/** Where a run of the wizard begins. */
export const startScreen: Screen = {
  id: 'start',
  title: 'Start',
  help: [
    'Builds installers and disk images of Fedora that come up again after every power cut: the root is copied into memory at boot, and two root slots back each other up.',
    'A preset is a whole image to start from; every choice of it can still be changed. Nothing is written before you say so on the last screen.',
  ],
  fields: () => [],
  paths: [],
};

/** What can be begun in this folder, the likeliest first. */
export function startItems(state: WizardState): StartItem[] {
  const { folder, presets, left } = state;
  const items: StartItem[] = [];
  if (hasImage(state)) {
    const before =
      folder.lastBuild === null ? 'not built yet' : `last built ${dayAndTime(folder.lastBuild.time)}`;
    items.push({ action: 'rebuild', key: 'rebuild', label: 'Rebuild this image', hint: `r · ${before}` });
  }
  // What was begun since the start is newer than what was left then.
  if (state.unsaved) {
    const hint = `with ${state.spec.name}, as you have it`;
    items.push({ action: 'resume', key: 'continue', label: 'Continue', hint });
  }
  for (const { savedAt, name } of left) {
    const isNewest = !items.some(({ label }) => label === 'Continue');
    const when = `left ${dayAndTime(new Date(savedAt))}`;
    items.push({
      ...{ action: 'continue', savedAt, key: isNewest ? 'continue' : `left ${savedAt}` },
      label: isNewest ? 'Continue' : 'Earlier',
      hint: name === '' ? when : `${name}, ${when}`,
    });
  }
  if (hasImage(state)) {
    const what =
      folder.kind === 'seed' ? 'a project of tmpfsroot-fedora' : 'tmpfsroot.json and packages.list';
    items.push({ action: 'edit', key: 'edit', label: 'Change this image', hint: what });
  }
  items.push({ action: 'new', key: 'new', label: 'New image', hint: 'n · step by step' });
  for (const { name, description, kind, broken } of presets) {
    const hint = broken ?? `${kind === 'own' ? 'yours · ' : ''}${firstSentence(description)}`;
    items.push({ action: 'preset', key: `preset ${name}`, name, label: `Preset: ${name}`, hint });
  }
  items.push({
    action: 'doctor',
    key: 'doctor',
    label: 'Doctor',
    hint: 'd · what this machine has and lacks',
  });
  return items;
}

/** Whether there is an image in the folder to build again; it may have become one just now. */
export function hasImage({ folder, result }: WizardState): boolean {
  return folder.kind === 'ours' || folder.kind === 'seed' || result?.kind === 'done';
}

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/s.exec(text)?.[0].replace(/[.:]$/, '') ?? text;
}

/** `2026-11-24 18:30`, in the time of this machine. */
export function dayAndTime(time: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
