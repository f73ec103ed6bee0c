import { Failure, interrupted, isInterruption } from '../../../src/base/failure.js';
import { defaultSpec } from '../../../src/config/defaults.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { releaseChoices } from '../../../src/rpm/repositories/release-service.js';
import type { WizardEvent } from '../../../src/wizard/model/events.js';
import { initialState } from '../../../src/wizard/model/initial-state.js';
import type { Request } from '../../../src/wizard/model/request.js';
import type { WizardState } from '../../../src/wizard/model/state.js';
import { packageSets } from '../../../src/wizard/packages/sets.js';
import { PlainHost } from '../../../src/wizard/plain/plain-host.js';
import { walk } from '../../../src/wizard/plain/walk.js';

export const today = new Date('2026-11-22T10:00:00Z');

/** A new image of the base system. */
export function newSpec(): ImageSpec {
  return { ...defaultSpec({ name: 'robot' }), packages: [...(packageSets[0]?.packages ?? [])] };
}

/** The wizard in an empty folder. */
export function emptyFolder(): WizardState {
  const files = {
    projectFile: false,
    packagesList: false,
    lock: false,
    kickstart: false,
    rootOverride: false,
  };
  return initialState({
    ...{ dir: '/home/op/robot', today, spec: newSpec(), left: [], presets: [], lastBuilt: null },
    folder: { dir: '/home/op/robot', kind: 'empty', files, lastBuild: null },
    ...{ releases: releaseChoices(today), message: null, size: { columns: 80, rows: 24 } },
  });
}

/** The wizard at the first question of a screen. */
export function at(screen: WizardState['screen'], change: Partial<WizardState> = {}): WizardState {
  return { ...emptyFolder(), screen, ...change };
}

/** What the world outside answers to a request; nothing, if absent. */
export type World = (request: Request, dispatch: (event: WizardEvent) => void) => void | Promise<void>;

export interface Conversation {
  /** All that was said and typed, as it stands on the terminal; what was typed unseen is `***`. */
  text: string;
  state: WizardState;
  requests: Request[];
  /** Null: the person went away in the middle. */
  status: number | null;
}

/** Enter alone at every question before the one that begins so. */
export interface Until {
  until: string;
}

export const until = (prompt: string): Until => ({ until: prompt });

/** Answers the questions one after the other; then the person goes away. */
export async function talk(
  first: WizardState,
  answers: readonly (string | Until)[],
  world: World = () => {},
): Promise<Conversation> {
  const left = [...answers];
  const answer = (prompt: string): string | null => {
    const [next] = left;
    if (typeof next === 'object' && !prompt.startsWith(next.until)) return '';
    left.shift();
    return typeof next === 'object' ? answer(prompt) : (next ?? null);
  };
  return await talkTo(first, answer, world);
}

/** The same with answers that depend on what is asked; null goes away. */
export async function talkTo(
  first: WizardState,
  answer: (prompt: string, state: WizardState) => string | null,
  world: World = () => {},
): Promise<Conversation> {
  const lines: string[] = [];
  const requests: Request[] = [];
  const say = (text = '') => void lines.push(text);
  const ask = (isSeen: boolean) => async (prompt: string) => {
    const typed = answer(prompt, host.state());
    if (typed === null) throw interrupted();
    lines.push(prompt + (isSeen ? typed : '***'));
    return typed;
  };
  const host = new PlainHost({
    first,
    io: { say, sayWhole: say, ask: ask(true), askUnseen: ask(false) },
    signal: new AbortController().signal,
    effects: (dispatch) => ({
      note() {},
      async carryOut(request) {
        requests.push(request);
        await world(request, dispatch);
      },
    }),
  });
  let isGone = false;
  await walk(host).catch((error: unknown) => {
    isGone = true;
    if (!(error instanceof Failure && isInterruption(error.exitStatus))) throw error;
  });
  return { text: lines.join('\n'), state: host.state(), requests, status: isGone ? null : host.status() };
}

/** How often a text stands in another. */
export function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
