import type { Slot } from '../../slots/boot-state.js';

/** What may be wrong with a disk that is started in a virtual machine. */
export const bootFaults = {
  'not-up': 'the device does not come up',
  prompt: 'the device waits at a prompt',
  'other-slot': 'another slot runs than the boot state says',
  uncommitted: 'the slot that runs cannot be committed',
} as const;
export type BootFault = keyof typeof bootFaults;

/** What the serial console of a device said until it was up, or until nobody waited any more. */
export interface SeenBoot {
  /** The slot that runs; null: none came so far. */
  slot: Slot | null;
  isCommitted: boolean;
  /** A text that waits for a person; null: none. */
  prompt: string | null;
}

/** What the device says once its services have run for long enough. */
export const upLine = /tfr: slot ([ab]) (is committed|runs, but that cannot be written)/;

/** What stands above a prompt, and texts that wait for a key: of GRUB, of the firmware, of systemd and dracut. */
export const promptLine =
  /Minimal BASH-like line editing|UEFI Interactive Shell|Press any key|emergency shell|maintenance/i;

/** What is wrong; null: nothing. `chosen` is the slot that GRUB starts by the boot state. */
export function bootFault({ slot, isCommitted, prompt }: SeenBoot, chosen: Slot | null): BootFault | null {
  if (prompt !== null) return 'prompt';
  if (slot === null) return 'not-up';
  if (slot !== chosen) return 'other-slot';
  return isCommitted ? null : 'uncommitted';
}

/** Reads one line of the console. */
export function readLine(seen: SeenBoot, line: string): SeenBoot {
  const up = upLine.exec(line);
  if (up !== null) return { ...seen, slot: up[1] === 'a' ? '0' : '1', isCommitted: up[2] === 'is committed' };
  const prompt = promptLine.exec(line);
  return prompt === null ? seen : { ...seen, prompt: prompt[0] };
}
