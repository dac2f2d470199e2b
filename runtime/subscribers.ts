/** What may be subscribed to. */
export interface Reports<Report> {
  /** Subscribes until disposed of: `using subscription = replies.subscribe(show)`. */
  subscribe(receive: (report: Report) => void): Disposable;
}

/** Tells every subscriber of what comes. */
export class Subscribers<Report> implements Reports<Report> {
  readonly #receivers = new Set<(report: Report) => void>();

  subscribe(receive: (report: Report) => void): Disposable {
    // A function of its own for each call, so that one function subscribed twice is told twice.
    const own = (report: Report) => receive(report);
    this.#receivers.add(own);
    return { [Symbol.dispose]: () => void this.#receivers.delete(own) };
  }

  tell(report: Report): void {
    for (const receive of this.#receivers) receive(report);
  }
}
