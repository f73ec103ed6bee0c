import { createNativeEngine } from '../../engine/native.js';
import { type Diagnosis, diagnose, diagnosisText } from '../../pipeline/diagnosis.js';
import { missingInstallLine } from '../../pipeline/install-programs.js';
import { Failure } from '../../spec/failure.js';
import type { Ports } from './ports.js';

/** Says what this machine has and lacks. Its programs may have changed since the wizard began. */
export async function lookAtMachine({ env, signal, dispatch }: Ports): Promise<void> {
  dispatch({ type: 'facts', facts: { doctor: null } });
  const diagnosis = await diagnose(createNativeEngine(), { env, signal });
  // What it comes to stands first here: the table of programs is longer than the screen.
  const [title = '', table = '', verdict = ''] = diagnosisText(diagnosis).trimEnd().split('\n\n');
  const lines = [title, verdict, table].join('\n\n').split('\n');
  dispatch({ type: 'facts', facts: { doctor: { lines, install: installLineOf(diagnosis) } } });
}

function installLineOf(diagnosis: Diagnosis): string | null {
  try {
    return missingInstallLine(diagnosis);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
