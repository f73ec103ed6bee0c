import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import { run } from '../../src/commands/boot.js';
import { scratchFolder } from '../helpers/scratch.js';
import { writeBootSector } from '../vm/boot-sector.js';

/** A folder with a disk that UEFI cannot boot: its firmware says so on the serial console. */
export function bootSetting(t: TestContext) {
  const dir = scratchFolder(t);
  writeBootSector(path.join(dir, 'disk.raw'), '');
  mkdirSync(path.join(dir, 'cache'));
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const abort = new AbortController();
  const boot = async (...words: string[]) => {
    const status = await run(words, {
      cwd: dir,
      env: { CACHE_DIR: path.join(dir, 'cache') },
      stdout,
      stderr,
      stdin: new PassThrough(),
      signal: abort.signal,
    });
    return { status, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
  };
  return { dir, boot, abort, stdout };
}
