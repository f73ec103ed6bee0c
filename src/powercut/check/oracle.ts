import type { BootState, Slot } from '../../slots/boot-state.js';
import type { PartitionTables } from '../disk/gpt.js';
import { type BootChoice, isOffered, type SlotContent } from './boot-choice.js';

/** What may be wrong with a state of the disk, and what that means for the device. */
export const faults = {
  'no-table': 'no copy of the partition table can be read',
  'other-table': 'the partition table says something else than before',
  'no-loader': 'firmware finds no boot loader on either ESP',
  'damaged-loader': 'firmware starts a boot loader of which a part is damaged',
  'no-root': 'neither slot holds a whole image',
  'partial-root': 'GRUB starts a slot that is only partly written',
  'partial-offered': 'the boot state says of a slot that is only partly written that it is whole',
  'second-lost': 'a slot that nobody writes to is no longer whole',
  'state-lost': 'no copy of the boot state can be read on the ESP that GRUB is started from',
  'not-installed': 'the installation is over, and the firmware finds nothing to start',
  'state-between': 'the boot state is neither the one before nor the one after',
} as const;
export type Fault = keyof typeof faults;

export interface Seen {
  tables: PartitionTables;
  /** Whether the table that is used says what it said at first. */
  isSameTable: boolean;
  slots: Readonly<Record<Slot, SlotContent>>;
  /** What the slots held at first. */
  slotsAtFirst: Readonly<Record<Slot, SlotContent>>;
  choice: BootChoice;
}

export interface Expected {
  /** The slot that the recorded scenario writes to, which may be without an image meanwhile; null: none. */
  written: Slot | null;
  /** What the boot state may be. */
  states: readonly BootState[];
  /** Whether there was one at first. */
  hadState: boolean;
  /** The disk was empty at first, and until it is over the medium may have to do it again; null: it was not. */
  installation: { isOver: boolean } | null;
}

export interface Verdict {
  /** The slot that GRUB starts; null: none. */
  chosen: Slot | null;
  /** States with the same words are started in the same way. */
  outcome: string;
  faults: readonly Fault[];
}

/** Says what would become of a device with this disk, and whether that is right. */
export function judge(seen: Seen, expected: Expected): Verdict {
  const { written, states, hadState, installation } = expected;
  const { tables, slots, slotsAtFirst, choice } = seen;
  const { chosen, esp, state } = choice;
  const is = (fault: Fault, holds: boolean): Fault[] => (holds ? [fault] : []);
  const hasTable = tables.primary !== null || tables.backup !== null;
  const partly = (slot: Slot) => slots[slot] === 'partial';
  if (installation !== null && esp === null && !choice.isDamaged)
    return { chosen, outcome: outcomeOf(seen), faults: is('not-installed', installation.isOver) };
  return {
    chosen,
    outcome: outcomeOf(seen),
    faults: [
      ...is('no-table', !hasTable || !tables.hasMbr),
      ...is('other-table', hasTable && !seen.isSameTable),
      ...is('damaged-loader', choice.isDamaged),
      ...is('no-loader', esp === null && !choice.isDamaged),
      ...is('no-root', !bothSlots.some((slot) => slots[slot] === 'whole')),
      ...is('partial-root', chosen !== null && partly(chosen)),
      ...is(
        'partial-offered',
        state !== null && bothSlots.some((slot) => partly(slot) && isOffered(state, slot)),
      ),
      ...is(
        'second-lost',
        bothSlots.some(
          (slot) => slot !== written && slotsAtFirst[slot] === 'whole' && slots[slot] !== 'whole',
        ),
      ),
      ...is('state-lost', esp !== null && state === null && hadState),
      ...is('state-between', state !== null && !states.some((one) => isSameState(one, state))),
    ],
  };
}

const bothSlots: readonly Slot[] = ['0', '1'];

function isSameState(one: BootState, other: BootState): boolean {
  return Object.entries(one).every(([field, value]) => other[field as keyof BootState] === value);
}

function outcomeOf({ tables, slots, choice }: Seen): string {
  const { esp, rule, order, chosen } = choice;
  const copies = [tables.hasMbr && 'mbr', tables.primary && 'primary', tables.backup && 'backup'];
  const named = (slot: Slot) => `${slot === '0' ? 'a' : 'b'} ${slots[slot]}`;
  const start = chosen === null ? 'nothing' : named(chosen);
  return [
    `starts ${start}`,
    `order ${order.map(named).join(', ')}`,
    `rule ${rule}`,
    `from ${esp ?? 'no ESP'}`,
    ...(copies.every(Boolean) ? [] : [`table ${copies.filter(Boolean).join(' ') || 'none'}`]),
  ].join('; ');
}
