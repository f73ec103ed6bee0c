import { DiskJudge, type JudgedFacts } from '../check/disk-judge.js';
import type { Verdict } from '../check/oracle.js';
import type { Epoch } from '../log/log-index.js';
import type { CutOptions } from '../states/cuts.js';
import type { Recorded } from '../states/disk-state.js';
import { type ReachedCut, walk } from '../states/walk.js';

/** A cut with what would become of the device. */
export interface JudgedCut extends ReachedCut {
  verdict: Verdict;
}

/** Judges every state that a cut in one of the wanted epochs of a recording may leave. */
export class Examination {
  readonly #judge: DiskJudge;

  constructor(
    readonly recorded: Recorded,
    facts: JudgedFacts,
    readonly options: CutOptions,
  ) {
    this.#judge = new DiskJudge(recorded, facts);
  }

  /** Looks at regions that were made so far, by what was looked at. */
  get checks(): Readonly<Record<string, number>> {
    return this.#judge.checks;
  }

  *cuts(isWanted: (epoch: Epoch) => boolean): Generator<JudgedCut> {
    for (const reached of walk(this.recorded, this.options, {
      isWanted,
      onEpoch: (epoch, state) => this.#judge.enter(epoch, state),
    })) {
      yield { ...reached, verdict: this.#judge.judge(reached.state) };
    }
  }
}
