import { readFileSync, writeFileSync } from 'node:fs';
import { packageFile } from '../../src/engine/package-file.js';
import { withPartitions } from '../../src/image/partition-script.js';
import { withPartitionsTable } from '../pictures/partitions-table.js';

for (const [name, made] of [
  ['src/device/dracut/90tmpfsroot/lib.sh', withPartitions],
  ['README.md', withPartitionsTable],
] as const) {
  const file = packageFile(name);
  writeFileSync(file, made(readFileSync(file, 'utf8')));
}
