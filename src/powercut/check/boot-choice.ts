import { type BootState, okOf, otherSlot, type Slot } from '../../slots/boot-state.js';
import { follow } from '../../slots/rules.js';
import { type EspView, stateIn } from './esp-check.js';

/**
 * What a slot holds.
 * - `whole`: an image that was checked file by file, in every byte.
 * - `unchanged`: what it held at first, which was not whole.
 * - `partial`: something else, with a file system that GRUB could load a kernel from.
 * - `empty`: something else, without.
 */
export type SlotContent = 'whole' | 'unchanged' | 'partial' | 'empty';

/** What a start of the device would do. */
export interface BootChoice {
  /** The ESP that firmware gets to GRUB from; null: none. */
  esp: 'esp' | 'esp2' | null;
  /** Firmware starts a boot loader of which a part is damaged. */
  isDamaged: boolean;
  /** The state that GRUB reads there, or null: it starts slot A. */
  state: BootState | null;
  /** The rule that it follows (src/slots/rules.ts). */
  rule: string;
  /** Slots in the order in which GRUB tries them. */
  order: readonly [Slot, Slot];
  /** The first of these that has a file system; null: GRUB restarts the machine. */
  chosen: Slot | null;
}

/** The choice of firmware and GRUB, by the rules that the device's scripts are made from. */
export function chooseBoot(
  esps: { esp: EspView; esp2: EspView | null },
  slots: Readonly<Record<Slot, SlotContent>>,
): BootChoice {
  const hasAnyConfiguration = esps.esp.hasConfiguration || esps.esp2?.hasConfiguration === true;
  const reached = (['esp', 'esp2'] as const).find((name) => (esps[name]?.loader ?? 'none') !== 'none');
  const isDamaged = reached !== undefined && esps[reached]?.loader === 'damaged';
  const started = isDamaged || !hasAnyConfiguration ? undefined : reached;
  const view = started === undefined ? null : esps[started];
  const state = view === null ? null : (stateIn(view)?.state ?? null);
  const outcome = state === null ? null : follow('boot', state);
  const first = outcome?.rule?.first ?? '0';
  const order = [first, otherSlot(first)] as const;
  return {
    ...{ esp: started ?? null, isDamaged, state, order, rule: outcome?.rule?.id ?? 'none' },
    chosen: started === undefined ? null : (order.find((slot) => slots[slot] !== 'empty') ?? null),
  };
}

/** Whether a slot is said to be whole. */
export function isOffered(state: BootState | null, slot: Slot): boolean {
  return state === null || state[okOf(slot)] === '1';
}
