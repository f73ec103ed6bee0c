import { type BootState, firstState, okOf, otherSlot, type Slot } from '../../src/slots/boot-state.js';
import {
  type Copies,
  type CopyIndex,
  newestOf,
  sequenceFor,
  withCopy,
  writeOrder,
} from '../../src/slots/copies.js';
import { type BootEvent, follow, type Outcome } from '../../src/slots/rules.js';

/**
 * What a slot holds: nothing, an image without its first block (GRUB cannot load from either), a whole image, one
 * whose files are damaged, one that hangs in silence, one whose services fail.
 */
export type Content = 'none' | 'half' | 'whole' | 'rotten' | 'hangs' | 'failing';

export interface Disk {
  readonly copies: Copies;
  /** Of slot A and slot B. */
  readonly content: readonly [Content, Content];
}

/** How the modelled device works; the controls leave out what keeps it safe. */
export interface Protocol {
  /** Writes from the running system: in place, to two copies; or to one file that is truncated first. */
  saving: 'in place' | 'truncated';
  /** Whether an update says that a slot is being written, in both copies, before it writes. */
  barrier: boolean;
}

export const ours: Protocol = { saving: 'in place', barrier: true };

/** A state in few signs. */
export function keyOf(state: BootState): string {
  const { saved_entry, ok0, ok1, trial, tries, fails, next_entry, failed } = state;
  return `${saved_entry}${ok0}${ok1}${trial}/${tries}${fails}${next_entry}/${failed}`;
}

const outcomes = new Map<string, Outcome>();

/** What the rules say, looked up once for each state. */
export function outcomeOf(event: BootEvent, state: BootState, me?: Slot): Outcome {
  const key = `${event} ${me} ${keyOf(state)}`;
  const outcome = outcomes.get(key) ?? follow(event, state, me);
  outcomes.set(key, outcome);
  return outcome;
}

/** The copies after a cut, or after all was written. */
export interface Written {
  copies: Copies;
  isCut: boolean;
}

/** A new device. */
export function newDisk({ saving }: Protocol, content: Disk['content'] = ['whole', 'whole']): Disk {
  const first = { seq: '1', state: firstState } as const;
  return { copies: [first, saving === 'truncated' ? null : { seq: '0', state: firstState }], content };
}

export function contentOf({ content }: Disk, slot: Slot): Content {
  return content[slot === '0' ? 0 : 1];
}

export function withContent(disk: Disk, slot: Slot, content: Content): Disk {
  return {
    ...disk,
    content: slot === '0' ? [content, disk.content[1]] : [disk.content[0], content],
  };
}

export function stateOn({ copies }: Disk): BootState | null {
  const newest = newestOf(copies);
  return newest === null ? null : (copies[newest]?.state ?? null);
}

/** What GRUB does: the order in which it tries the slots, and all that its writes may leave. */
export function grub(disk: Disk): { first: Slot; state: BootState | null; written: Written[] } {
  const { copies } = disk;
  const newest = newestOf(copies);
  const state = stateOn(disk);
  if (newest === null || state === null) {
    return { first: '0', state: null, written: [{ copies, isCut: false }] };
  }
  const outcome = outcomeOf('boot', state);
  // It cannot write to a block that is damaged.
  const order = writeOrder(newest).filter((index) => copies[index] !== null);
  return {
    first: outcome.rule?.first ?? '0',
    state,
    written: writes(copies, outcome.state, order),
  };
}

/** All that a save from the running system may leave: it repairs what is damaged. */
export function save(protocol: Protocol, disk: Disk, state: BootState): Written[] {
  const { copies } = disk;
  if (protocol.saving === 'truncated') {
    const whole: Copies = [{ seq: '0', state }, null];
    return [
      { copies, isCut: true },
      { copies: [null, null], isCut: true },
      { copies: whole, isCut: false },
    ];
  }
  return writes(copies, state, writeOrder(newestOf(copies)));
}

/** The same for an event; nothing is written when nothing changes. */
export function saveEvent(protocol: Protocol, disk: Disk, event: BootEvent, me: Slot): Written[] {
  const state = stateOn(disk);
  if (state === null) return [{ copies: disk.copies, isCut: false }];
  const next = outcomeOf(event, state, me).state;
  if (keyOf(next) === keyOf(state)) return [{ copies: disk.copies, isCut: false }];
  return save(protocol, disk, next);
}

/** The initramfs of `me`: a damaged copy is made from the other; without both, the disk itself says what is whole. */
export function repair(protocol: Protocol, disk: Disk, me: Slot): Written[] {
  const { copies } = disk;
  const nothing = [{ copies, isCut: false }];
  if (protocol.saving === 'truncated') return nothing;
  const newest = newestOf(copies);
  if (newest !== null && copies[0] !== null && copies[1] !== null) return nothing;
  const other = otherSlot(me);
  const isWhole = !['none', 'half'].includes(contentOf(disk, other));
  const state = stateOn(disk) ?? {
    ...firstState,
    saved_entry: me,
    [okOf(other)]: isWhole ? '1' : '0',
  };
  // The readable copy stays as it is until the other one is written.
  const order: CopyIndex[] = newest === null ? [1, 0] : newest === 0 ? [1, 0] : [0];
  return writes(copies, state, order);
}

/** Every cut at every write of an order: not written, torn, written; and all written. */
function writes(copies: Copies, state: BootState, order: readonly CopyIndex[]): Written[] {
  const all: Written[] = [];
  let now = copies;
  for (const index of order) {
    all.push({ copies: now, isCut: true }, { copies: withCopy(now, index, null), isCut: true });
    now = withCopy(now, index, { seq: sequenceFor(now, index), state });
  }
  // Cut behind the last write.
  if (order.length > 0) all.push({ copies: now, isCut: true });
  all.push({ copies: now, isCut: false });
  return all;
}
