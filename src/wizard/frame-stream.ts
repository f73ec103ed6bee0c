import { Writable } from 'node:stream';

/**
 * The terminal as Ink sees it: of the same size, but what is written to it is a whole frame, which is handed on
 * instead.
 */
export class FrameStream extends Writable {
  readonly isTTY = true;
  readonly #terminal: NodeJS.WriteStream;
  readonly #onFrame: (frame: string) => void;

  constructor(terminal: NodeJS.WriteStream, onFrame: (frame: string) => void) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#onFrame = onFrame;
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  override _write(frame: string | Buffer, _encoding: string, done: () => void): void {
    const drawn = frame.toString();
    // At its end Ink writes nothing, to hear when all was written.
    if (drawn !== '') this.#onFrame(drawn);
    done();
  }
}
