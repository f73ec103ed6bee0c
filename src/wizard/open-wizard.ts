import { presetStore } from '../pipeline/open-preset.js';
import { openDrafts } from '../presets/drafts.js';
import { type ExitStatus, exitStatus } from '../spec/failure.js';
import { readBeginning } from './effects/beginning.js';

/** A terminal, and what else the wizard is given of the world. */
export interface WizardContext {
  /** Absolute path of the folder in which the program was started. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  signal: AbortSignal;
}

export interface WizardRequest {
  /** Absolute path of the project's folder. */
  dir: string;
  /** Name or file of a preset to begin with, or null. */
  preset: string | null;
}

/**
 * Opens the wizard on a terminal; reads what its first screen shows while Ink is being loaded.
 * @param loading the module of the screens
 * @returns the exit status when it was left
 */
export async function openWizard(
  { dir, preset }: WizardRequest,
  context: WizardContext,
  loading: Promise<typeof import('./wizard.js')>,
): Promise<ExitStatus> {
  const { cwd, env } = context;
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const presets = presetStore(env);
  const drafts = openDrafts(env);
  const today = new Date();
  const [beginning, { runWizard }] = await Promise.all([
    readBeginning({ dir, env, today, presets, drafts }),
    loading,
  ]);
  if (signal.aborted) return exitStatus.interrupted;
  const status = await runWizard(
    beginning,
    {
      ...{ dir, cwd, env, signal, presets, drafts, today },
      stdin: context.stdin as NodeJS.ReadStream,
      stdout: context.stdout as NodeJS.WriteStream,
      stderr: context.stderr as NodeJS.WriteStream,
    },
    { preset, isScreenReader: env.INK_SCREEN_READER === 'true' },
  );
  // What still goes on in the background has nobody to tell of it.
  over.abort();
  return status;
}
