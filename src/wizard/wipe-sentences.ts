import type { ImageSpec } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';

/** What the installer will do to each disk, in words, and what it will not touch. */
export function wipeSentences(spec: ImageSpec): string[] {
  const how = spec.install.unattended ? 'by itself, without asking' : 'when somebody chooses it in its menu';
  const { disks } = planDisks(spec);
  const wiped = disks.map(
    ({ device, partitions }) =>
      `${device}: everything on it is wiped; it gets ${partitions.map(({ name }) => name).join(', ') || 'no partition'}.`,
  );
  const others =
    disks.length === 1 ? 'Every other disk is kept as it is.' : 'All other disks are kept as they are.';
  return [`The installer runs ${how}. ${wiped.join(' ')} ${others}`];
}
