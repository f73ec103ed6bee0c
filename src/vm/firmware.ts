import { existsSync } from 'node:fs';
import { missingHere } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { readDistribution } from '../engine/programs/distribution.js';
import { firmwarePlaces, installLine, packagesFor } from '../engine/programs/programs.js';
import type { Firmware } from './qemu.js';

/**
 * UEFI firmware of this machine; `vars` is the distribution's empty file of variables, to be copied.
 * @throws Failure with exit status 3 when none is installed.
 */
export async function findFirmware(exists: (file: string) => boolean = existsSync): Promise<Firmware> {
  const found = firmwarePlaces.find(({ code, vars }) => exists(code) && exists(vars));
  if (found !== undefined) return found;
  const { family } = await readDistribution();
  throw missingHere({
    what: t`The UEFI firmware for virtual machines (OVMF) is missing on this machine.`,
    where: firmwarePlaces[0]?.code ?? '',
    remedy:
      family === null
        ? t`Install your distribution’s package of OVMF (edk2).`
        : t`Install it: ${installLine(family, packagesFor(['OVMF firmware'], family))}`,
  });
}
