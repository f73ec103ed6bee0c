import { type Instance, render } from 'ink';
import { registerCleanup } from '../../base/cleanup.js';
import type { WizardEvent } from '../model/events.js';
import type { WizardState } from '../model/state.js';
import { App } from './components/App.js';
import { Pointer } from './pointer.js';
import { FrameStream, ScreenPainter } from './screen-painter.js';
import { openSession } from './session.js';
import { type Frame, frameOf } from './view/frame.js';
import { spokenFrame } from './view/spoken-frame.js';
import type { Symbols } from './view/symbols.js';

export interface HostTerminal {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
}

/** The screens on a terminal: what is drawn, and where keys come from. */
export interface ScreenHost {
  draw(state: WizardState): void;
  /**
   * Gives the terminal back; nothing is drawn afterwards.
   * @param isHeld somebody holds its keys, and it stays raw
   */
  close(isHeld?: boolean): Promise<void>;
}

/** Takes the terminal and draws the first frame. */
export function openScreens(
  terminal: HostTerminal,
  first: WizardState,
  symbols: Symbols,
  isScreenReader: boolean,
  dispatch: (event: WizardEvent) => void,
): ScreenHost {
  const drawn = (state: WizardState) => {
    const whole = frameOf(state, symbols);
    return isScreenReader ? spokenFrame(whole, symbols) : whole;
  };
  let frame = drawn(first);
  const painter = new ScreenPainter();
  const pointer = new Pointer();
  const session = openSession(
    terminal.stdin,
    terminal.stdout,
    {
      onKey: (key) => dispatch({ type: 'key', key }),
      onPaste: (text) => dispatch({ type: 'paste', text }),
      onMouse(report) {
        const event = pointer.eventOf(report, frame);
        if (event !== null) dispatch(event);
      },
      onResize: (columns, rows) => {
        painter.forget();
        dispatch({ type: 'resize', columns, rows });
      },
      onContinue() {
        painter.forget();
        dispatch({ type: 'resize', columns: terminal.stdout.columns, rows: terminal.stdout.rows });
      },
    },
    // A screen reader reads the normal screen, where what was said before stays.
    { alternateScreen: !isScreenReader, mouse: first.hasMouse },
  );
  const app = isScreenReader
    ? openForReader(terminal, frame)
    : openPainted(terminal, frame, (text) => painter.paint(text, frame.caret));
  const report = () => {
    const { scrollLimit } = frame;
    if (scrollLimit !== null) dispatch({ type: 'drawn', scrollLimit });
  };
  report();
  let isOpen = true;
  const closeNow = (isHeld = false) => {
    if (!isOpen) return;
    isOpen = false;
    app.unmount();
    session.close(isHeld);
  };
  const forget = registerCleanup(() => closeNow());
  let next: WizardState | null = null;
  return {
    draw(state) {
      // Several keys that came in one read are drawn once.
      if (next === null) {
        queueMicrotask(() => {
          const shown = next;
          next = null;
          if (!isOpen || shown === null) return;
          frame = drawn(shown);
          app.rerender(<App frame={frame} />);
          report();
        });
      }
      next = state;
    },
    async close(isHeld) {
      closeNow(isHeld);
      forget();
      await app.waitUntilExit();
    },
  };
}

/** Ink makes the frames, `paint` what is written of them. */
function openPainted(
  { stdin, stdout }: HostTerminal,
  frame: Frame,
  paint: (drawn: string) => string,
): Instance {
  const stream = new FrameStream(stdout, (drawn) => {
    const painted = paint(drawn);
    if (painted !== '') stdout.write(painted);
  });
  return render(<App frame={frame} />, {
    stdin,
    stdout: stream as unknown as NodeJS.WriteStream,
    // Each frame is written as it is, whole.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
  });
}

/** Ink's own way of drawing for screen readers. */
function openForReader({ stdin, stdout }: HostTerminal, frame: Frame): Instance {
  return render(<App frame={frame} />, {
    stdin,
    stdout,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: true,
  });
}
