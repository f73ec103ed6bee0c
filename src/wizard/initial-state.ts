import { noContent } from '../project/folder-content.js';
import type { FolderFacts } from '../project/recognise-folder.js';
import type { ReleaseChoice } from '../project/release-service.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { specFindings } from './spec-findings.js';
import type { LeftDraft, PresetFacts, WizardState } from './state.js';

export interface Beginning {
  dir: string;
  today: Date;
  size: { columns: number; rows: number };
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
export function initialState({ message, ...beginning }: Beginning): WizardState {
  return {
    ...beginning,
    fresh: beginning.spec,
    screen: 'start',
    texts: {},
    focus: {},
    caret: 0,
    typing: null,
    query: null,
    overlay: null,
    showsLocked: false,
    past: [],
    future: [],
    findings: specFindings(beginning.spec, beginning.today),
    notice: message === null ? null : { level: 'warning', text: message },
    dropsTyped: false,
    unsaved: false,
    isOfFolder: false,
    basis: {},
    onDisk: null,
    packages: { state: 'absent', message: null, search: null, why: new Map(), locked: null },
    plan: null,
    content: noContent,
    result: null,
    ran: null,
    doctor: null,
    requests: [],
    nextRequest: 1,
  };
}
