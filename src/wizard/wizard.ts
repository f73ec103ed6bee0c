import { type ExitStatus, exitStatus } from '../base/failure.js';
import { suspendJob } from '../base/job-control.js';
import { printText } from '../base/print-text.js';
import { noPermit, type WritePermit } from '../project/write/write-permit.js';
import { clearFailedTab } from '../run/terminal-tab.js';
import { Background } from './effects/background.js';
import { DraftKeeper } from './effects/drafts.js';
import { noticeOf } from './effects/notice.js';
import type { Ports } from './effects/ports.js';
import type { WizardEvent } from './model/events.js';
import { farewell } from './model/farewell.js';
import { type Beginning, initialState } from './model/initial-state.js';
import { reduce } from './model/reducer.js';
import type { Request, RunRequest } from './model/request.js';
import type { WizardState } from './model/state.js';
import { wantsMouse } from './tui/mouse-wish.js';
import { openScreens, type ScreenHost } from './tui/screen-host.js';
import { holdKeys } from './tui/session.js';
import { symbolsFor } from './tui/view/symbols.js';

type Numbered = Request & { id: number };

/** Work that has the terminal for itself while it lasts. */
const foreground: readonly Request['type'][] = ['run', 'boot', 'powercut', 'flash', 'install-programs'];

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
  beginning: Omit<Beginning, 'size' | 'hasMouse'>,
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

  constructor(
    beginning: Omit<Beginning, 'size' | 'hasMouse'>,
    ports: Omit<Ports, 'dispatch'>,
    options: WizardOptions,
  ) {
    this.#options = options;
    this.#ports = { ...ports, dispatch: (event) => this.#dispatch(event) };
    this.#keeper = new DraftKeeper(ports.drafts);
    this.#background = new Background(this.#ports);
    const { columns, rows } = ports.stdout;
    const hasMouse = !options.isScreenReader && wantsMouse(ports.env);
    this.#state = initialState({ ...beginning, size: { columns, rows }, hasMouse });
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
      // A terminal that is gone reads nothing any more.
      if (!signal.aborted)
        printText(
          this.#ports.stdout,
          farewell(this.#state)
            .map((line) => `${line}\n`)
            .join(''),
        );
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
    if (['key', 'press', 'scroll'].includes(event.type)) clearFailedTab();
    const before = this.#state;
    this.#state = reduce(before, event);
    if (this.#state === before) return;
    this.#host?.draw(this.#state);
    this.#keeper.note(this.#state);
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
      } else if (request.type === 'suspend') suspendJob();
      else if (foreground.includes(request.type)) await this.#withTerminal(request);
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
      const { runOnTerminal } = await import('./tui/run-screen.js');
      const facts = await runInForeground(this.#ports, request, this.#state.spec, permit, {
        run: runOnTerminal,
      }).catch((error: unknown) => ({ notice: noticeOf(error) }));
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
