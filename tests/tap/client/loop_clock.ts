import { type LoopTime, ManualTime } from "../../../clock/mod.ts";

/** Steps in which time passes, s. */
const STEP = 0.01;

/** Time of an event loop that moves only when told to. */
export class LoopClock implements LoopTime {
  readonly #time = new ManualTime();

  now(): number {
    return this.#time.now();
  }

  wall(): number {
    return this.#time.wall();
  }

  sleepUntil(deadline: number, signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted) return Promise.resolve(false);
    if (deadline <= this.now()) return Promise.resolve(true);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    if (deadline < Infinity) this.#time.schedule(deadline, () => resolve(true));
    signal?.addEventListener("abort", () => resolve(false), { once: true });
    return promise;
  }

  turn(): Promise<void> {
    return new Promise((resolve) => void setImmediate(resolve));
  }

  /** Lets `act` run at an instant, s. */
  at(instant: number, act: () => void): void {
    this.#time.schedule(instant, act);
  }

  /** Lets time pass, and all that waits for it happen. */
  async pass(seconds: number): Promise<void> {
    const steps = Math.round(seconds / STEP);
    for (let step = 0; step < steps; step++) {
      this.#time.advance(STEP);
      await this.turn();
    }
  }
}
