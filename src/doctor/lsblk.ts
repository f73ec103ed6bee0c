import { t } from '../base/language/texts.js';
import type { Engine } from '../engine/engine.js';

/** A device as lsblk's JSON has it; the columns differ from version to version. */
export type LsblkDevice = Readonly<Record<string, unknown>>;

/** What lsblk prints of the block devices of this machine, as JSON. @throws Failure as the engine does. */
export async function lsblkHere(engine: Engine, signal: AbortSignal): Promise<string> {
  const { stdout } = await engine.run({
    program: 'lsblk',
    // Each version knows other columns, and refuses those that it does not know.
    args: ['--json', '-b', '-O'],
    purpose: t`looking at the disks of this machine`,
    capture: true,
    signal,
  });
  return stdout;
}

/**
 * The devices of lsblk's JSON, or null for another text. What a shell printed around it, a prompt or the command itself,
 * does not matter.
 */
export function parseLsblk(text: string): LsblkDevice[] | null {
  try {
    const value = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as unknown;
    return isDevice(value) ? devicesIn(value.blockdevices) : null;
  } catch {
    return null;
  }
}

/** What lies in a device or on top of it: partitions, volumes. */
export function childrenOf({ children }: LsblkDevice): LsblkDevice[] {
  return devicesIn(children) ?? [];
}

/** Kernel name, as `sda`. */
export function nameOf(device: LsblkDevice): string {
  return textOf(device.name).replace(/^\/dev\//, '');
}

/** A column's text without the blanks around it; empty where there is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/**
 * A size in bytes, or null for none. Older versions of lsblk print numbers as strings. Without `-b` sizes are powers of
 * 1024 with one letter and, as the locale has it, a point or a comma.
 */
export function bytesOf(value: unknown): number | null {
  if (typeof value === 'number') return value >= 0 ? value : null;
  const found = /^(\d+(?:[.,]\d+)?)([BKMGTPE]?)$/.exec(textOf(value));
  if (found === null) return null;
  const [, number = '', unit = ''] = found;
  return Math.round(Number(number.replace(',', '.')) * 1024 ** Math.max(0, 'BKMGTPE'.indexOf(unit)));
}

/** A column that is yes or no; older versions print `1` and `0`. */
export function isYes(value: unknown): boolean {
  return value === true || value === 1 || value === '1';
}

/** Links to devices by names that stay when disks are found in another order (systemd's 60-persistent-storage.rules). */
export const byIdFolder = '/dev/disk/by-id';

/** Path below {@link byIdFolder}, or null: lsblk tells it from version 2.39 on, with `-O` or the column ID-LINK. */
export function byIdOf(device: LsblkDevice): string | null {
  const link = textOf(device['id-link']);
  return link === '' ? null : `${byIdFolder}/${link}`;
}

function devicesIn(value: unknown): LsblkDevice[] | null {
  return Array.isArray(value) && value.every((one) => isDevice(one) && nameOf(one) !== '') ? value : null;
}

function isDevice(value: unknown): value is LsblkDevice {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
