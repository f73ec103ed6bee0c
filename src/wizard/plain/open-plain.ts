import { presetStore } from '../../pipeline/open-preset.js';
import { openDrafts } from '../../presets/drafts.js';
import { type ExitStatus, exitStatus, Failure } from '../../spec/failure.js';
import { readBeginning } from '../effects/beginning.js';
import { DraftKeeper } from '../effects/drafts.js';
import { initialState } from '../initial-state.js';
import type { WizardContext, WizardRequest } from '../open-wizard.js';
import { RealOutside } from './outside.js';
import { PlainHost } from './plain-host.js';
import { PlainTalk } from './plain-talk.js';
import { walk } from './walk.js';

/**
 * The wizard as questions on plain lines, of the same screens.
 * @returns the exit status when it is over
 */
export async function openPlainWizard(
  { dir, preset }: WizardRequest,
  context: WizardContext,
): Promise<ExitStatus> {
  const { cwd, env, stdin, stdout, stderr } = context;
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const presets = presetStore(env);
  const drafts = openDrafts(env);
  const today = new Date();
  const beginning = await readBeginning({ dir, env, today, presets, drafts });
  const keeper = new DraftKeeper(drafts);
  const talk = new PlainTalk(stdin, stdout, signal);
  const host = new PlainHost({
    first: initialState({ ...beginning, size: { columns: 80, rows: 24 } }),
    talk,
    signal,
    outside: (dispatch) =>
      new RealOutside(
        talk,
        {
          ...{ dir, cwd, env, signal, presets, drafts, today, dispatch },
          stdin: stdin as NodeJS.ReadStream,
          stdout: stdout as NodeJS.WriteStream,
          stderr: stderr as NodeJS.WriteStream,
        },
        keeper,
        beginning.spec,
      ),
  });
  // Writing to a terminal that was closed fails, also a moment after the end; the signal that comes with it ends us.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  try {
    return await begin(host, preset, beginning.message);
  } catch (error) {
    if (!(error instanceof Failure) || error.exitStatus !== exitStatus.interrupted) throw error;
    const { unsaved } = host.state();
    talk.say();
    talk.say(unsaved ? 'Left. What was answered is kept: choose Continue the next time.' : 'Left.');
    return exitStatus.interrupted;
  } finally {
    talk.close();
    await keeper.flush().catch(() => {});
    over.abort();
  }
}

async function begin(host: PlainHost, preset: string | null, message: string | null): Promise<ExitStatus> {
  if (message !== null) host.talk.say(`Warning: ${message}`);
  if (preset !== null) {
    await host.carryOut({ type: 'load-preset', name: preset });
    const { notice } = host.state();
    if (notice?.level === 'error') host.talk.say(`Error: ${notice.text}`);
  }
  await walk(host);
  return host.status() ?? exitStatus.done;
}
