import { totalmem } from 'node:os';
import path from 'node:path';
import { badInput } from '../../base/failure.js';
import { asPart } from '../../base/failure-cause.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { unreadableReason } from '../../base/fs/regular-file.js';
import { t } from '../../base/language/texts.js';
import { shellWords } from '../../base/text/shell-quote.js';
import { isLsblkOutput, lsblkCommand, ownDisks, readLsblk } from '../../doctor/block-devices.js';
import { hashPassword } from '../../doctor/password.js';
import { createNativeEngine } from '../../engine/native/native.js';
import type { Request } from '../model/request.js';
import { placeholderNote } from '../model/review-text.js';
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
  if (isLsblkOutput(from)) return from;
  const file = path.resolve(dir, from);
  try {
    return await readSmallText(file);
  } catch (error) {
    throw badInput({
      what: t`The file \`${from}\` cannot be read: ${asPart(unreadableReason(error))}`,
      remedy: t`Write \`${lsblkCommand} > FILE\` on the device.`,
    });
  }
}

/** Puts the command into the clipboard of the terminal that shows us (xterm control sequences, OSC 52). */
export function copyCommand(
  { stdout, dispatch }: Ports,
  { words }: Extract<Request, { type: 'copy' }>,
): void {
  const text = shellWords(words);
  stdout.write(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  const given = t`Copied, if your terminal gives access to the clipboard.`;
  const notice = [given, placeholderNote(words) ?? ''].join(' ').trim();
  dispatch({ type: 'facts', facts: { notice: { level: 'info', text: notice } } });
}

/** Opens output/ in the desktop's file manager; where there is none, says where it is. */
export async function openFolder({ dir, env, signal, dispatch }: Ports): Promise<void> {
  const folder = path.join(dir, 'output');
  const engine = createNativeEngine();
  const opener = env.DISPLAY || env.WAYLAND_DISPLAY ? await engine.find('xdg-open') : null;
  if (opener !== null)
    await engine
      .run({ program: 'xdg-open', args: [folder], purpose: t`opening the folder`, signal })
      .catch(() => {});
  dispatch({ type: 'facts', facts: { notice: { level: 'info', text: folder } } });
}

/** Most bytes of a log that the wizard shows. */
const mostLogBytes = 64_000_000;

/** Reads the log of a run, to be shown in the wizard. */
export async function readLog(
  { dir, dispatch }: Ports,
  { file }: Extract<Request, { type: 'read-log' }>,
): Promise<void> {
  try {
    const text = await readSmallText(path.resolve(dir, file), mostLogBytes);
    dispatch({ type: 'log', file, text });
  } catch (error) {
    const notice = {
      level: 'error',
      text: t`The log cannot be read: ${file}: ${unreadableReason(error)}`,
    } as const;
    dispatch({ type: 'facts', facts: { notice } });
  }
}
