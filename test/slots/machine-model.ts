import { firstState, otherSlot, type Slot } from '../../src/slots/boot-state.js';
import { type Copies, withCopy } from '../../src/slots/copies.js';
import {
  type Content,
  contentOf,
  type Disk,
  grub,
  keyOf,
  newDisk,
  outcomeOf,
  type Protocol,
  repair,
  saveEvent,
  stateOn,
  type Written,
  withContent,
} from './device-model.js';

/** A machine: what it does, and its disk. */
export interface Machine {
  readonly disk: Disk;
  readonly phase: 'off' | 'initramfs' | 'up' | 'committed' | 'writing' | 'healing';
  /** The slot that runs, or null. */
  readonly me: Slot | null;
  /** A copy of the state was damaged, or both: that happens once. */
  readonly lost: 'none' | 'one' | 'both';
  /** A slot was damaged: that happens once. */
  readonly isSlotDamaged: boolean;
}

export interface Step {
  to: Machine;
  isCut: boolean;
}

export function newMachine(protocol: Protocol): Machine {
  const disk = newDisk(protocol);
  return { disk, phase: 'off', me: null, lost: 'none', isSlotDamaged: false };
}

/** A disk in few signs; only the order of the copies counts, and not by which numbers they say it. */
export function keyOfDisk({ copies: [first, second], content }: Disk): string {
  const distance = first === null || second === null ? '' : (Number(second.seq) - Number(first.seq) + 3) % 3;
  const copies = [first, second].map((copy) => (copy === null ? '-' : keyOf(copy.state)));
  return `${copies.join(' ')} ${distance} ${content.join(' ')}`;
}

export function keyOfMachine({ disk, phase, me, lost, isSlotDamaged }: Machine): string {
  return `${keyOfDisk(disk)} ${phase} ${me} ${lost} ${isSlotDamaged}`;
}

/** All that may happen next. */
export function stepsOf(protocol: Protocol, machine: Machine): Step[] {
  const { phase, disk, me } = machine;
  const off = (to: Disk, isCut: boolean): Step => ({
    to: { ...machine, disk: to, phase: 'off', me: null },
    isCut,
  });
  if (phase === 'off') return [...faults(machine), ...powerOn(machine)];
  if (me === null) return [];
  const then = (written: readonly Written[], next: (disk: Disk) => Step[]): Step[] =>
    written.flatMap(({ copies, isCut }) => {
      const to = { ...disk, copies };
      return isCut ? [off(to, true)] : next(to);
    });
  const goOn =
    (next: Partial<Machine>) =>
    (to: Disk): Step[] => [{ to: { ...machine, disk: to, ...next }, isCut: false }];
  const other = otherSlot(me);
  switch (phase) {
    case 'initramfs':
      return then(repair(protocol, disk, me), (repaired) =>
        initramfs(protocol, { ...machine, disk: repaired }, me),
      );
    case 'up': {
      const content = contentOf(disk, me);
      const state = stateOn(disk);
      const failed = state === null ? null : outcomeOf('failed', state, me).rule;
      return [
        off(disk, true),
        ...legacy(machine),
        ...(content === 'whole'
          ? then(saveEvent(protocol, disk, 'commit', me), goOn({ phase: 'committed' }))
          : []),
        ...(content === 'failing' && failed !== null
          ? then(saveEvent(protocol, disk, 'failed', me), (to) => [off(to, false)])
          : []),
      ];
    }
    case 'committed':
      return [
        off(disk, true),
        ...legacy(machine),
        ...(protocol.barrier
          ? then(saveEvent(protocol, disk, 'barrier', other), (to) =>
              goOn({ phase: 'writing' })(withContent(to, other, 'half')),
            )
          : goOn({ phase: 'writing' })(withContent(disk, other, 'half'))),
        ...healing(protocol, machine, other),
      ];
    case 'healing': {
      const whole = withContent(disk, other, 'whole');
      return [
        off(disk, true),
        off(whole, true),
        ...saveEvent(protocol, whole, 'healed', other).map(({ copies, isCut }) =>
          off({ ...whole, copies }, isCut),
        ),
      ];
    }
    case 'writing':
      return [
        off(disk, true),
        // The first block is written last; a new image may be bad.
        ...(['whole', 'hangs', 'failing'] as const).flatMap((content) => {
          const whole = withContent(disk, other, content);
          return [
            off(whole, true),
            ...saveEvent(protocol, whole, 'trial', other).map(({ copies, isCut }) =>
              off({ ...whole, copies }, isCut),
            ),
          ];
        }),
      ];
  }
}

/** A slot that is damaged is rewritten from the one that runs; one that is whole after all is only said to be so. */
function healing(protocol: Protocol, machine: Machine, other: Slot): Step[] {
  const { disk } = machine;
  const content = contentOf(disk, other);
  const state = stateOn(disk);
  if (state === null || state.trial !== '' || state.next_entry !== '') return [];
  if (content === 'whole') {
    return saveEvent(protocol, disk, 'healed', other).map(({ copies, isCut }) =>
      isCut
        ? { to: { ...machine, disk: { ...disk, copies }, phase: 'off', me: null }, isCut }
        : { to: { ...machine, disk: { ...disk, copies } }, isCut },
    );
  }
  if (!['none', 'half', 'rotten'].includes(content)) return [];
  const half = (copies: Copies): Machine => ({
    ...machine,
    disk: withContent({ ...disk, copies }, other, 'half'),
    phase: 'healing',
  });
  if (!protocol.barrier) return [{ to: half(disk.copies), isCut: false }];
  return saveEvent(protocol, disk, 'barrier', other).map(({ copies, isCut }) =>
    isCut
      ? { to: { ...machine, disk: { ...disk, copies }, phase: 'off', me: null }, isCut }
      : { to: half(copies), isCut },
  );
}

/** What the healing of the other slot, that nothing cuts short, makes of a disk whose slot `me` is committed. */
export function healOnce(protocol: Protocol, before: Disk, me: Slot): Disk {
  const machine: Machine = { disk: before, phase: 'committed', me, lost: 'both', isSlotDamaged: true };
  const uncut = (steps: readonly Step[]) => steps.filter(({ isCut }) => !isCut).at(-1)?.to;
  const next = uncut(healing(protocol, machine, otherSlot(me))) ?? machine;
  return (next.phase === 'healing' ? (uncut(stepsOf(protocol, next)) ?? next) : next).disk;
}

function faults(machine: Machine): Step[] {
  const { disk, lost, isSlotDamaged } = machine;
  const steps: Step[] = [];
  const add = (to: Machine) => steps.push({ to, isCut: false });
  if (lost === 'none') {
    for (const index of [0, 1] as const) {
      add({ ...machine, lost: 'one', disk: { ...disk, copies: withCopy(disk.copies, index, null) } });
    }
    add({ ...machine, lost: 'both', disk: { ...disk, copies: [null, null] } });
  }
  if (!isSlotDamaged) {
    for (const slot of ['0', '1'] as const) {
      if (contentOf(disk, slot) !== 'whole') continue;
      for (const content of ['none', 'rotten', 'hangs', 'failing'] as const satisfies readonly Content[]) {
        add({ ...machine, isSlotDamaged: true, disk: withContent(disk, slot, content) });
      }
    }
  }
  return steps;
}

/** GRUB counts, and starts the first slot that can be loaded. */
function powerOn(machine: Machine): Step[] {
  const { first, written } = grub(machine.disk);
  return written.map(({ copies, isCut }) => {
    const disk = { ...machine.disk, copies };
    const off: Machine = { ...machine, disk, phase: 'off', me: null };
    if (isCut) return { to: off, isCut };
    const me = [first, otherSlot(first)].find((slot) => !['none', 'half'].includes(contentOf(disk, slot)));
    if (me === undefined || contentOf(disk, me) === 'hangs') return { to: off, isCut };
    return { to: { ...off, phase: 'initramfs', me }, isCut };
  });
}

/** A slot whose files are damaged is left for the other one, which may be no better. */
function initramfs(protocol: Protocol, machine: Machine, me: Slot): Step[] {
  const { disk } = machine;
  if (contentOf(disk, me) !== 'rotten') return [{ to: { ...machine, phase: 'up' }, isCut: false }];
  const other = otherSlot(me);
  return saveEvent(protocol, disk, 'slot-bad', me).map(({ copies, isCut }) => {
    const to: Machine = { ...machine, disk: { ...disk, copies } };
    const isUsable = !['none', 'half', 'rotten'].includes(contentOf(disk, other));
    return isCut || !isUsable
      ? { to: { ...to, phase: 'off', me: null }, isCut }
      : { to: { ...to, phase: 'up', me: other }, isCut };
  });
}

/** grub2-reboot and grub2-set-default: they change the first copy, whose file they truncate. */
function legacy(machine: Machine): Step[] {
  const { disk } = machine;
  const [copy, second] = disk.copies;
  if (copy === null) return [];
  const cut: Machine = { ...machine, phase: 'off', me: null, disk: { ...disk, copies: [null, second] } };
  return [
    { to: cut, isCut: true },
    ...(['0', '1'] as const).flatMap((slot) =>
      [{ next_entry: slot }, { saved_entry: slot }].map((change): Step => {
        const state = { ...copy.state, ...change };
        return { to: { ...machine, disk: { ...disk, copies: [{ ...copy, state }, second] } }, isCut: false };
      }),
    ),
  ];
}

/** One start that nothing cuts short, to its end: the slot that was committed, or null. */
export function startOnce(
  protocol: Protocol,
  before: Disk,
): { disk: Disk; committed: Slot | null; restarts: boolean } {
  let machine: Machine = { disk: before, phase: 'off', me: null, lost: 'both', isSlotDamaged: true };
  const uncut = (steps: readonly Step[]) => steps.filter(({ isCut }) => !isCut).at(-1)?.to;
  machine = uncut(powerOn(machine)) ?? machine;
  if (machine.phase === 'initramfs') machine = uncut(stepsOf(protocol, machine)) ?? machine;
  const { me, phase, disk } = machine;
  if (phase !== 'up' || me === null) return { disk, committed: null, restarts: true };
  const content = contentOf(disk, me);
  if (content === 'hangs') return { disk, committed: null, restarts: true };
  const state = stateOn(disk) ?? firstState;
  const isFailing = content === 'failing';
  const event = isFailing ? 'failed' : 'commit';
  const restarts = isFailing && outcomeOf('failed', state, me).rule !== null;
  const { copies = disk.copies } = saveEvent(protocol, disk, event, me).at(-1) ?? {};
  return { disk: { ...disk, copies }, committed: isFailing ? null : me, restarts };
}
