import { type LoopTime, SOCKET_TIME } from "../../../clock/mod.ts";

/** Real time that passes faster, so that patience of seconds ends within a test. */
export class QuickTime implements LoopTime {
  readonly #factor: number;
  #skipped = 0;

  constructor(factor: number) {
    this.#factor = factor;
  }

  now(): number {
    return SOCKET_TIME.now() * this.#factor + this.#skipped;
  }

  wall(): number {
    return SOCKET_TIME.wall();
  }

  sleepUntil(deadline: number, signal?: AbortSignal): Promise<boolean> {
    return SOCKET_TIME.sleepUntil((deadline - this.#skipped) / this.#factor, signal);
  }

  turn(): Promise<void> {
    return SOCKET_TIME.turn();
  }

  /** Lets time pass at once. */
  skip(seconds: number): void {
    this.#skipped += seconds;
  }
}
