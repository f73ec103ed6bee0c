import { type DiskLayout, layOut } from './regions.js';
import { SectorFile } from './sector-file.js';

/** The regions of a disk of ours in a file. @throws Failure with exit status 2 where it is none. */
export function layoutOf(file: string): DiskLayout {
  const disk = new SectorFile(file);
  try {
    return layOut(disk, file);
  } finally {
    disk.close();
  }
}
