/** What a program wrote, and when. */
export interface OutputEvent {
  atMs: number;
  text: string;
}

/** A part of a recording in which little happens for long. */
export interface HurriedSpan {
  fromMs: number;
  toMs: number;
  /** How long it takes in the tour at most. */
  mostMs: number;
}

/**
 * The same events on a shorter clock, which begins at 0: spans are run through faster, and no pause is longer than
 * `idleMs`. Times never run backwards.
 */
export function compressed(
  events: readonly OutputEvent[],
  spans: readonly HurriedSpan[],
  idleMs: number,
): OutputEvent[] {
  let at = 0;
  let before = events[0]?.atMs ?? 0;
  return events.map(({ atMs, text }) => {
    at += Math.min(idleMs, hurried(before, atMs, spans));
    before = atMs;
    return { atMs: Math.round(at), text };
  });
}

/** How long the time between two moments takes with the spans run through faster. */
function hurried(fromMs: number, toMs: number, spans: readonly HurriedSpan[]): number {
  let whole = Math.max(0, toMs - fromMs);
  for (const span of spans) {
    const inside = Math.min(toMs, span.toMs) - Math.max(fromMs, span.fromMs);
    const factor = Math.min(1, span.mostMs / (span.toMs - span.fromMs));
    if (inside > 0) whole -= inside * (1 - factor);
  }
  return whole;
}
