import type { Epoch } from '../log/log-index.js';
import { type Cut, type CutOptions, cutsOf, type Past } from './cuts.js';
import { DiskState, type Recorded } from './disk-state.js';

/** A cut, the state of the disk that it leaves, and the epoch that it is in. */
export interface ReachedCut {
  cut: Cut;
  epoch: Epoch;
  state: DiskState;
}

/**
 * Walks through a recording and stops at each cut of the epochs that are wanted. The state is that of the cut until the
 * next is asked for.
 */
export function* walk(
  recorded: Recorded,
  options: CutOptions,
  {
    isWanted,
    onEpoch = () => {},
  }: {
    isWanted: (epoch: Epoch) => boolean;
    /** Called before the first cut of each epoch that is wanted; may write to the state and take it back. */
    onEpoch?: (epoch: Epoch, state: DiskState) => void;
  },
): Generator<ReachedCut> {
  const state = new DiskState(recorded);
  const past: Past[] = [];
  for (const epoch of recorded.index.epochs) {
    if (isWanted(epoch)) {
      onEpoch(epoch, state);
      for (const cut of cutsOf(state, epoch, past, options)) yield { cut, epoch, state };
    }
    past.push({ writes: epoch.writes, mark: state.mark() });
    for (const write of epoch.writes) state.apply(write);
  }
}

/** The marks that hold at a cut: those of the epochs before, and those before the writes that were begun. */
export function marksUntil(epochs: readonly Epoch[], epoch: Epoch, begun: number): string[] {
  return epochs
    .slice(0, epoch.number + 1)
    .flatMap(({ number, marks }) =>
      marks.filter(({ before }) => number < epoch.number || before < begun).map(({ text }) => text),
    );
}
