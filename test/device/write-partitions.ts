import { readFileSync, writeFileSync } from 'node:fs';
import { packageFile } from '../../src/base/fs/package-file.js';
import { withFeatures, withPartitions } from '../../src/image/disk/partition-script.js';

for (const [name, made] of [
  ['src/device/dracut/90tmpfsroot/lib.sh', withPartitions],
  ['src/device/anaconda/lib.sh', withFeatures],
] as const) {
  const file = packageFile(name);
  writeFileSync(file, made(readFileSync(file, 'utf8')));
}
