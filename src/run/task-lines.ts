import { t } from '../base/language/texts.js';
import { formatBytes, formatSeconds } from '../base/text/format.js';
import { Rate } from '../base/text/rate.js';
import type { TaskListener } from './task-events.js';
import { timeLeftText } from './time-left.js';

/** Tells of a task by lines; those of its programs are for the log. */
type TaskLines = Omit<TaskListener, 'output'>;

/** Events with bytes a second. */
const reportsPerSecond = 10;

/** Seconds that the whole run still takes, at the moment; null: nobody knows. */
type TimeLeft = () => number | null;

/** Plain lines in words, for who listens to them; the one who asked says why something failed. */
export function spokenLines(title: string, left: TimeLeft, write: (line: string) => void): TaskLines {
  return {
    ...plainLines(title, left, write),
    started: () => write(`${title}${aside(left)} ...`),
    done: (result, seconds) => write(t`${title} is done: ${doneText(result, seconds)}`),
    failed: () => write(t`${title} failed.`),
  };
}

/** Plain lines for logs and terminals that cannot redraw: start, now and then progress, end. */
export function plainLines(title: string, left: TimeLeft, write: (line: string) => void): TaskLines {
  const rate = new Rate();
  let lastLine = 0;
  const seldom = (text: string) => {
    const now = performance.now();
    if (now - lastLine < 5000) return;
    lastLine = now;
    write(`  ${title}: ${text}`);
  };
  return {
    started() {
      lastLine = performance.now();
      write(`> ${title}${aside(left)}`);
    },
    status: seldom,
    bytes(done, total) {
      rate.report(done, performance.now());
      seldom(bytesText(done, total, rate));
    },
    done: (result, seconds) => write(`✔ ${title}: ${doneText(result, seconds)}`),
    failed: (message) => write(`✖ ${title}: ${message}`),
  };
}

/** One JSON object a line for programs. */
export function jsonLines(id: string, left: TimeLeft, write: (line: string) => void): TaskLines {
  const event = (kind: string, facts: object = {}) =>
    write(JSON.stringify({ event: kind, task: id, ...facts }));
  const inAll = () => {
    const seconds = left();
    return { secondsLeft: seconds === null ? null : Math.round(seconds) };
  };
  let lastBytes = 0;
  return {
    started: () => event('task-started', inAll()),
    status: (text) => event('task-status', { text }),
    bytes(done, total) {
      const now = performance.now();
      if (now - lastBytes < 1000 / reportsPerSecond && done < total) return;
      lastBytes = now;
      event('task-bytes', { done, total });
    },
    done: (result, seconds) =>
      event('task-done', { result: result ?? null, seconds: Number(seconds.toFixed(3)), ...inAll() }),
    failed: (message) => event('task-failed', { message }),
  };
}

/** How long the whole run still takes, behind the title of a task that begins. */
function aside(left: TimeLeft): string {
  const text = timeLeftText(left());
  return text === '' ? '' : t` (${text} in all)`;
}

/** How far a transfer is: `3.1 MB of 91 MB, 10 MB/s, 9 s left`. */
export function bytesText(done: number, total: number, rate: Rate): string {
  const parts = [t`${formatBytes(done)} of ${formatBytes(total)}`];
  if (rate.speed > 0) parts.push(`${formatBytes(rate.speed)}/s`);
  const left = rate.secondsLeft(done, total, performance.now());
  if (left !== undefined) parts.push(t`${formatSeconds(left)} left`);
  return parts.join(t`, `);
}

function doneText(result: string | undefined, seconds: number): string {
  return result === undefined ? formatSeconds(seconds) : `${result} (${formatSeconds(seconds)})`;
}
