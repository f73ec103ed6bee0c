const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes for people, decimal units: `91.2 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // Compared with what rounding makes of it, so that 999.6 kB is 1.0 MB and not 1000 kB.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 99.95 ? 0 : 1)} ${units[unit]}`;
}

/** Seconds for people: `4.2 s`, `3 min 05 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.5) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** The same for a clock that goes on while it is looked at: `4 s`, `3 min 05 s`. */
export function formatWholeSeconds(seconds: number): string {
  const whole = Math.floor(seconds);
  return whole < 60 ? `${whole} s` : formatSeconds(whole);
}
