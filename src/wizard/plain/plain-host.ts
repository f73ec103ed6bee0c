import { type ExitStatus, exitStatus, interrupted } from '../../spec/failure.js';
import { noticeOf } from '../effects/notice.js';
import type { WizardEvent } from '../events.js';
import { bindingsOf, type Command, keyContext } from '../key-table.js';
import { reduce } from '../reducer.js';
import type { Request, WizardState } from '../state.js';
import type { PlainPorts, Talk } from './plain-ports.js';
import { secretFree } from './secret-free-talk.js';

/** Does what the wizard asks for. */
export interface Outside {
  /** What is new goes to the host's dispatch. @throws Failure when it cannot be done */
  carryOut(request: Request, state: () => WizardState): Promise<void>;
  /** The state has changed. */
  note(state: WizardState): void;
}

export interface PlainHostOptions {
  first: WizardState;
  talk: Talk;
  signal: AbortSignal;
  outside(dispatch: (event: WizardEvent) => void): Outside;
}

/** Holds the state of the plain wizard, and has done what it asks for. */
export class PlainHost implements PlainPorts {
  readonly talk: Talk;
  readonly #signal: AbortSignal;
  readonly #outside: Outside;
  #state: WizardState;
  #status: ExitStatus | null = null;

  constructor({ first, talk, signal, outside }: PlainHostOptions) {
    this.talk = secretFree(talk);
    this.#signal = signal;
    this.#state = first;
    this.#outside = outside((event) => this.#take(reduce(this.#state, event)));
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

  readonly press = async (command: Command): Promise<void> => {
    const binding = bindingsOf(keyContext(this.#state)).find((one) => one.command === command);
    const [name] = binding?.keys ?? [];
    if (name === undefined) return;
    await this.dispatch({ type: 'key', key: { name, text: name.length === 1 ? name : '' } });
  };

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
      await this.#outside.carryOut(request, this.state);
    } catch (error) {
      if (this.#signal.aborted) return;
      this.#take(reduce(this.#state, { type: 'facts', facts: { notice: noticeOf(error) } }));
    }
  }

  #take(state: WizardState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#outside.note(state);
  }
}
