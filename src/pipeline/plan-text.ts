import { formatBytes } from './format.js';
import type { LockPlan, RunPlan } from './plan-run.js';

/**
 * What a run would do, a line for each thing, without colours.
 * @param renews the run asks the repositories for newer packages, even when the lock matches
 */
export function planLines({ lock, parts, fetch, stages, artefacts }: RunPlan, renews: boolean): string[] {
  const width = Math.max(
    ...[...stages.map(({ title }) => title), ...artefacts.map(({ file }) => file)].map(
      ({ length }) => length,
    ),
  );
  const row = (name: string, text: string) => `  ${name.padEnd(width)}  ${text}`;
  const toFetch =
    fetch === null || fetch.packages === 0
      ? ''
      : `, ${fetch.packages} to fetch (${formatBytes(fetch.bytes)})`;
  const lines = [
    lockLine(lock, renews),
    ...parts.map(({ name, text }) => `${name}: ${text}`),
    ...stages.map(({ id, title, state }) => row(title, `${state}${id === 'packages' ? toFetch : ''}`)),
    ...artefacts.map(({ file, state, size }) =>
      row(file, size === null ? state : `${state}, ${formatBytes(size)}`),
    ),
  ];
  const mayChange = lock.state === 'matches' && renews;
  return mayChange ? [...lines, 'If a package changes, all of these are made again.'] : lines;
}

function lockLine(lock: LockPlan, renews: boolean): string {
  if (lock.state === 'absent') return 'rpms.lock: there is none, it is made.';
  if (lock.state === 'changed') return `rpms.lock: made again. ${lock.reasons.join(' ')}`;
  const matches = `rpms.lock: matches its inputs, ${lock.packages} packages`;
  return renews ? `${matches}; the repositories are asked for newer ones.` : `${matches}; it is kept.`;
}
