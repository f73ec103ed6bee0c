import { noPermit } from '../../project/write-permit.js';
import { Failure } from '../../spec/failure.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import { Background } from '../effects/background.js';
import type { DraftKeeper } from '../effects/drafts.js';
import type { Foreground } from '../effects/foreground.js';
import type { Ports } from '../effects/ports.js';
import type { Request, WizardState } from '../state.js';
import type { Outside } from './plain-host.js';
import type { PlainTalk } from './plain-talk.js';

/** The world outside of the plain wizard: files, programs, the network. */
export class RealOutside implements Outside {
  readonly #talk: PlainTalk;
  readonly #ports: Ports;
  readonly #keeper: DraftKeeper;
  readonly #background: Background;

  constructor(talk: PlainTalk, ports: Ports, keeper: DraftKeeper, spec: ImageSpec) {
    this.#talk = talk;
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
      case 'install-programs':
        return await this.#inForeground(request, state());
      case 'boot':
        return await this.#talk.lend(() => this.#inForeground(request, state()));
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
    const facts = await runInForeground(
      this.#ports,
      request,
      state.spec,
      permit,
      plainForeground(this.#talk),
    );
    dispatch({ type: 'facts', facts });
    if (facts.saved !== undefined) await this.#keeper.forget(dir).catch(() => {});
    this.#background.refresh(state.spec);
  }
}

/** Work that writes plain lines. Ctrl-C ends it and the wizard: there is no screen to come back to. */
function plainForeground(talk: PlainTalk): Foreground {
  return {
    async run(work, { signal }) {
      try {
        return { kind: 'done', value: await talk.whileWorking(() => work(signal, null)) };
      } catch (error) {
        if (signal.aborted || !(error instanceof Failure)) throw error;
        return { kind: 'failed', failure: error };
      }
    },
  };
}
