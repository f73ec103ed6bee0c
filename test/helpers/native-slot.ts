import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { mustCli } from './cli.js';
import { mustRun } from './run-program.js';
import { scratchFolder } from './scratch.js';

/** SHA-256 of the slot image of the one build that a cache holds. */
export function slotDigest(cache: string): string {
  const stages = path.join(cache, 'stages');
  const slot = readdirSync(stages).find((name) => name.startsWith('slot-'));
  assert.ok(slot !== undefined);
  return mustRun('sha256sum', [path.join(stages, slot, 'slot.img')]).split(' ')[0] as string;
}

/** Digest of the slot image that this machine's own programs make, as root, of a project's lock. */
export async function nativeSlotDigest(t: Parameters<typeof scratchFolder>[0], dir: string): Promise<string> {
  const native = path.join(scratchFolder(t), 'native');
  mkdirSync(native);
  const inputs = ['tmpfsroot.json', 'packages.list', 'rpms.lock', 'root.override', 'ks', 'hooks.d'];
  for (const part of inputs.filter((name) => existsSync(path.join(dir, name)))) {
    cpSync(path.join(dir, part), path.join(native, part), { recursive: true, verbatimSymlinks: true });
  }
  const cache = path.join(native, 'cache');
  await mustCli(['build', '--output', 'iso', '--engine', 'native', '--cache-dir', cache], { cwd: native });
  return slotDigest(cache);
}
