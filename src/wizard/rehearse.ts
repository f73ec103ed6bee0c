import { setImmediate } from 'node:timers/promises';
import { painted } from './components/theme.js';
import { reduce } from './reducer.js';
import { ScreenPainter } from './screen-painter.js';
import type { WizardState } from './state.js';
import { atEnd } from './text-edit.js';
import { frameOf } from './view/frame.js';
import type { Symbols } from './view/symbols.js';

/** Searches that find much, little, and with typing errors; none twice, since what was found is remembered. */
const searches = ['wirepulmber audio', 'pyhton3 develop', 'gstremaer', 'libvrit driver', 'xorg fnots'];

/**
 * Searches and draws what nobody sees, in small pieces: the engine compiles only what has run some times, and the
 * first keys of a search would be answered several times as slowly as the later ones.
 */
export async function rehearse(state: WizardState, symbols: Symbols, signal: AbortSignal): Promise<void> {
  const painter = new ScreenPainter();
  let played: WizardState = { ...state, screen: 'packages', overlay: null, query: atEnd('') };
  for (const letters of searches) {
    for (const letter of letters) {
      if (signal.aborted) return;
      played = reduce(played, { type: 'key', key: { name: letter, text: letter } });
      const { lines } = frameOf(played, symbols);
      painter.paint(
        lines.map((line) => line.map(({ text, tone }) => painted(text, tone)).join('')).join('\n'),
        null,
      );
      await setImmediate();
    }
    played = { ...played, query: atEnd('') };
  }
}
