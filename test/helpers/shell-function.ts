import { readFileSync } from 'node:fs';
import { packageFile } from '../../src/base/fs/package-file.js';

/** The text of a function of one of the device's scripts, as it stands there. */
export function shellFunction(script: string, name: string): string {
  const text = readFileSync(packageFile(script), 'utf8');
  const found = new RegExp(`^${name}\\(\\) \\{\\n[\\s\\S]*?^\\}$`, 'm').exec(text);
  if (found === null) throw new Error(`${script} has no function ${name}`);
  return found[0];
}
