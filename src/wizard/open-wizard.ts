import { type ExitStatus, exitStatus } from '../base/failure.js';
import { openDrafts } from '../presets/drafts.js';
import { presetStore } from '../presets/open-preset.js';
import { readBeginning } from './effects/beginning.js';
import type { WizardContext, WizardRequest } from './effects/ports.js';

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
