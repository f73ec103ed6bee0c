import assert from 'node:assert/strict';
import type { KickstartSystem } from '../../../src/project/kickstart/kickstart-system.js';
import { parseKickstart } from '../../../src/project/kickstart/parse-kickstart.js';
import type { Kickstart } from '../../../src/project/kickstart/read-kickstart.js';

/** What kickstart files say, by their path in the project's folder; a text alone is ks/ks.root.cfg. */
export function parsed(files: string | Readonly<Record<string, string>>): Kickstart {
  const all = new Map(Object.entries(typeof files === 'string' ? { 'ks/ks.root.cfg': files } : files));
  const own = new Map([...all].filter(([name]) => /^ks\/[^/]+\.cfg$/.test(name)));
  return parseKickstart({ own, includes: all });
}

export function errorsOf({ findings }: Kickstart) {
  return findings.filter(({ level }) => level === 'error');
}

/** What the lines of a flawless ks/ks.root.cfg ask of the image. */
export function systemOf(...lines: string[]): KickstartSystem {
  const { system, findings } = parsed(lines.join('\n'));
  assert.deepEqual(findings, []);
  return system;
}
