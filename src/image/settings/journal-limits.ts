import type { PlannedPartition } from '../../config/partitions/partition-plan.js';

/** What journald itself takes at most without being told, in MiB (journald.conf(5)). */
const most = 4096;

/**
 * journald.conf(5) for the size of the log partition: the journal takes half of it at most, and leaves more than the
 * tenth below which the healer takes the oldest logs away, so that a device that only keeps a journal never gets there.
 */
export function journalLimits(partitions: readonly PlannedPartition[]): string {
  const { sizeMiB = 0 } = partitions.find(({ name }) => name === 'log') ?? {};
  const use = Math.min(most, Math.floor(sizeMiB / 2));
  const free = Math.min(most, Math.ceil(sizeMiB * 0.15));
  return `[Journal]\nSystemMaxUse=${use}M\nSystemKeepFree=${free}M\n`;
}
