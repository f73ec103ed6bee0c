import { performance } from 'node:perf_hooks';
import { formatBytes, formatSeconds } from '../base/text/format.js';
import { Rate } from '../base/text/rate.js';
import { visibleText } from '../base/text/visible-text.js';
import type { ServeView, Transfer } from './serve-folder.js';

/** Lines are redrawn, and events with bytes told, so often at most: milliseconds. */
const redrawMs = 200;
/** Plain lines of a transfer under way: one for each so many percent, but not more often than this. */
const plainStep = 10;
const plainMs = 1000;

interface Running {
  transfer: Transfer;
  done: number;
  startedAt: number;
  rate: Rate;
  /** Percent and time of the last plain line. */
  told: { percent: number; at: number };
}

/** What all views count, for the sentence at the end. */
export class ServeSummary {
  readonly #clients = new Set<string>();
  #files = 0;
  #bytes = 0;

  add({ client }: Transfer, done: number, complete: boolean): void {
    this.#clients.add(client);
    this.#bytes += done;
    if (complete) this.#files += 1;
  }

  get facts(): { devices: number; files: number; bytes: number } {
    return { devices: this.#clients.size, files: this.#files, bytes: this.#bytes };
  }

  get text(): string {
    const { devices, files, bytes } = this.facts;
    const count = (many: number, one: string) => `${many} ${one}${many === 1 ? '' : 's'}`;
    return `Served ${count(files, 'file')} (${formatBytes(bytes)}) to ${count(devices, 'device')}.`;
  }
}

/** One JSON object a line for programs. */
export function jsonServeView(write: (line: string) => void, now = () => performance.now()): ServeView {
  const last = new Map<number, number>();
  const event = (kind: string, facts: object) => write(JSON.stringify({ event: kind, ...facts }));
  return {
    started: ({ id, client, file, total }) => event('transfer-started', { id, client, file, total }),
    bytes({ id, client, file, total }, done) {
      if (now() - (last.get(id) ?? Number.NEGATIVE_INFINITY) < redrawMs) return;
      last.set(id, now());
      event('transfer-bytes', { id, client, file, done, total });
    },
    ended({ id, client, file, total }, done, complete) {
      last.delete(id);
      event(complete ? 'transfer-done' : 'transfer-broken', { id, client, file, done, total });
    },
    refused: (client, path, status) => event('refused', { client, path, status }),
  };
}

/**
 * A line when a transfer ends, and now and then while it runs. With `redraw` those that run are told in lines at the
 * end that are redrawn, one for each.
 * @param write whole lines, each with its line break, and what moves the cursor
 */
export function textServeView(
  write: (text: string) => void,
  redraw: { columns: () => number; rows: () => number } | null,
  now = () => performance.now(),
): ServeView {
  const running = new Map<number, Running>();
  let drawn = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const say = (line: string) => {
    const shown = visibleText(line);
    if (redraw === null) write(`${shown}\n`);
    else draw(redraw, [shown]);
  };
  const draw = (space: NonNullable<typeof redraw>, above: readonly string[]) => {
    const rows = [...running.values()].slice(0, Math.max(1, space.rows() - 2));
    const lines = rows.map((one) =>
      visibleText(transferText(one)).slice(0, Math.max(1, space.columns() - 1)),
    );
    // Up to the first line that was drawn, and all below it away (ECMA-48: CUU, ED).
    const back = drawn === 0 ? '' : `\x1b[${drawn}A\x1b[J`;
    write(`${back}${[...above, ...lines].map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
    drawnAt = now();
  };
  return {
    started(transfer) {
      const rate = new Rate();
      rate.report(0, now());
      running.set(transfer.id, {
        transfer,
        done: 0,
        startedAt: now(),
        rate,
        told: { percent: 0, at: now() },
      });
      if (redraw !== null) draw(redraw, []);
    },
    bytes(transfer, done) {
      const one = running.get(transfer.id);
      if (one === undefined) return;
      one.done = done;
      one.rate.report(done, now());
      if (redraw !== null) {
        if (now() - drawnAt >= redrawMs) draw(redraw, []);
        return;
      }
      const percent = percentOf(one);
      if (percent === 100 || percent < one.told.percent + plainStep || now() - one.told.at < plainMs) return;
      one.told = { percent, at: now() };
      say(transferText(one));
    },
    ended(transfer, done, complete) {
      const one = running.get(transfer.id);
      running.delete(transfer.id);
      const seconds = (now() - (one?.startedAt ?? now())) / 1000;
      const { client, file, total } = transfer;
      say(
        complete
          ? `${client}: ${file} done, ${formatBytes(total)} in ${formatSeconds(seconds)}`
          : `${client}: ${file} aborted at ${formatBytes(done)} of ${formatBytes(total)}`,
      );
    },
    refused: (client, path, status) =>
      say(
        `${client}: ${path === '' ? 'a connection' : JSON.stringify(path.slice(0, 100))} refused (${status})`,
      ),
  };
}

function transferText(one: Running): string {
  const { client, file, total } = one.transfer;
  const speed = one.rate.speed > 0 ? `, ${formatBytes(one.rate.speed)}/s` : '';
  return `${client}: ${file} ${percentOf(one)} % of ${formatBytes(total)}${speed}`;
}

function percentOf({ done, transfer }: Running): number {
  return Math.floor((done / transfer.total) * 100);
}
