import { type ExitStatus, exitStatus, interrupted } from '../../spec/failure.js';
import { Background } from '../effects/background.js';
import type { DraftKeeper } from '../effects/drafts.js';
import { noticeOf } from '../effects/notice.js';
import type { Ports } from '../effects/ports.js';
import type { WizardEvent } from '../events.js';
import { bindingsOf, type Command, keyContext } from '../key-table.js';
import { reduce } from '../reducer.js';
import type { Request, WizardState } from '../state.js';
import type { PlainPorts } from './plain-ports.js';
import { plainForeground } from './plain-run.js';
import type { PlainTalk } from './plain-talk.js';

/** Holds the state of the plain wizard, and has done what it asks for. */
export class PlainHost implements PlainPorts {
  readonly talk: PlainTalk;
  readonly #ports: Ports;
  readonly #keeper: DraftKeeper;
  readonly #background: Background;
  #state: WizardState;
  #status: ExitStatus | null = null;

  constructor(first: WizardState, talk: PlainTalk, ports: Omit<Ports, 'dispatch'>, keeper: DraftKeeper) {
    this.talk = talk;
    this.#state = first;
    this.#keeper = keeper;
    this.#ports = { ...ports, dispatch: (event) => this.#take(reduce(this.#state, event)) };
    this.#background = new Background(this.#ports);
  }

  /** Reads in the background what is not needed for the first question. */
  begin(): void {
    this.#background.begin();
  }

  readonly state = () => this.#state;
  readonly status = () => this.#status;

  readonly keep = async (state: WizardState): Promise<void> => {
    this.#take(state);
    for (;;) {
      const [request] = this.#state.requests;
      if (request === undefined) return;
      this.#ports.dispatch({ type: 'answered', id: request.id });
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
    // Names of packages come over the network; nobody waits for them.
    if (request.type === 'look-for-packages') void this.#attempt(request);
    else {
      await this.#attempt(request);
      if (this.#ports.signal.aborted) throw interrupted();
    }
  };

  async #attempt(request: Request): Promise<void> {
    try {
      await this.#do(request);
    } catch (error) {
      if (this.#ports.signal.aborted) return;
      this.#ports.dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
    }
  }

  async #do(request: Request): Promise<void> {
    switch (request.type) {
      case 'quit':
        this.#status = request.status === 'done' ? exitStatus.done : exitStatus.interrupted;
        return;
      case 'run':
      case 'install-programs':
        return await this.#inForeground(request);
      case 'boot':
        return await this.talk.lend(() => this.#inForeground(request));
      default:
        await this.#background.carryOut(request);
        if (request.type === 'write-project' && !this.#state.unsaved)
          await this.#keeper.forget(this.#ports.dir);
    }
  }

  async #inForeground(request: Request): Promise<void> {
    const { dir, dispatch } = this.#ports;
    const { runInForeground } = await import('../effects/foreground.js');
    const shown = this.#state.spec;
    const facts = await runInForeground(this.#ports, request, shown, plainForeground(this.talk));
    dispatch({ type: 'facts', facts });
    if (facts.saved !== undefined) await this.#keeper.forget(dir).catch(() => {});
    this.#background.refresh();
  }

  #take(state: WizardState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#keeper.note(state);
  }
}
