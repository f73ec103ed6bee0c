import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../testbed/places.js';
import { newFolder } from './scratch.js';

/** A folder of the machine that everybody may write to, and that no program of a build may find. */
export interface Target {
  dir: string;
  /** Lines of sh that try to reach it; they say how they did, and fail then. */
  attack: string;
  assertUntouched(): void;
}

/** @param above folder that it is made in */
export function attackTarget(t: { after(undo: () => void): void }, above: string): Target {
  mkdirSync(above, { recursive: true });
  const dir = newFolder('tfr-host-', above);
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  chmodSync(dir, 0o777);
  writeFileSync(path.join(dir, 'secret'), 'hidden\n');
  writeFileSync(path.join(dir, 'marker'), 'as it was');
  chmodSync(path.join(dir, 'marker'), 0o666);
  const script = readFileSync(path.join(projectFolder(), 'test/engine/attack.sh'), 'utf8');
  return {
    dir,
    attack: `escapes=$(sh -s '${dir}' <<'ATTACK'\n${script}ATTACK\n)\n[ -z "$escapes" ] || { echo "$escapes"; exit 1; }\n`,
    assertUntouched() {
      assert.equal(readFileSync(path.join(dir, 'marker'), 'utf8'), 'as it was');
      assert.equal(existsSync(path.join(dir, 'new')), false);
      assert.equal(existsSync('/usr/tfr-probe'), false);
    },
  };
}
