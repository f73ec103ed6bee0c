import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { defaultSpec } from '../../src/config/defaults.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { updateFiles } from '../../src/image/settings/update-conf.js';
import { type BootState, firstState } from '../../src/slots/boot-state.js';
import { mustRun } from '../helpers/run-program.js';
import { newFolder, writeTree } from '../helpers/scratch.js';
import { type MadeUpdate, madeUpdate, slotImage, updateBytes } from './made-update.js';

export const uuid = { old: '11'.repeat(16), new: '22'.repeat(16) };
/** The boot state once an update is written. */
export const tried: BootState = { ...firstState, trial: '1', tries: '3' };

export interface Given {
  state?: Partial<BootState>;
  /** What slot B holds at first. */
  before?: Buffer;
  options?: string;
  stream?: boolean;
  /** Shell script of a program in /etc/tmpfsroot/update.d. */
  hook?: string;
  cut?: number;
  health?: string;
  memoryKiB?: number;
  /** What was remembered of an update that was left. */
  left?: string;
  shell?: string;
}

/** What the device said and did. */
interface Told {
  text: string;
  state: BootState;
  writes: number;
  status: number;
  record: string;
}

/** A device whose slot A runs, and updates for it, in a folder of the suite that makes it. */
export class UpdateLab {
  /** What slot A holds, and what the update `robot.update` brings. */
  readonly old = slotImage(uuid.old, 'old');
  readonly next = slotImage(uuid.new, 'new');
  #dir = '';
  #update: MadeUpdate | null = null;

  constructor() {
    before(() => {
      this.#dir = newFolder('tfr-update-');
      for (const name of ['ours', 'theirs', 'revoked'])
        mustRun('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', this.at(name)]);
      this.writeFacts();
      writeFileSync(this.at('a.img'), this.old);
      this.#update = madeUpdate(this.at('update'), this.next, this.at('ours'));
      writeFileSync(this.at('robot.update'), updateBytes(this.#update));
    });
    after(() => rmSync(this.#dir, { recursive: true, force: true }));
  }

  at(name: string): string {
    return path.join(this.#dir, name);
  }

  /** Parts of `robot.update`. */
  get update(): MadeUpdate {
    assert.ok(this.#update !== null);
    return this.#update;
  }

  /** Writes what the running image knows of updates. */
  writeFacts(more: Partial<ImageSpec['update']> = {}): void {
    const [ours, revoked] = [this.publicKey('ours'), this.publicKey('revoked')];
    const update = { ...defaultSpec().update, keys: [ours, revoked], revoked: [revoked], ...more };
    const files = updateFiles({ name: 'robot', update, arch: 'x86_64' });
    rmSync(this.at('facts'), { recursive: true, force: true });
    writeTree(
      this.at('facts'),
      Object.fromEntries(files.map((one) => [path.basename(one.path), one.content])),
    );
  }

  publicKey(name: string): string {
    return readFileSync(this.at(`${name}.pub`), 'utf8').trim();
  }

  /** What the device says and does, given a file or an URL, or nothing. */
  async run(what: string, given: Given = {}): Promise<Told> {
    writeFileSync(this.at('b.img'), given.before ?? this.old);
    return await this.again(what, given);
  }

  /** The same with slot B as it is. */
  async again(what: string, { state, cut, ...given }: Given = {}): Promise<Told> {
    const words = Object.entries({ ...firstState, ...state }).map(([field, value]) => `${field}=${value}`);
    const env = {
      ...process.env,
      ...{ SLOT_A: this.at('a.img'), SLOT_B: this.at('b.img'), FACTS: this.at('facts'), UPDATE: what },
      LEFT: given.left ?? '',
      ...{ OPTIONS: given.options ?? '', STATE: words.join(' '), CUT: String(cut ?? '') },
      ...{ HEALTH: given.health ?? 'committed a', MEMORY_KIB: String(given.memoryKiB ?? 2_000_000) },
      ...{ DEVICE: packageFile('src/device'), SHELL_UNDER_TEST: given.shell ?? '/bin/dash' },
      ...{ STREAM: given.stream === true ? 'yes' : '', TFR_HOOKS: this.at('hooks') },
    };
    this.#writeHook(given.hook ?? ':');
    const lab = packageFile('test/device/update-lab.sh');
    const text = await new Promise<string>((resolve) => {
      execFile('unshare', ['-m', 'sh', lab], { env }, (_error, stdout, stderr) => resolve(stderr + stdout));
    });
    const word = (key: string) => new RegExp(`^${key}(.*)$`, 'm').exec(text)?.[1] ?? '';
    const now = Object.fromEntries(Object.keys(firstState).map((field) => [field, word(`state: ${field}=`)]));
    return {
      text,
      state: { ...now, failed: firstState.failed } as unknown as BootState,
      writes: Number(word('writes: ')),
      status: Number(word('status: ')),
      record: word('record: '),
    };
  }

  slotB(): Buffer {
    return readFileSync(this.at('b.img'));
  }

  /** A refusal before anything was written. */
  isUntouched({ text, writes, status }: Told): void {
    assert.deepEqual([status, writes, this.slotB().equals(this.old)], [1, 0, true], text);
    assert.doesNotMatch(text, /left a folder/);
  }

  #writeHook(script: string): void {
    rmSync(this.at('hooks'), { recursive: true, force: true });
    writeTree(this.at('hooks'), { '10-ask': `#!/bin/sh\n${script}\n`, README: 'no program' });
    chmodSync(this.at('hooks/10-ask'), 0o755);
  }
}
