import { badInput } from '../../base/failure.js';
import { packageFile } from '../../base/fs/package-file.js';
import type { DiskLayout } from '../disk/regions.js';
import { sectorBytes } from '../disk/sectors.js';

/**
 * The sector that marks are written into.
 * @throws Failure with exit status 2 where there is none.
 */
export function markSector({ regions }: Pick<DiskLayout, 'regions'>): number {
  const gap = regions.find(({ kind, sectors }) => kind === 'gap' && sectors > 8);
  if (gap !== undefined) return gap.first + 4;
  throw badInput({
    what: 'The disk has no sector that lies in no partition.',
    why: 'The lab writes there what happens while it records.',
  });
}

/** What machine.sh is given. */
export function machineEnvironment(
  { id, partitions, regions }: DiskLayout,
  work: string,
): Record<string, string> {
  const lines = [...partitions].map(
    ([name, { number, first, sectors }]) =>
      `${name} ${number} ${first * sectorBytes} ${sectors * sectorBytes}`,
  );
  return {
    ...{ WORK: work, DEVICE: packageFile('src/device'), ID: id, MARK: String(markSector({ regions })) },
    PARTITIONS: lines.join('\n'),
  };
}
