import { writeFileSync } from 'node:fs';
import { packageFile } from '../../src/base/fs/package-file.js';
import { shellRules } from '../../src/slots/shell-script.js';

writeFileSync(packageFile('src/device/dracut/90tmpfsroot/slot-rules.sh'), shellRules());
