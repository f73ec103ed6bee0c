import { registerCleanup } from '../base/cleanup.js';
import { followJobControl } from '../base/job-control.js';
import { cutText } from '../base/text/cut.js';
import { visibleText } from '../base/text/visible-text.js';
import { talentsOf } from './terminal-talents.js';

/** xterm control sequences, XTWINOPS and OSC 2; some terminals take ST only for the end of an OSC. */
const [saveTitle, restoreTitle] = ['\x1b[22;0t', '\x1b[23;0t'];
const titled = (text: string) => `\x1b]2;${text}\x1b\\`;

/** ConEmu's OSC 9;4. */
const progressStates = { none: 0, working: 1, failed: 2 } as const;
const progress = (state: keyof typeof progressStates, percent: number) =>
  `\x1b]9;4;${progressStates[state]};${percent}\x1b\\`;

/** Columns of a title: tabs show less. */
const widestTitle = 60;

/** The tab in which a run has failed, until somebody comes back to it. */
let failedTab: TerminalTab | null = null;

/** Takes the sign of a run that failed from the tab: somebody has seen it. */
export function clearFailedTab(): void {
  failedTab?.close();
  failedTab = null;
}

/**
 * What the title of the terminal and its tab show of a run, for a person who looks at something else meanwhile. As they
 * were whenever the terminal is another's: after the run, while the program is suspended, and however it ends.
 */
export class TerminalTab {
  readonly #talents: ReturnType<typeof talentsOf>;
  readonly #write: (text: string) => void;
  #title = '';
  #percent = 0;
  #isFailed = false;
  #isOpen = false;
  /** What was written of title and progress; empty: nothing that is to be taken back. */
  #shown = { title: '', progress: '' };
  #forget = () => {};

  constructor(env: NodeJS.ProcessEnv, write: (text: string) => void) {
    this.#talents = talentsOf(env);
    this.#write = write;
  }

  open(): void {
    clearFailedTab();
    this.#isOpen = true;
    const forgetCleanup = registerCleanup(() => this.close());
    const endJobControl = followJobControl({ leave: () => this.#takeBack(), enter: () => this.#draw() });
    this.#forget = () => {
      forgetCleanup();
      endJobControl();
    };
  }

  /** @param share of the work that is done, 0 to 1; it never goes back */
  show(title: string, share: number): void {
    this.#title = cutText(visibleText(title), widestTitle);
    this.#percent = Math.max(this.#percent, Math.min(100, Math.floor(share * 100)));
    this.#draw();
  }

  /** The run has failed: the title is as it was, the progress says so until {@link clearFailedTab}. */
  fail(): void {
    this.#title = '';
    this.#isFailed = true;
    this.#draw();
    failedTab = this;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#takeBack();
    this.#forget();
  }

  #draw(): void {
    if (!this.#isOpen) return;
    const { keepsTitle, showsProgress } = this.#talents;
    const state = this.#isFailed ? 'failed' : 'working';
    this.#put(keepsTitle ? this.#title : '', showsProgress ? progress(state, this.#percent) : '');
  }

  #takeBack(): void {
    this.#put('', '');
  }

  #put(title: string, drawn: string): void {
    const before = this.#shown;
    if (title === before.title && drawn === before.progress) return;
    this.#shown = { title, progress: drawn };
    const written: string[] = [];
    if (title !== before.title) {
      if (before.title === '') written.push(saveTitle);
      written.push(title === '' ? restoreTitle : titled(title));
    }
    if (drawn !== before.progress) written.push(drawn === '' ? progress('none', 0) : drawn);
    this.#write(written.join(''));
  }
}
