import { missingHere } from '../../base/failure.js';
import type { Engine } from '../../engine/engine.js';
import { requirePrograms } from '../../engine/programs/program-check.js';

/**
 * Sees to it that a device can be stood in for here.
 * @throws Failure with exit status 3 for users other than root, or where programs are missing.
 */
export async function requireMachine(engine: Engine, uid = process.getuid?.()): Promise<void> {
  if (uid !== 0) {
    throw missingHere({
      what: 'A power cut is recorded as root only.',
      why: 'The partitions of the image become loop devices, which are mounted.',
      remedy: 'Run it with sudo: sudo env "PATH=$PATH" tmpfsroot-wizard powercut IMAGE',
    });
  }
  await requirePrograms(engine, 'powercut');
}
