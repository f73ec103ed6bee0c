import { noPermit, type WritePermit } from '../project/write-permit.js';
import { type ExitStatus, exitStatus } from '../spec/failure.js';
import { Background } from './effects/background.js';
import { DraftKeeper } from './effects/drafts.js';
import { noticeOf } from './effects/notice.js';
import type { Ports } from './effects/ports.js';
import type { WizardEvent } from './events.js';
import type { Beginning } from './initial-state.js';
import { initialState } from './initial-state.js';
import { reduce } from './reducer.js';
import { rehearse } from './rehearse.js';
import { openScreens, type ScreenHost } from './screen-host.js';
import { holdKeys } from './session.js';
import type { Request, RunRequest, WizardState } from './state.js';
import { symbolsFor } from './view/symbols.js';

type Numbered = Request & { id: number };

/** Work that has the terminal for itself while it lasts. */
const foreground: readonly Request['type'][] = ['run', 'boot', 'install-programs'];

export interface WizardOptions {
  /** A preset to begin with, or null. */
  preset: string | null;
  /** Draws without borders, colours and redrawing, for screen readers. */
  isScreenReader: boolean;
}

/**
 * The wizard on a terminal, from the first frame until it is left.
 * @returns the exit status: 130 when it was left by Ctrl-C or a signal
 */
export async function runWizard(
  beginning: Omit<Beginning, 'size'>,
  ports: Omit<Ports, 'dispatch'>,
  options: WizardOptions,
): Promise<ExitStatus> {
  return await new Wizard(beginning, ports, options).run();
}

class Wizard {
  readonly #ports: Ports;
  readonly #options: WizardOptions;
  readonly #keeper: DraftKeeper;
  readonly #background: Background;
  readonly #begun = new Set<number>();
  #state: WizardState;
  #host: ScreenHost | null = null;
  #end: (status: ExitStatus) => void = () => {};

  constructor(beginning: Omit<Beginning, 'size'>, ports: Omit<Ports, 'dispatch'>, options: WizardOptions) {
    this.#options = options;
    this.#ports = { ...ports, dispatch: (event) => this.#dispatch(event) };
    this.#keeper = new DraftKeeper(ports.drafts);
    this.#background = new Background(this.#ports);
    const { columns, rows } = ports.stdout;
    this.#state = initialState({ ...beginning, size: { columns, rows } });
  }

  async run(): Promise<ExitStatus> {
    const { signal, stdin } = this.#ports;
    const ended = new Promise<ExitStatus>((resolve) => {
      this.#end = resolve;
    });
    const onSignal = () => this.#end(exitStatus.interrupted);
    signal.addEventListener('abort', onSignal, { once: true });
    // A terminal that was closed; what comes of it is told by the signal. For good: work that is being stopped gives the
    // terminal back after the wizard's end.
    stdin.on('error', () => {});
    try {
      if (signal.aborted) return exitStatus.interrupted;
      this.#open();
      const { preset } = this.#options;
      if (preset !== null) void this.#background.carryOut({ type: 'load-preset', name: preset }, this.#state);
      this.#background.begin(this.#state.spec);
      return await ended;
    } finally {
      signal.removeEventListener('abort', onSignal);
      await this.#host?.close();
      await this.#keeper.flush().catch(() => {});
    }
  }

  #open(): void {
    const { stdin, stdout, env } = this.#ports;
    this.#host = openScreens(
      { stdin, stdout },
      this.#state,
      symbolsFor(env),
      this.#options.isScreenReader,
      (event) => this.#dispatch(event),
    );
  }

  #dispatch(event: WizardEvent): void {
    const before = this.#state;
    this.#state = reduce(before, event);
    if (this.#state === before) return;
    this.#host?.draw(this.#state);
    this.#keeper.note(this.#state);
    const { search } = this.#state.packages;
    if (search !== null && search !== before.packages.search) {
      void rehearse(this.#state, symbolsFor(this.#ports.env), this.#ports.signal);
    }
    for (const request of this.#state.requests) {
      if (this.#begun.has(request.id)) continue;
      this.#begun.add(request.id);
      void this.#carryOut(request);
    }
  }

  async #carryOut(request: Numbered): Promise<void> {
    try {
      if (request.type === 'quit') {
        this.#end(request.status === 'done' ? exitStatus.done : exitStatus.interrupted);
      } else if (foreground.includes(request.type)) await this.#withTerminal(request);
      else await this.#background.carryOut(request, this.#state);
      if (request.type === 'write-project' && !this.#state.unsaved) await this.#forgetDraft();
    } catch (error) {
      this.#dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
    } finally {
      this.#dispatch({ type: 'answered', id: request.id });
    }
  }

  /** Gives the terminal to a piece of work, and takes it back afterwards. */
  async #withTerminal(request: Numbered): Promise<void> {
    const permit = request.type === 'run' ? await this.#permit(request) : noPermit;
    const host = this.#host;
    // One piece of work has the terminal already, or a question must be answered first.
    if (host === null || permit === null) return;
    this.#host = null;
    const endHold = holdKeys(this.#ports.stdin);
    try {
      await host.close(true);
      const { runInForeground } = await import('./effects/foreground.js');
      const facts = await runInForeground(this.#ports, request, this.#state.spec, permit).catch(
        (error: unknown) => ({ notice: noticeOf(error) }),
      );
      if (this.#ports.signal.aborted) return;
      this.#dispatch({ type: 'facts', facts });
      // A project that was built as it is says nothing of what was left unfinished here.
      const isKept = request.type === 'run' && request.spec !== null && 'saved' in facts;
      if (isKept) await this.#forgetDraft().catch(() => {});
      const { columns, rows } = this.#ports.stdout;
      this.#dispatch({ type: 'resize', columns, rows });
      this.#open();
      this.#background.refresh(this.#state.spec);
    } finally {
      endHold(this.#host !== null);
    }
  }

  async #permit(request: RunRequest): Promise<WritePermit | null> {
    const { permitFor } = await import('./effects/folder.js');
    return await permitFor(this.#ports, request, this.#state);
  }

  /** What was chosen is in the project's folder now. */
  async #forgetDraft(): Promise<void> {
    await this.#keeper.forget(this.#ports.dir);
  }
}
