import { later, t, translated } from '../../../base/language/texts.js';
import type { PresetFacts, WizardState } from '../state.js';
import type { Screen } from './screen.js';

/** One row of the start screen; `id` stays the same where rows come and go. */
export type StartItem = {
  id: string;
  label: string;
  /** The key that does the same, or null. */
  shortcut: string | null;
  /** What is said of it, a few words each. */
  hints: readonly string[];
} & (
  | { action: 'rebuild' | 'resume' | 'edit' | 'new' | 'doctor' }
  | { action: 'continue'; savedAt: string }
  | { action: 'preset'; name: string }
);

/** Where a run of the wizard begins. */
export const startScreen: Screen = {
  id: 'start',
  title: later`Start`,
  shortTitle: later`Start`,
  keys: 'start',
  help: [
    later`Builds Fedora installers and disk images that survive power cuts: the root is copied into memory at boot, and two root slots back each other up.`,
    later`A preset is a complete image to start from; you can change every choice. Nothing is written before you say so on the last screen.`,
    [
      {
        keys: later`The first letter of a name goes to its line; a capital one where the small one is a key of its own.`,
      },
    ],
  ],
  fields: () => [],
  paths: [],
  summary: () => [],
};

/** What can be begun in this folder, the likeliest first. */
export function startItems(state: WizardState): StartItem[] {
  const { folder, presets, left } = state;
  const items: StartItem[] = [];
  if (hasImage(state)) {
    const { lastBuild } = folder;
    const label = lastBuild === null ? t`Build this image` : t`Rebuild this image`;
    const hints = [
      ...(hasUnfinished(state) ? [t`without what is unfinished`] : []),
      ...(lastBuild === null ? [] : [builtText(lastBuild.time, state)]),
    ];
    items.push({ action: 'rebuild', id: 'rebuild', label, shortcut: 'r', hints });
  }
  // What was begun since the start is newer than what was left then.
  if (state.unsaved) {
    const hint = t`with ${state.spec.name}, as you have it`;
    items.push({ action: 'resume', id: 'continue', label: t`Continue`, shortcut: null, hints: [hint] });
  }
  for (const { savedAt, name } of left) {
    const isNewest = !items.some(({ id }) => id === 'continue');
    const when = t`left ${dayAndTime(new Date(savedAt))}`;
    items.push({
      ...{ action: 'continue', savedAt, id: isNewest ? 'continue' : `left ${savedAt}` },
      ...{ label: isNewest ? t`Continue` : t`Earlier`, shortcut: null },
      hints: [name === '' ? when : `${name}, ${when}`],
    });
  }
  if (hasImage(state)) {
    const what =
      folder.kind === 'legacy' ? t`a project of tmpfsroot-fedora` : t`tmpfsroot.json and packages.list`;
    const label = t`Change this image`;
    items.push({ action: 'edit', id: 'edit', label, shortcut: null, hints: [what] });
  }
  items.push({ action: 'new', id: 'new', label: t`New image`, shortcut: 'n', hints: [t`step by step`] });
  // A person's own are likelier than those that everybody has.
  const own = presets.filter(({ kind }) => kind === 'own');
  const shipped = presets.filter(({ kind }) => kind !== 'own');
  for (const { name, description, hardware, kind, broken } of [...own, ...shipped]) {
    const about = [
      ...(kind === 'own' ? [t`yours`] : []),
      hardware,
      firstSentence(aboutPreset({ kind, description })),
    ];
    const hints = broken === null ? about : [broken];
    const label = t`Preset: ${name}`;
    items.push({ action: 'preset', id: `preset ${name}`, name, label, shortcut: null, hints });
  }
  const hints = [t`what this machine has and lacks`];
  items.push({ action: 'doctor', id: 'doctor', label: t`Doctor`, shortcut: 'd', hints });
  return items;
}

/** When it was built, and when it was found to be current since the wizard was started. */
function builtText(time: Date, { result }: WizardState): string {
  const checkedAt = result?.kind === 'done' ? result.checkedAt : undefined;
  return checkedAt === undefined
    ? t`built ${dayAndTime(time)}`
    : t`built ${dayAndTime(time)}, checked ${dayAndTime(checkedAt)}`;
}

/** Whether something was begun that the files of the folder do not say, so that a rebuild does not build it. */
export function hasUnfinished({ unsaved, left }: WizardState): boolean {
  return unsaved || left.length > 0;
}

/** The row with the focus. */
export function focusedStart(state: WizardState): StartItem {
  const items = startItems(state);
  return items[Math.min(state.focus.start ?? 0, items.length - 1)] as StartItem;
}

/** The person's own preset in the row with the focus, or null. */
export function ownPresetAt(state: WizardState): PresetFacts | null {
  const item = focusedStart(state);
  if (item.action !== 'preset') return null;
  return state.presets.find(({ name, kind }) => kind === 'own' && name === item.name) ?? null;
}

/** Keeps the focus on what it is on where rows come, go or get another name. */
export function withStartFocus(
  before: WizardState,
  after: WizardState,
  renamed?: { from: string; to: string },
) {
  const { id } = focusedStart(before);
  const wanted = renamed !== undefined && id === `preset ${renamed.from}` ? `preset ${renamed.to}` : id;
  const row = startItems(after).findIndex((item) => item.id === wanted);
  return row < 0 ? after : { ...after, focus: { ...after.focus, start: row } };
}

/** The next row whose name begins with what was typed, from the row with the focus on; null: there is none. */
export function rowBeginningWith(state: WizardState, letter: string): number | null {
  const items = startItems(state);
  const from = (state.focus.start ?? 0) + 1;
  const wanted = letter.toLowerCase();
  for (let step = 0; step < items.length; step += 1) {
    const row = (from + step) % items.length;
    const item = items[row] as StartItem;
    const name = item.action === 'preset' ? item.name : item.label;
    if (name.toLowerCase().startsWith(wanted)) return row;
  }
  return null;
}

/** Whether there is an image in the folder to build again; it may have become one just now. */
export function hasImage({ folder, result }: WizardState): boolean {
  return folder.kind === 'ours' || folder.kind === 'legacy' || result?.kind === 'done';
}

/** What a preset is for: a person's own is in the language in which it was written. */
export function aboutPreset({ kind, description }: Pick<PresetFacts, 'kind' | 'description'>): string {
  return kind === 'own' ? description : description.split('\n').map(translated).join('\n');
}

function firstSentence(text: string): string {
  return /^.*?(?:[.:](?=\s|$)|[。：])/s.exec(text)?.[0].slice(0, -1) ?? text;
}

/** `2026-11-24 18:30`, in the time of this machine. */
export function dayAndTime(time: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
