import path from 'node:path';
import { isRecord } from '../base/field-path.js';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { readSmallText } from '../base/fs/read-small-file.js';

const recordName = '.stage-times.json';

/**
 * How long each stage and each output of an image took when it was made last, on this machine: the estimate of the next
 * run. In `output/`, as another image takes another time.
 */
export class StageTimes {
  readonly #file: string;
  #seconds: ReadonlyMap<string, number> = new Map();
  #writing: Promise<void> = Promise.resolve();

  constructor(outputDir: string) {
    this.#file = path.join(outputDir, recordName);
  }

  /** What cannot be read is not known. */
  async load(): Promise<void> {
    const text = await readSmallText(this.#file).catch(() => '{}');
    this.#seconds = new Map(timesIn(text));
  }

  /** Seconds that a node of the build took; null: it was never made here. */
  secondsOf(id: string): number | null {
    return this.#seconds.get(id) ?? null;
  }

  /** Keeps how long a node took that was made now. A time that cannot be kept fails nothing. */
  async remember(id: string, seconds: number): Promise<void> {
    this.#seconds = new Map(this.#seconds).set(id, Number(seconds.toFixed(2)));
    const text = `${JSON.stringify(Object.fromEntries(this.#seconds), null, 1)}\n`;
    // Outputs end side by side: the last text has all of them.
    this.#writing = this.#writing.then(() => atomicWriteFile(this.#file, text)).catch(() => {});
    await this.#writing;
  }
}

function timesIn(text: string): [string, number][] {
  try {
    const kept: unknown = JSON.parse(text);
    if (!isRecord(kept)) return [];
    return Object.entries(kept).flatMap(([id, seconds]) =>
      typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? [[id, seconds]] : [],
    );
  } catch {
    return [];
  }
}
