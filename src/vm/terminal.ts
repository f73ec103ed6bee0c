import { registerCleanup } from '../base/cleanup.js';

/** What a person types at a serial console, and how it leaves. */
export interface KeyFilter {
  /** What goes to the guest; `leave` when the person wants to go. */
  take(typed: string): { send: string; leave: boolean };
}

const controlA = '\x01';
const controlBracket = '\x1d';

/**
 * Ctrl-] leaves, and so does Ctrl-A X as in QEMU, where Ctrl-A twice sends one Ctrl-A. All else goes to the guest,
 * Ctrl-C too.
 */
export function keyFilter(): KeyFilter {
  let afterControlA = false;
  return {
    take(typed) {
      let send = '';
      for (const key of typed) {
        if (key === controlBracket || (afterControlA && /^[xX]$/.test(key))) return { send, leave: true };
        if (afterControlA) {
          afterControlA = false;
          send += key === controlA ? controlA : controlA + key;
        } else if (key === controlA) {
          afterControlA = true;
        } else {
          send += key;
        }
      }
      return { send, leave: false };
    },
  };
}

type Terminal = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(on: boolean): unknown };

/**
 * Connects a terminal's keys to a serial console, in raw mode. Does nothing for an input that is not a terminal.
 * @returns gives the terminal back.
 */
export function attachKeys(stdin: Terminal, send: (text: string) => void, leave: () => void): () => void {
  if (stdin.isTTY !== true || stdin.setRawMode === undefined) return () => {};
  const filter = keyFilter();
  const take = (bytes: Buffer | string) => {
    const taken = filter.take(bytes.toString());
    if (taken.send !== '') send(taken.send);
    if (taken.leave) leave();
  };
  const release = () => {
    forget();
    stdin.off('data', take);
    stdin.setRawMode?.(false);
    stdin.pause();
  };
  const forget = registerCleanup(release);
  stdin.setRawMode(true);
  stdin.on('data', take);
  stdin.resume();
  return release;
}
