import type { Frame } from "./frame.ts";

/** What is told of each frame. The frame is lent for the call; copy what is to be kept. */
export type FrameReceiver = (frame: Frame) => void;

/**
 * Tells every subscriber of every frame, synchronously and in the order of subscription.
 *
 * Subscribers are equal: one that throws does not keep a frame from the others, and what it threw
 * reaches the publisher once all have been told. Nothing is queued, so there is nothing to bound.
 */
export class FrameBus {
  readonly #receivers = new Set<FrameReceiver>();

  /** Subscribes until disposed of: `using subscription = bus.subscribe(draw)`. */
  subscribe(receive: FrameReceiver): Disposable {
    // A function of its own for each call, so that one function subscribed twice is told twice.
    const own: FrameReceiver = (frame) => receive(frame);
    this.#receivers.add(own);
    return { [Symbol.dispose]: () => void this.#receivers.delete(own) };
  }

  /**
   * Tells every subscriber of `frame`.
   *
   * @throws What the first subscriber to throw threw, after all were told.
   */
  publish(frame: Frame): void {
    let failed = false;
    let failure: unknown;
    for (const receive of this.#receivers) {
      try {
        receive(frame);
      } catch (error) {
        failure = failed ? failure : error;
        failed = true;
      }
    }
    if (failed) throw failure;
  }
}
