import { formatBytes, formatSeconds } from './format.js';
import { Rate } from './rate.js';

/** What a running task tells, whichever way it is shown. */
export interface TaskView {
  started(): void;
  status(text: string): void;
  bytes(done: number, total: number): void;
  /** @param seconds how long it took */
  done(result: string | undefined, seconds: number): void;
  failed(message: string): void;
  /** A line of the run's log that a program of this task caused. */
  said(line: string): void;
}

/** Events with bytes a second. */
const reportsPerSecond = 10;

/** Plain lines in words, for who listens to them; the one who asked says why something failed. */
export function spokenView(title: string, write: (line: string) => void): TaskView {
  return {
    ...plainView(title, write),
    started: () => write(`${title} ...`),
    done: (result, seconds) => write(`${title} is done: ${doneText(result, seconds)}`),
    failed: () => write(`${title} failed.`),
  };
}

/** Plain lines for logs and terminals that cannot redraw: start, now and then progress, end. */
export function plainView(title: string, write: (line: string) => void): TaskView {
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
      write(`> ${title}`);
    },
    status: seldom,
    bytes(done, total) {
      rate.report(done, performance.now());
      seldom(bytesText(done, total, rate));
    },
    done: (result, seconds) => write(`✔ ${title}: ${doneText(result, seconds)}`),
    failed: (message) => write(`✖ ${title}: ${message}`),
    said() {},
  };
}

/** One JSON object a line for programs. */
export function jsonView(id: string, write: (line: string) => void): TaskView {
  const event = (kind: string, facts: object = {}) =>
    write(JSON.stringify({ event: kind, task: id, ...facts }));
  let lastBytes = 0;
  return {
    started: () => event('task-started'),
    status: (text) => event('task-status', { text }),
    bytes(done, total) {
      const now = performance.now();
      if (now - lastBytes < 1000 / reportsPerSecond && done < total) return;
      lastBytes = now;
      event('task-bytes', { done, total });
    },
    done: (result, seconds) =>
      event('task-done', { result: result ?? null, seconds: Number(seconds.toFixed(3)) }),
    failed: (message) => event('task-failed', { message }),
    said() {},
  };
}

/** How far a transfer is: `3.1 MB of 91 MB, 10 MB/s, 9 s left`. */
export function bytesText(done: number, total: number, rate: Rate): string {
  const parts = [`${formatBytes(done)} of ${formatBytes(total)}`];
  if (rate.speed > 0) parts.push(`${formatBytes(rate.speed)}/s`);
  const left = rate.secondsLeft(done, total, performance.now());
  if (left !== undefined) parts.push(`${formatSeconds(left)} left`);
  return parts.join(', ');
}

function doneText(result: string | undefined, seconds: number): string {
  return result === undefined ? formatSeconds(seconds) : `${result} (${formatSeconds(seconds)})`;
}
