import { createNativeEngine } from '../../engine/native.js';
import { packageFile } from '../../engine/package-file.js';
import { openDrafts } from '../../presets/drafts.js';
import { openPresets } from '../../presets/preset-store.js';
import { hashPassword } from '../../project/password.js';
import { type ExitStatus, exitStatus, Failure } from '../../spec/failure.js';
import { Background } from '../effects/background.js';
import { readBeginning } from '../effects/beginning.js';
import { DraftKeeper } from '../effects/drafts.js';
import { noticeOf } from '../effects/notice.js';
import type { Ports } from '../effects/ports.js';
import type { WizardEvent } from '../events.js';
import { initialState } from '../initial-state.js';
import type { WizardContext, WizardRequest } from '../open-wizard.js';
import { reduce } from '../reducer.js';
import type { Request, WizardState } from '../state.js';
import { runPlainly } from './plain-run.js';
import { PlainTalk } from './plain-talk.js';
import { askAll } from './plain-wizard.js';

/**
 * The wizard as questions on plain lines, of the same screens.
 * @returns the exit status when it is over
 */
export async function openPlainWizard(
  { dir, preset }: WizardRequest,
  context: WizardContext,
): Promise<ExitStatus> {
  const { env } = context;
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const presets = openPresets(env, packageFile('presets'));
  const drafts = openDrafts(env);
  const today = new Date();
  const beginning = await readBeginning({ dir, env, today, presets, drafts });
  let state: WizardState = initialState({ ...beginning, size: { columns: 80, rows: 24 } });
  const keeper = new DraftKeeper(drafts);
  const keep = (next: WizardState) => {
    state = next;
    keeper.note(state);
  };
  const ports: Ports = {
    ...{ dir, env, signal, presets, drafts, today },
    stdin: context.stdin as NodeJS.ReadStream,
    stdout: context.stdout as NodeJS.WriteStream,
    stderr: context.stderr as NodeJS.WriteStream,
    dispatch: (event: WizardEvent) => keep(reduce(state, event)),
  };
  const background = new Background(ports);
  const talk = new PlainTalk(context.stdin, context.stdout, signal);
  const carryOut = async (request: Request): Promise<void> => {
    try {
      if (request.type === 'run' || request.type === 'boot') {
        talk.release();
        const facts = await runPlainly(ports, request, state.spec, talk);
        ports.dispatch({ type: 'facts', facts });
        if (facts.saved !== undefined) await keeper.forget(dir).catch(() => {});
        keep({ ...state, screen: 'review' });
      } else await background.carryOut(request);
    } catch (error) {
      if (signal.aborted) throw error;
      const notice = noticeOf(error);
      talk.say(notice.text);
      keep({ ...state, notice });
    }
  };
  try {
    background.begin();
    if (preset !== null) await carryOut({ type: 'load-preset', name: preset });
    await askAll({
      talk,
      state: () => state,
      keep,
      carryOut,
      hash: (password) => hashPassword(createNativeEngine(), password, signal),
    });
    return exitStatus.done;
  } catch (error) {
    if (error instanceof Failure && error.exitStatus === exitStatus.interrupted) {
      talk.say('\nLeft. What was answered is kept: choose Continue the next time.');
      return exitStatus.interrupted;
    }
    throw error;
  } finally {
    talk.close();
    await keeper.flush().catch(() => {});
    over.abort();
  }
}
