import { isRecord } from '../../base/field-path.js';
import { t } from '../../base/language/texts.js';
import { checkDocument } from '../../config/check-document.js';
import { documentToSpec, specToDocument } from '../../config/document.js';
import type { ProjectFile } from '../../config/schema.js';
import type { Draft, DraftStore } from '../../presets/drafts.js';
import { type LeftDraft, type PresetOrigin, secretText, type WizardState } from '../model/state.js';
import type { Ports } from './ports.js';
import { readOrigin } from './presets.js';

/** Milliseconds between a change and its being kept; a person who types is not disturbed by the disk. */
const quietMs = 300;

/** What the first screen says of a draft. */
export function leftDraft({ savedAt, document }: Draft): LeftDraft {
  const name = isRecord(document) && typeof document.name === 'string' ? document.name : '';
  return { savedAt, name };
}

/** Comes back to where the wizard was left in this folder at that time. */
export async function loadDraft(ports: Ports, { savedAt }: { savedAt: string }): Promise<void> {
  const { drafts, dir, dispatch } = ports;
  const { drafts: left, message } = await drafts.read(dir);
  const draft = left.find((one) => one.savedAt === savedAt) ?? null;
  const spec = draft === null || hasErrors(draft) ? null : documentToSpec(draft.document as ProjectFile);
  if (draft === null || spec === null) {
    const text = message ?? t`This version cannot use the unfinished image that was saved here.`;
    dispatch({ type: 'facts', facts: { notice: { level: 'warning', text } } });
    return;
  }
  drafts.goOn(dir, savedAt);
  const others = left.filter((one) => one !== draft);
  dispatch({ type: 'facts', facts: { left: others.map(leftDraft), addedGroups: draft.groups ?? {} } });
  dispatch({
    type: 'loaded',
    isSaved: false,
    ...(draft.basis === undefined ? {} : { basis: draft.basis }),
    spec: { ...spec, packages: spec.packages ?? [] },
    origin: await originOf(ports, draft),
    screen: draft.screen,
    texts: draft.texts,
    notice: t`You are back where you left off.`,
  });
}

/** Null also where the preset is no more: the spec is what was left, whatever it began with. */
async function originOf(ports: Ports, { preset }: Draft): Promise<PresetOrigin | null> {
  if (preset === undefined) return null;
  const read = await readOrigin(ports, preset).catch(() => null);
  return read?.origin ?? null;
}

function hasErrors(draft: Draft): boolean {
  return checkDocument(draft.document).some(({ level }) => level === 'error');
}

/** Keeps what is chosen a moment after each change, so that a terminal that closes loses nothing. */
export class DraftKeeper {
  readonly #drafts: DraftStore;
  #waiting: WizardState | null = null;
  #timer: NodeJS.Timeout | null = null;
  #kept: WizardState | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(drafts: DraftStore) {
    this.#drafts = drafts;
  }

  /** Remembers a state; it is written soon. */
  note(state: WizardState): void {
    if (!state.unsaved || this.#isKept(state)) return;
    this.#waiting = state;
    this.#timer ??= setTimeout(() => void this.flush().catch(() => {}), quietMs);
  }

  /** Writes what waits. One write after the other: an older state must not come last. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const state = this.#waiting;
    this.#waiting = null;
    if (state !== null) {
      this.#kept = state;
      this.#writing = this.#writing.catch(() => {}).then(() => this.#drafts.write(state.dir, draftOf(state)));
    }
    await this.#writing;
  }

  /** What was chosen is in the project's folder now. */
  async forget(dir: string): Promise<void> {
    await this.flush();
    await this.#drafts.remove(dir);
    this.#kept = null;
  }

  #isKept({ spec, texts, screen }: WizardState): boolean {
    const last = this.#waiting ?? this.#kept;
    return last !== null && last.spec === spec && last.texts === texts && last.screen === screen;
  }
}

function draftOf(state: WizardState): Draft {
  const { dir, spec, screen, isOfFolder, basis, origin, addedGroups } = state;
  const { [secretText]: _, ...texts } = state.texts;
  const document = specToDocument(spec);
  const savedAt = new Date().toISOString();
  return {
    dir,
    savedAt,
    screen,
    document,
    texts,
    ...(isOfFolder ? { basis } : {}),
    ...(origin === null ? {} : { preset: origin.word }),
    ...(Object.keys(addedGroups).length === 0 ? {} : { groups: addedGroups }),
  };
}
