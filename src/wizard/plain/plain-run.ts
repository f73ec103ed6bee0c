import { Failure } from '../../spec/failure.js';
import type { Foreground } from '../effects/foreground.js';
import type { PlainTalk } from './plain-talk.js';

/** Work that writes plain lines. Ctrl-C ends it and the wizard: there is no screen to come back to. */
export function plainForeground(talk: PlainTalk): Foreground {
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
