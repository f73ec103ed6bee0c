import { readFileSync } from 'node:fs';
import { packageFile } from '../base/fs/package-file.js';

/** Version of this program. */
export function version(): string {
  const { version: text } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
    version: string;
  };
  return text;
}
