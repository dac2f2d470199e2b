import { Backoff } from "../clock/mod.ts";

/** A part of a run that is watched over, and how far to go to keep it. */
export interface SupervisedPart<Name extends string> {
  readonly name: Name;
  /** How often in a row what failed is just tried again, before the part is restarted. */
  readonly retries: number;
  /** Whether the run cannot go on without it. */
  readonly isNeeded: boolean;
  /** How often it is tried again once the run goes on without it, s; without it never. */
  readonly revisit?: number;
}

/** What is to be done about a failure. Instants are those of the time that is injected, s. */
export type Remedy =
  /** Try what failed again, at an instant. */
  | { readonly kind: "retry"; readonly at: number }
  /** Start the part anew, at an instant. */
  | { readonly kind: "restart"; readonly at: number }
  /** Go on without the part, and start it anew at an instant, which is Infinity for never. */
  | { readonly kind: "degrade"; readonly at: number; readonly reason: string }
  /** End the run. */
  | { readonly kind: "stop"; readonly reason: string };

/** How a part is. */
export type PartState = "up" | "down" | "degraded";

/** More restarts than so many within a period, s, are no recovery: it is escalated. */
export interface RestartIntensity {
  readonly restarts: number;
  readonly period: number;
}

/** The intensity of a run. */
export const RESTART_INTENSITY: RestartIntensity = { restarts: 5, period: 30 };

/** First and longest pause before something is tried again, s. */
export const PAUSES = { first: 0.25, longest: 4 };

/** What a supervisor is made of. */
export interface SupervisorOptions<Name extends string> {
  readonly parts: readonly SupervisedPart<Name>[];
  /** Chance: numbers from 0 up to, but not, 1, best from a seeded generator. */
  readonly chance: () => number;
  readonly intensity?: RestartIntensity;
}

/** A part and what has become of it. */
interface Watched {
  readonly part: SupervisedPart<string>;
  readonly backoff: Backoff;
  state: PartState;
  /** Retries since it last was restarted, or stayed up. */
  retries: number;
  /** Instants of the restarts within the last period. At most one more than are allowed. */
  restarts: number[];
  /** Since when it is up, s. */
  upSince: number;
}

/**
 * Decides what is done when parts of a run fail, after the supervisors of OTP: each part is kept by
 * itself ("one for one"), a failure is answered by a retry, then by restarts with growing pauses,
 * and more than {@linkcode RESTART_INTENSITY} of them by going on without the part, or, where it
 * is needed, by the end of the run. A part that has stayed up for a whole period has a clean slate.
 *
 * It reads no clock and does nothing by itself: whoever runs it tells it what happened when, and
 * does what it says.
 */
export class Supervisor<Name extends string> {
  readonly #watched: ReadonlyMap<Name, Watched>;
  readonly #intensity: RestartIntensity;
  readonly #retryPause: Backoff;
  #stop: Extract<Remedy, { kind: "stop" }> | undefined;

  constructor({ parts, chance, intensity = RESTART_INTENSITY }: SupervisorOptions<Name>) {
    this.#intensity = intensity;
    this.#retryPause = new Backoff({ first: PAUSES.first, longest: PAUSES.first, chance });
    this.#watched = new Map(parts.map((part) => [part.name, {
      part,
      backoff: new Backoff({ ...PAUSES, chance }),
      state: "up",
      retries: 0,
      restarts: [],
      upSince: -Infinity,
    }]));
  }

  /** How a part is. */
  stateOf(name: Name): PartState {
    return this.#watched.get(name)!.state;
  }

  /**
   * A part has failed, or was tried again and does not work yet.
   *
   * @param why One line, part of what is said when the part is given up.
   * @param now When, s; not before any earlier call.
   */
  fail(name: Name, why: string, now: number): Remedy {
    if (this.#stop !== undefined) return this.#stop;
    const watched = this.#watched.get(name)!;
    const { part, backoff } = watched;
    if (watched.state === "degraded") return this.#goOnWithout(watched, why, now);
    if (watched.state === "up" && now - watched.upSince >= this.#intensity.period) {
      watched.retries = 0;
      backoff.reset();
    }
    watched.state = "down";
    if (watched.retries < part.retries) {
      watched.retries++;
      // Pauses of retries do not grow, or restarts would be too rare to be too many.
      return { kind: "retry", at: now + this.#retryPause.next() };
    }
    if (this.#isTooOften(watched, now)) {
      if (!part.isNeeded) return this.#goOnWithout(watched, why, now);
      return this.#stop = { kind: "stop", reason: this.#reasonOf(watched, why) };
    }
    watched.retries = 0;
    return { kind: "restart", at: now + backoff.next() };
  }

  /** A part works, again or at last. */
  recover(name: Name, now: number): void {
    const watched = this.#watched.get(name)!;
    if (watched.state === "up") return;
    if (watched.state === "degraded") watched.restarts = [];
    watched.state = "up";
    watched.upSince = now;
  }

  /** Counts one more restart; says whether those of the last period are too many. */
  #isTooOften(watched: Watched, now: number): boolean {
    const { restarts, period } = this.#intensity;
    watched.restarts = watched.restarts.filter((at) => now - at <= period);
    watched.restarts.push(now);
    return watched.restarts.length > restarts;
  }

  #goOnWithout(watched: Watched, why: string, now: number): Remedy {
    watched.state = "degraded";
    const at = now + (watched.part.revisit ?? Infinity);
    return { kind: "degrade", at, reason: this.#reasonOf(watched, why) };
  }

  #reasonOf({ part }: Watched, why: string): string {
    const { restarts, period } = this.#intensity;
    return `${part.name} failed more than ${restarts} times in ${period} s: ${why}`;
  }
}
