import { t } from '../base/language/texts.js';
import { formatBytes } from '../base/text/format.js';
import type { FlashDisk } from './flash-disk.js';

/** What is said of a disk beside its model: where it is, how large, its bus, what is on it. */
export function factsOf({ path, bytes, bus, contents }: FlashDisk): string[] {
  const on = contents.map(({ name, label, fileSystem, mountPoints }) =>
    [
      name,
      fileSystem === '' ? t`no file system` : fileSystem,
      label === '' ? '' : `"${label}"`,
      ...mountPoints.map((mount) => t`at ${mount}`),
    ]
      .filter((word) => word !== '')
      .join(' '),
  );
  const facts = [path, formatBytes(bytes), bus, on.length === 0 ? t`no partitions` : on.join(', ')];
  return facts.filter((fact) => fact !== '');
}
