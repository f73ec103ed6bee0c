import type { OutputEvent } from './timeline.js';

/** A recording of a terminal. */
export interface Cast {
  columns: number;
  rows: number;
  title: string;
  events: readonly OutputEvent[];
}

/** Form: asciicast v2, https://docs.asciinema.org/manual/asciicast/v2/ */
export function castText({ columns, rows, title, events }: Cast): string {
  const head = { version: 2, width: columns, height: rows, title, env: { TERM: 'xterm-256color' } };
  const lines = events.map(({ atMs, text }) => JSON.stringify([atMs / 1000, 'o', text]));
  return `${[JSON.stringify(head), ...lines].join('\n')}\n`;
}

/** A cast that {@link castText} wrote. */
export function parseCast(text: string): Cast {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const { width, height, title } = JSON.parse(head) as { width: number; height: number; title: string };
  const events = lines.map((line): OutputEvent => {
    const [seconds, , output] = JSON.parse(line) as [number, string, string];
    return { atMs: Math.round(seconds * 1000), text: output };
  });
  return { columns: width, rows: height, title, events };
}
