import { STOP_SIGNALS, type StopSignal, type World } from "./world.ts";

/** Exit code of a program that a signal ended, as shells count. */
const EXIT_CODES: Readonly<Record<StopSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The first signal that asks to stop. A second one finds nobody listening and ends the program. */
export class StopRequest implements Disposable {
  /** Resolves with the exit code of the first signal. */
  readonly code: Promise<number>;
  readonly #listeners = new DisposableStack();

  constructor(world: World) {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.code = promise;
    for (const signal of STOP_SIGNALS) {
      const listener = world.onSignal(signal, () => {
        this.#listeners.dispose();
        resolve(EXIT_CODES[signal]);
      });
      this.#listeners.use(listener);
    }
  }

  [Symbol.dispose](): void {
    this.#listeners.dispose();
  }
}
