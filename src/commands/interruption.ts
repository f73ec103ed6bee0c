/** Signals that end the program in order: its work is stopped, undone or kept, and the exit status is 130. */
export const interruptSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Milliseconds within which another signal tells of the same event: npm passes on the Ctrl-C that the terminal has
 * sent to all of its processes already, a shell its SIGHUP.
 */
const sameEventMs = 300;

/**
 * Whether a further signal is a person who does not want to wait for the orderly end. One that tells of a closed
 * terminal never is: nobody waits there.
 * @param sinceFirstMs Milliseconds since the first one.
 */
export function endsAtOnce(signal: (typeof interruptSignals)[number], sinceFirstMs: number): boolean {
  return signal !== 'SIGHUP' && sinceFirstMs >= sameEventMs;
}
