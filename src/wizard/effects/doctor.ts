import { Failure } from '../../base/failure.js';
import { buildVerdict, findVerdict } from '../../doctor/build-verdict.js';
import { type Diagnosis, describeDiagnosis, diagnose } from '../../doctor/diagnosis.js';
import { missingInstallLine } from '../../doctor/install-programs.js';
import { createNativeEngine } from '../../engine/native/native.js';
import type { Ports } from './ports.js';

/** Says what this machine has and lacks. Its programs may have changed since the wizard began. */
export async function lookAtMachine({ env, signal, dispatch }: Ports): Promise<void> {
  dispatch({ type: 'facts', facts: { doctor: null } });
  const diagnosis = await diagnose(createNativeEngine(), { env, signal });
  const doctor = { ...describeDiagnosis(diagnosis), install: installLineOf(diagnosis) };
  dispatch({ type: 'facts', facts: { doctor, verdict: buildVerdict(diagnosis) } });
}

/** Says whether this machine can build, without the rest. */
export async function lookForVerdict({ env, dispatch }: Ports): Promise<void> {
  dispatch({ type: 'facts', facts: { verdict: await findVerdict(createNativeEngine(), env) } });
}

function installLineOf(diagnosis: Diagnosis): string | null {
  try {
    return missingInstallLine(diagnosis);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
