/** Estimates speed and time left of a transfer from reports of bytes done. */
export class Rate {
  #startedAt: number | undefined;
  #startedWith = 0;
  #last = { at: 0, done: 0 };
  /** Bytes for each second, an exponential moving average. */
  #speed = 0;

  /** @param now milliseconds of a monotonic clock */
  report(done: number, now: number): void {
    if (this.#startedAt === undefined || done < this.#last.done) {
      this.#startedAt = now;
      this.#startedWith = done;
      this.#last = { at: now, done };
      this.#speed = 0;
      return;
    }
    const seconds = (now - this.#last.at) / 1000;
    if (seconds < 0.2) return;
    const momentary = (done - this.#last.done) / seconds;
    this.#speed = this.#speed === 0 ? momentary : this.#speed * 0.7 + momentary * 0.3;
    this.#last = { at: now, done };
  }

  /** Bytes for each second, 0 while nothing is known. */
  get speed(): number {
    return this.#speed;
  }

  /** Seconds left, or undefined in the first second: an estimate that jumps is worse than none. */
  secondsLeft(done: number, total: number, now: number): number | undefined {
    if (this.#startedAt === undefined || now - this.#startedAt < 1000) return undefined;
    if (done <= this.#startedWith || this.#speed <= 0) return undefined;
    return (total - done) / this.#speed;
  }
}
