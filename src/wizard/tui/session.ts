import { EventEmitter } from 'node:events';
import { emitKeypressEvents, type Interface, type Key as NodeKey } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';
import { registerCleanup } from '../../base/cleanup.js';
import { followJobControl, takeKeysAgain } from '../../base/job-control.js';
import type { Key } from '../model/key.js';
import { leaveMouse, MouseFilter, type MouseReport, takeMouse } from './mouse-reports.js';

/** What Node tells of a key press. */
type Keypress = NodeKey & { code?: string };

/** Milliseconds after a lone Escape until it is the key and not the beginning of a sequence. */
const escapeTimeoutMs = 50;
/** Milliseconds more within which the rest of a report of the mouse is known, on a slow line. */
const lateReportMs = 500;

const enableInput = '\u001B[?2004h';
const disableInput = '\u001B[?2004l';
const enterScreen = '\u001B[?1049h\u001B[H';
const leaveScreen = '\u001B[?1049l';
const showCursor = '\u001B[?25h';

export interface SessionHandlers {
  onKey(key: Key): void;
  onPaste(text: string): void;
  onMouse(report: MouseReport): void;
  onResize(columns: number, rows: number): void;
  /** The program was continued: the screen holds something else now. */
  onContinue(): void;
}

/** The terminal as the wizard holds it. */
export interface Session {
  /**
   * Gives the terminal back as it was; may be called twice.
   * @param isHeld somebody holds the keys ({@link holdKeys}), and the terminal stays raw
   */
  close(isHeld: boolean): void;
}

/**
 * Takes the terminal over: raw mode, bracketed paste, the alternate screen and, if wanted, the mouse. Keys are decoded
 * by Node's readline, one event for each, however many come in one read, and a sequence that is cut in two is put
 * together; reports of the mouse, which it does not know, are taken out before.
 */
export function openSession(
  stdin: NodeJS.ReadStream,
  stdout: NodeJS.WriteStream,
  handlers: SessionHandlers,
  { alternateScreen, mouse }: { alternateScreen: boolean; mouse: boolean },
): Session {
  let pasted: string | null = null;
  let isOpen = true;
  const onKeypress = (text: string | undefined, keypress: Keypress) => {
    if (keypress.name === 'paste-start') pasted = '';
    else if (keypress.name === 'paste-end') {
      const whole = pasted ?? '';
      pasted = null;
      handlers.onPaste(whole);
    } else if (pasted !== null) pasted += keypress.sequence ?? text ?? '';
    else for (const key of keysOf(text, keypress)) handlers.onKey(key);
  };
  const onResize = () => {
    handlers.onResize(stdout.columns, stdout.rows);
  };
  const enter = () => {
    if (alternateScreen) stdout.write(enterScreen);
    stdout.write(enableInput + (mouse ? takeMouse : ''));
  };
  const leave = () => {
    const back = disableInput + (mouse ? leaveMouse : '') + showCursor;
    stdout.write(back + (alternateScreen ? leaveScreen : ''));
  };
  enter();
  stdin.setRawMode(true);
  const endTyping = followTyping(stdin, onKeypress, handlers.onMouse);
  stdin.resume();
  stdout.on('resize', onResize);
  const endJobControl = followJobControl({
    leave() {
      stdin.setRawMode(false);
      leave();
    },
    enter() {
      enter();
      takeKeysAgain(stdin);
      handlers.onContinue();
    },
  });
  return {
    close(isHeld) {
      if (!isOpen) return;
      isOpen = false;
      endTyping();
      stdout.off('resize', onResize);
      endJobControl();
      if (!isHeld) letGo(stdin);
      leave();
    },
  };
}

/**
 * Sorts what is typed into keys and reports of the mouse, in their order.
 * @returns ends that
 */
function followTyping(
  stdin: NodeJS.ReadStream,
  onKeypress: (text: string | undefined, keypress: Keypress) => void,
  onMouse: SessionHandlers['onMouse'],
): () => void {
  const decoder = new StringDecoder('utf8');
  const filter = new MouseFilter();
  const keys = new EventEmitter();
  let timer: NodeJS.Timeout | undefined;
  // Only this field of the interface is read. The filter has waited already.
  const interval = { escapeCodeTimeout: 0 } as unknown as Interface;
  emitKeypressEvents(keys as unknown as NodeJS.ReadableStream, interval);
  keys.on('keypress', onKeypress);
  const onData = (bytes: Buffer | string) => {
    clearTimeout(timer);
    for (const part of filter.read(typeof bytes === 'string' ? bytes : decoder.write(bytes))) {
      if (typeof part === 'string') keys.emit('data', part);
      else onMouse(part);
    }
    if (filter.isOpen) timer = setTimeout(onSilence, escapeTimeoutMs);
  };
  const onSilence = () => {
    if (filter.holds) keys.emit('data', filter.giveUp());
    timer = setTimeout(() => filter.forget(), lateReportMs);
  };
  stdin.on('data', onData);
  return () => {
    clearTimeout(timer);
    stdin.off('data', onData);
    keys.removeAllListeners();
  };
}

/**
 * Keeps keys away while the terminal goes from one owner to the next: none is echoed, and none waits for the screen
 * that comes.
 * @returns ends that; the terminal stays raw where somebody has taken it (`isTaken`), else it is as it was
 */
export function holdKeys(stdin: NodeJS.ReadStream): (isTaken: boolean) => void {
  const drop = () => {};
  const end = (isTaken: boolean) => {
    forget();
    stdin.off('data', drop);
    if (!isTaken) letGo(stdin);
  };
  const forget = registerCleanup(() => end(false));
  stdin.setRawMode(true);
  stdin.on('data', drop);
  stdin.resume();
  return end;
}

function letGo(stdin: NodeJS.ReadStream): void {
  stdin.pause();
  stdin.setRawMode(false);
}

const names: Readonly<Record<string, string>> = {
  return: 'enter',
  linefeed: 'enter',
  pagedown: 'pagedown',
  pageup: 'pageup',
};

/** The keys of one event of readline, by our names. */
export function keysOf(text: string | undefined, keypress: Keypress): Key[] {
  const { name, ctrl, meta, shift, sequence = '' } = keypress;
  if (name === undefined) {
    // Ctrl-_ and, in many terminals, Ctrl-/.
    if (sequence === '\u001F') return [{ name: 'ctrl+_', text: '' }];
    return sequence.startsWith('\u001B') ? [] : typed(text ?? sequence);
  }
  if (ctrl === true) {
    // Backspace sends either; readline names one of them ctrl+h.
    return [{ name: name === 'h' ? 'backspace' : `ctrl+${name}`, text: '' }];
  }
  if (name === 'tab') return [{ name: shift === true ? 'backtab' : 'tab', text: '' }];
  if (name === 'space') return [{ name: ' ', text: ' ' }];
  const isTyped = meta !== true && text !== undefined && !/^\p{Cc}/u.test(text);
  if (isTyped) return typed(text);
  return [{ name: names[name] ?? (meta === true && name !== 'escape' ? `alt+${name}` : name), text: '' }];
}

function typed(text: string): Key[] {
  return text === '' || /^\p{Cc}/u.test(text) ? [] : [{ name: text, text }];
}
