import type { ImageSpec } from '../../config/image-spec.js';
import { noContent } from '../../project/folder/folder-content.js';
import type { FolderFacts } from '../../project/folder/recognise-folder.js';
import type { ReleaseChoice } from '../../rpm/repositories/release-service.js';
import { specFindings } from './spec-findings.js';
import type { LeftDraft, PresetFacts, WizardState } from './state.js';

export interface Beginning {
  dir: string;
  today: Date;
  size: { columns: number; rows: number };
  /** The mouse is ours; false if absent. */
  hasMouse?: boolean;
  /** What a new image starts from. */
  spec: ImageSpec;
  folder: FolderFacts;
  left: readonly LeftDraft[];
  releases: readonly ReleaseChoice[];
  presets: readonly PresetFacts[];
  lastBuilt: ImageSpec | null;
  /** What a person must be told at once, or null. */
  message: string | null;
}

/** The wizard before the first key. */
export function initialState({ message, hasMouse = false, ...beginning }: Beginning): WizardState {
  return {
    ...beginning,
    hasMouse,
    fresh: beginning.spec,
    screen: 'start',
    isVisit: false,
    texts: {},
    focus: {},
    caret: 0,
    typing: null,
    showsSecret: false,
    query: null,
    searchedFrom: 0,
    overlay: null,
    showsLocked: false,
    scrollLimit: null,
    past: [],
    future: [],
    findings: specFindings(beginning.spec, beginning.today),
    notice: message === null ? null : { level: 'warning', text: message },
    dropsTyped: false,
    unsaved: false,
    isOfFolder: false,
    basis: {},
    origin: null,
    onDisk: null,
    packages: { state: 'absent', message: null, search: null, groups: null, why: new Map(), locked: null },
    addedGroups: {},
    plan: null,
    content: noContent,
    result: null,
    ran: null,
    doctor: null,
    verdict: null,
    requests: [],
    nextRequest: 1,
  };
}
