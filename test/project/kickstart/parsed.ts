import assert from 'node:assert/strict';
import { documentToSpec } from '../../../src/config/document.js';
import type { SystemSpec } from '../../../src/config/image-spec.js';
import type { ProjectFile } from '../../../src/config/schema.js';
import { kickstartLayer } from '../../../src/project/kickstart/kickstart-layer.js';
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

/** The system of a spec to which the lines of a flawless ks/ks.root.cfg were added, and where its fields were given. */
export function saidBy(...lines: string[]): { system: SystemSpec; where: (path: string) => string } {
  const kickstart = parsed(lines.join('\n'));
  assert.deepEqual(kickstart.findings, []);
  const layer = kickstartLayer(kickstart);
  const { system } = documentToSpec((layer?.document ?? {}) as ProjectFile);
  return { system, where: (path) => layer?.where(path) ?? path };
}

export function systemOf(...lines: string[]): SystemSpec {
  return saidBy(...lines).system;
}
