import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import { createNativeEngine } from '../../engine/native.js';
import { lsblkCommand, ownDisks, readLsblk } from '../../project/devices.js';
import { hashPassword } from '../../project/password.js';
import { shellWords } from '../../spec/command-line.js';
import { badInput } from '../../spec/failure.js';
import { placeholderNote, reproduce } from '../reproduce.js';
import type { Request } from '../state.js';
import { noticeOf } from './notice.js';
import type { Ports } from './ports.js';

const bytesPerMiB = 1024 * 1024;

/** Hashes a password through openssl; nothing else ever gets it. */
export async function hash(
  { signal, dispatch }: Ports,
  { field, password }: Extract<Request, { type: 'hash-password' }>,
): Promise<void> {
  try {
    dispatch({ type: 'hashed', field, hash: await hashPassword(createNativeEngine(), password, signal) });
  } catch (error) {
    dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
  }
}

/** Disks of this machine, of a file with lsblk's output, or of the output itself. */
export async function readDisks(
  { signal, dir, dispatch }: Ports,
  { from }: Extract<Request, { type: 'read-disks' }>,
): Promise<void> {
  try {
    const found =
      from === null ? await ownDisks(createNativeEngine(), signal) : readLsblk(await lsblkText(from, dir));
    dispatch({
      type: 'disks',
      ...found,
      memoryMiB: from === null ? Math.floor(totalmem() / bytesPerMiB) : null,
    });
  } catch (error) {
    dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
  }
}

async function lsblkText(from: string, dir: string): Promise<string> {
  if (from.startsWith('{')) return from;
  const file = path.resolve(dir, from);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw badInput({
      what: `The file \`${from}\` cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`,
      remedy: `Write \`${lsblkCommand} > FILE\` on the device.`,
    });
  }
}

/** Puts the command into the clipboard of the terminal that shows us (xterm control sequences, OSC 52). */
export function copyCommand({ stdout, dispatch }: Ports, { spec }: Extract<Request, { type: 'copy' }>): void {
  const text = shellWords(reproduce(spec));
  stdout.write(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  const given = 'Given to the clipboard of your terminal, where it allows that.';
  const notice = [given, placeholderNote(spec) ?? ''].join(' ').trim();
  dispatch({ type: 'facts', facts: { notice: { level: 'info', text: notice } } });
}

/** Opens output/ in the desktop's file manager; where there is none, says where it is. */
export async function openFolder({ dir, env, signal, dispatch }: Ports): Promise<void> {
  const folder = path.join(dir, 'output');
  const engine = createNativeEngine();
  const opener = env.DISPLAY || env.WAYLAND_DISPLAY ? await engine.find('xdg-open') : null;
  if (opener !== null)
    await engine
      .run({ program: 'xdg-open', args: [folder], purpose: 'opening the folder', signal })
      .catch(() => {});
  dispatch({ type: 'facts', facts: { notice: { level: 'info', text: folder } } });
}
