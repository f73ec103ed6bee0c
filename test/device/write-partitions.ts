import { readFileSync, writeFileSync } from 'node:fs';
import { packageFile } from '../../src/engine/package-file.js';
import { withPartitions } from '../../src/image/partition-script.js';

const file = packageFile('src/device/dracut/90tmpfsroot/lib.sh');
writeFileSync(file, withPartitions(readFileSync(file, 'utf8')));
