import { LOOP_TIME, type LoopTime } from "../../../clock/mod.ts";

/** Real time that passes faster, so that patience of seconds ends within a test. */
export class QuickTime implements LoopTime {
  readonly #factor: number;
  #skipped = 0;

  constructor(factor: number) {
    this.#factor = factor;
  }

  now(): number {
    return LOOP_TIME.now() * this.#factor + this.#skipped;
  }

  wall(): number {
    return LOOP_TIME.wall();
  }

  sleepUntil(deadline: number, signal?: AbortSignal): Promise<boolean> {
    return LOOP_TIME.sleepUntil((deadline - this.#skipped) / this.#factor, signal);
  }

  turn(): Promise<void> {
    return LOOP_TIME.turn();
  }

  /** Lets time pass at once. */
  skip(seconds: number): void {
    this.#skipped += seconds;
  }
}
