import { type ExitStatus, exitStatus, Failure } from '../../base/failure.js';
import { sentences, t } from '../../base/language/texts.js';
import { openDrafts } from '../../presets/drafts.js';
import { presetStore } from '../../presets/open-preset.js';
import { interruptionOf, interruptionText } from '../../run/run-report.js';
import { readBeginning } from '../effects/beginning.js';
import { DraftKeeper } from '../effects/drafts.js';
import type { WizardContext, WizardRequest } from '../effects/ports.js';
import { initialState } from '../model/initial-state.js';
import { SystemEffects } from './plain-effects.js';
import { PlainHost } from './plain-host.js';
import { TerminalPromptIO } from './terminal-prompt-io.js';
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
  const io = new TerminalPromptIO(stdin, stdout, signal);
  const host = new PlainHost({
    first: initialState({ ...beginning, size: { columns: 80, rows: 24 } }),
    io,
    signal,
    effects: (dispatch) =>
      new SystemEffects(
        io,
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
    io.say();
    const at = interruptionOf(error);
    if (at !== null)
      io.say(sentences(interruptionText(at), t`What was finished is kept; the next run goes on there.`));
    io.say(unsaved ? t`Left. Your answers are kept: choose Continue next time.` : t`Left.`);
    return exitStatus.interrupted;
  } finally {
    io.close();
    await keeper.flush().catch(() => {});
    over.abort();
  }
}

async function begin(host: PlainHost, preset: string | null, message: string | null): Promise<ExitStatus> {
  if (message !== null) host.io.say(t`Warning: ${message}`);
  if (preset !== null) {
    await host.carryOut({ type: 'load-preset', name: preset });
    const { notice } = host.state();
    if (notice?.level === 'error') host.io.say(t`Error: ${notice.text}`);
  }
  await walk(host);
  return host.status() ?? exitStatus.done;
}
