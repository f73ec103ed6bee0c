import { Failure } from '../../base/failure.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { noPermit } from '../../project/write/write-permit.js';
import { Background } from '../effects/background.js';
import type { DraftKeeper } from '../effects/drafts.js';
import type { Foreground } from '../effects/foreground.js';
import type { Ports } from '../effects/ports.js';
import type { Request } from '../model/request.js';
import type { WizardState } from '../model/state.js';
import type { PlainEffects } from './plain-ports.js';
import type { TerminalPromptIO } from './terminal-prompt-io.js';

/** Does what the plain wizard asks for, on this machine: files, programs, the network. */
export class SystemEffects implements PlainEffects {
  readonly #io: TerminalPromptIO;
  readonly #ports: Ports;
  readonly #keeper: DraftKeeper;
  readonly #background: Background;

  constructor(io: TerminalPromptIO, ports: Ports, keeper: DraftKeeper, spec: ImageSpec) {
    this.#io = io;
    this.#ports = ports;
    this.#keeper = keeper;
    this.#background = new Background(ports);
    this.#background.begin(spec);
  }

  note(state: WizardState): void {
    this.#keeper.note(state);
  }

  async carryOut(request: Request, state: () => WizardState): Promise<void> {
    switch (request.type) {
      case 'run':
      case 'powercut':
      case 'flash':
      case 'install-programs':
        return await this.#inForeground(request, state());
      case 'boot':
        return await this.#io.withInputPaused(() => this.#inForeground(request, state()));
      default:
        await this.#background.carryOut(request, state());
        if (request.type === 'write-project' && !state().unsaved) await this.#keeper.forget(this.#ports.dir);
    }
  }

  async #inForeground(request: Request, state: WizardState): Promise<void> {
    const { dir, dispatch } = this.#ports;
    const { permitFor } = await import('../effects/folder.js');
    const permit = request.type === 'run' ? await permitFor(this.#ports, request, state) : noPermit;
    if (permit === null) return;
    const { runInForeground } = await import('../effects/foreground.js');
    const facts = await runInForeground(this.#ports, request, state.spec, permit, plainForeground(this.#io));
    dispatch({ type: 'facts', facts });
    if (facts.saved !== undefined) await this.#keeper.forget(dir).catch(() => {});
    this.#background.refresh(state.spec);
  }
}

/** Work that writes plain lines. Ctrl-C ends it and the wizard: there is no screen to come back to. */
function plainForeground(io: TerminalPromptIO): Foreground {
  return {
    async run(work, { signal }) {
      try {
        return { kind: 'done', value: await io.whileWorking(() => work(signal, null)) };
      } catch (error) {
        if (signal.aborted || !(error instanceof Failure)) throw error;
        return { kind: 'failed', failure: error };
      }
    },
  };
}
