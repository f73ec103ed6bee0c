import { sentences, t } from '../../base/language/texts.js';
import type { RunResult } from '../../build/run-image.js';
import { type FlashDisk, isTypedName, titleOf, typedName } from '../../flash/flash-disk.js';
import type { Command } from './key-table.js';
import type { OfferedDisk } from './request.js';
import { ask, type Notice, type Overlay, type WizardState } from './state.js';
import { atEnd } from './text-edit.js';

type Offering = Extract<Overlay, { kind: 'flash' }>;
type Naming = Extract<Overlay, { kind: 'flash-name' }>;

/** The artefact that is written to a stick: the installer, else the disk image; null where the run made neither. */
export function flashFile({ result }: Pick<WizardState, 'result'>): string | null {
  const artefacts: RunResult['artefacts'] = result?.kind === 'done' ? result.result.artefacts : [];
  const iso = artefacts.find(({ kind }) => kind === 'iso');
  return (iso ?? artefacts.find(isRawImage))?.file ?? null;
}

/** The raw disk image of the build (relative to output/), or null: the power-cut lab takes no other format. */
export function rawImageOf({ result }: Pick<WizardState, 'result'>): string | null {
  const artefacts: RunResult['artefacts'] = result?.kind === 'done' ? result.result.artefacts : [];
  return artefacts.find(isRawImage)?.file ?? null;
}

function isRawImage({ kind, file }: RunResult['artefacts'][number]): boolean {
  return kind === 'raw' && file.endsWith('.raw');
}

/** Asks which disks there are. */
export function lookForDisks(state: WizardState): WizardState {
  const file = flashFile(state);
  if (file !== null) return ask({ ...state, overlay: null }, { type: 'list-flash-disks', file });
  return { ...state, notice: warning(t`There is neither an installer ISO nor a raw disk image to write.`) };
}

/** Offers disks that can be pulled out. */
export function offerFlashDisks(
  state: WizardState,
  { file, disks }: Pick<Offering, 'file' | 'disks'>,
): WizardState {
  if (disks.length > 0) return { ...state, overlay: { kind: 'flash', file, disks, index: 0 } };
  const notice = warning(t`No USB stick or card is plugged in.`);
  return { ...state, overlay: null, notice: { ...notice, keys: t`\`f\` looks again.` } };
}

export function flashCommand(state: WizardState, offering: Offering, command: Command): WizardState {
  if (command === 'again') return lookForDisks(state);
  const { disks, index, file } = offering;
  const offered = disks[index];
  if (command !== 'accept' || offered === undefined) return state;
  const { disk, refusal } = offered;
  if (refusal !== null)
    return { ...state, notice: { level: 'error', text: sentences(refusal.what, refusal.remedy) } };
  return { ...state, overlay: { kind: 'flash-name', file, disk, typed: atEnd('') } };
}

/** Nothing is written before the name of the model is typed: who presses Enter twice has agreed to nothing. */
export function flashNameCommand(state: WizardState, naming: Naming, command: Command): WizardState {
  if (command !== 'accept') return state;
  const { file, disk, typed } = naming;
  if (isTypedName(typed.text, disk)) {
    return ask({ ...state, overlay: null }, { type: 'flash', file, disk });
  }
  const text = t`Type ${typedName(disk)} as it stands there. Nothing was written.`;
  return { ...state, notice: { level: 'error', text } };
}

/** What is asked before a disk is wiped. */
export function wipeText(file: string, disk: FlashDisk): string {
  return t`${file} will be written to ${titleOf(disk)}. All that is on it will be lost.`;
}

/** What is said of a disk at the pointer. */
export function offeredText({ disk, refusal }: OfferedDisk): string {
  return refusal === null
    ? t`All that is on ${titleOf(disk)} will be lost.`
    : sentences(refusal.what, refusal.remedy);
}

function warning(text: string): Notice {
  return { level: 'warning', text };
}
