import { existsSync } from 'node:fs';
import { readDistribution } from '../engine/distribution.js';
import { firmwarePlaces, installLine, packageOf } from '../engine/programs.js';
import { missingHere } from '../spec/failure.js';
import type { Firmware } from './qemu.js';

/**
 * UEFI firmware of this machine; `vars` is the distribution's empty file of variables, to be copied.
 * @throws Failure with exit status 3 when none is installed.
 */
export async function findFirmware(exists: (file: string) => boolean = existsSync): Promise<Firmware> {
  const found = firmwarePlaces.find(({ code, vars }) => exists(code) && exists(vars));
  if (found !== undefined) return found;
  const { family } = await readDistribution();
  const name = family === null ? null : packageOf('OVMF firmware', family);
  throw missingHere({
    what: 'The UEFI firmware for virtual machines (OVMF) is missing on this machine.',
    where: firmwarePlaces[0]?.code ?? '',
    remedy:
      family === null || name === null
        ? 'Install your distribution’s package of OVMF (edk2).'
        : `Install it: ${installLine(family, [name])}`,
  });
}
