import { type ExitStatus, exitStatus, interrupted } from '../../base/failure.js';
import { interruptionOf } from '../../run/run-report.js';
import { noticeOf } from '../effects/notice.js';
import type { WizardEvent } from '../model/events.js';
import type { Command } from '../model/key-table.js';
import { reduce } from '../model/reducer.js';
import type { Request } from '../model/request.js';
import type { WizardState } from '../model/state.js';
import type { PlainEffects, PlainPorts, PromptIO } from './plain-ports.js';
import { secretFree } from './secret-free-io.js';

export interface PlainHostOptions {
  first: WizardState;
  io: PromptIO;
  signal: AbortSignal;
  effects(dispatch: (event: WizardEvent) => void): PlainEffects;
}

/** Holds the state of the plain wizard, and has done what it asks for. */
export class PlainHost implements PlainPorts {
  readonly io: PromptIO;
  readonly #signal: AbortSignal;
  readonly #effects: PlainEffects;
  #state: WizardState;
  #status: ExitStatus | null = null;

  constructor({ first, io, signal, effects }: PlainHostOptions) {
    this.io = secretFree(io);
    this.#signal = signal;
    this.#state = first;
    this.#effects = effects((event) => this.#take(reduce(this.#state, event)));
  }

  readonly state = () => this.#state;
  readonly status = () => this.#status;

  readonly keep = async (state: WizardState): Promise<void> => {
    this.#take(state);
    for (;;) {
      const [request] = this.#state.requests;
      if (request === undefined) return;
      this.#take(reduce(this.#state, { type: 'answered', id: request.id }));
      await this.carryOut(request);
    }
  };

  readonly dispatch = (event: WizardEvent): Promise<void> => this.keep(reduce(this.#state, event));

  readonly command = (command: Command): Promise<void> => this.dispatch({ type: 'command', command });

  readonly carryOut = async (request: Request): Promise<void> => {
    if (request.type === 'quit')
      this.#status = request.status === 'done' ? exitStatus.done : exitStatus.interrupted;
    // Names of packages come over the network; nobody waits for them.
    else if (request.type === 'look-for-packages') void this.#attempt(request);
    else await this.#attempt(request);
    if (this.#signal.aborted) throw interrupted();
  };

  async #attempt(request: Request): Promise<void> {
    try {
      await this.#effects.carryOut(request, this.state);
    } catch (error) {
      // Where a run was stopped is told at the end.
      if (interruptionOf(error) !== null) throw error;
      if (this.#signal.aborted) return;
      this.#take(reduce(this.#state, { type: 'facts', facts: { notice: noticeOf(error) } }));
    }
  }

  #take(state: WizardState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#effects.note(state);
  }
}
