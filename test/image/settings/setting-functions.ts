import { readFileSync } from 'node:fs';
import { packageFile } from '../../../src/base/fs/package-file.js';

/** What stands before the scripts that apply settings in a root tree. */
export const settingFunctions = readFileSync(packageFile('src/image/settings/setting-functions.sh'), 'utf8');
