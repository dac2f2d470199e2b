import { Backoff, type LoopTime } from "../../clock/mod.ts";
import type { Command, Frame } from "../../telemetry/mod.ts";
import { commandMessage, type OtherMessage } from "../mod.ts";
import {
  CLIMB_INTERVAL,
  FIRST_PAUSE,
  LONGEST_PAUSE,
  MAX_SHORT_LIVES,
  MAX_UNANSWERED,
  STEADY,
} from "./limits.ts";
import { type Quality, QualityMeter } from "./quality.ts";
import { Session } from "./session.ts";
import type { ConnectionEnd, ResumePoint, Transport, TransportName, Wish } from "./transport.ts";

/** What became of a command, and who gave it. */
export interface RemoteReply {
  readonly command: Command;
  readonly outcome: "applied" | "restarted" | "refused";
  readonly reason?: string;
  /** Simulated time at which it was heard, s; NaN when it never was. */
  readonly simulationTime: number;
}

/** Who a link tells what comes. */
export interface LinkListener {
  /** A frame, in order and once. It may be kept. */
  frame(frame: Frame): void;
  /** What became of a command that was sent here. */
  reply(reply: RemoteReply): void;
  /** Any other message of the tap. */
  message(message: OtherMessage): void;
  /** A connection has brought its first message. */
  connected(transport: TransportName): void;
  /** The connection is no more. */
  lost(end: ConnectionEnd): void;
}

/** What a link is made of. */
export interface LinkParts {
  /** Ways to the tap, best first; at least one. */
  readonly transports: readonly Transport[];
  readonly time: LoopTime;
  readonly random: () => number;
  readonly wish: Wish;
  readonly listener: LinkListener;
}

/** How a link stands. */
export interface LinkState {
  /** The way by which frames come now; `undefined` while none do. */
  readonly transport: TransportName | undefined;
  /** Why the last connection ended; `undefined` before the first did. */
  readonly end: ConnectionEnd | undefined;
  /** Time since the newest frame came, s; NaN before the first. */
  readonly age: number;
  /** Frames that the tap said it left out. */
  readonly missed: number;
}

/**
 * Why a link gives up: the tap lets nobody in without the right token, shows a certificate that is
 * not trusted, or was never there.
 */
export class LinkError extends Error {
  override readonly name = "LinkError";
  readonly end: ConnectionEnd;

  constructor(end: ConnectionEnd) {
    super(end.message);
    this.end = end;
  }
}

/**
 * A connection to a tap that is made again whenever it is lost, by the best way that works.
 *
 * A way that brings nothing gives way to the next at once; when none is left, there is a pause,
 * longer each time, and it begins with the best way again. A way that worked and was lost is tried
 * first. From any other way than the best, better ones are tried beside it from time to time.
 * Frames go on after the last one that came, without any twice.
 */
export class Link {
  readonly #parts: LinkParts;
  readonly #backoff: Backoff;
  readonly #quality = new QualityMeter();
  readonly #unanswered = new Map<number, Command>();
  #session: Session | undefined;
  #resume: ResumePoint | undefined;
  #last: Pick<Frame, "frameId" | "timestamp"> | undefined;
  #frameAt = NaN;
  #end: ConnectionEnd | undefined;
  #missing = 0;
  #missed = 0;
  #commands = 0;
  /** Connections in a row that did not last. */
  #shortLives = 0;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#backoff = new Backoff({
      first: FIRST_PAUSE,
      longest: LONGEST_PAUSE,
      chance: parts.random,
    });
  }

  /** How it stands now. */
  get state(): LinkState {
    return {
      transport: this.#session?.transport.name,
      end: this.#end,
      age: this.#parts.time.now() - this.#frameAt,
      missed: this.#missed,
    };
  }

  /** How good the connection is, given the jitter of its frames, s. */
  quality(jitter: number): Quality {
    return this.#quality.read(jitter);
  }

  /**
   * Sends a command; what becomes of it is told as a reply.
   *
   * @throws {RangeError} There is nobody who takes it now.
   */
  send(command: Command): void {
    const session = this.#session;
    const where = `Cannot ${command.kind}`;
    if (session === undefined) throw new RangeError(`${where} as the tap must be there: it is not`);
    if (this.#unanswered.size >= MAX_UNANSWERED) {
      throw new RangeError(`${where} as at most ${MAX_UNANSWERED} commands may be unanswered`);
    }
    const id = ++this.#commands;
    this.#unanswered.set(id, command);
    session.command({ type: "command", id, command: commandMessage(command) });
  }

  /**
   * Keeps the connection up until `signal` aborts. To be called once.
   *
   * @throws {LinkError} The tap was never there, or lets nobody in without the right token.
   */
  async run(signal: AbortSignal): Promise<void> {
    let rung = 0;
    let first: ConnectionEnd | undefined;
    while (!signal.aborted) {
      const session = this.#open(rung);
      using _abort = onAbort(signal, () => (this.#session ?? session).close());
      if (await session.live) {
        rung = await this.#follow(session, { rung, signal });
        await this.#pause(signal);
        continue;
      }
      const end = await session.end;
      this.#fail(end);
      if (rung === 0) first = end;
      rung = this.#below(rung);
      if (rung !== 0 || signal.aborted) continue;
      if (Number.isNaN(this.#frameAt)) throw new LinkError(first ?? end);
      await this.#pause(signal);
    }
  }

  #open(rung: number): Session {
    const { transports, time, wish } = this.#parts;
    return new Session({
      transport: transports[rung],
      time,
      wish,
      resume: this.#session?.lastPoint ?? this.#resume,
      listener: {
        frame: (frame) => this.#take(frame),
        message: (message) => this.#hear(message),
        roundTrip: (seconds) => this.#quality.addRoundTrip(seconds),
      },
    });
  }

  /** Stays with a session, or a better one, until it ends; returns the rung to go on with. */
  async #follow(
    session: Session,
    { rung, signal }: { rung: number; signal: AbortSignal },
  ): Promise<number> {
    const { time, listener } = this.#parts;
    const since = time.now();
    this.#use(session);
    for (;;) {
      const over = new AbortController();
      const isDue = await Promise.race([
        session.end.then(() => false),
        time.sleepUntil(rung === 0 ? Infinity : time.now() + CLIMB_INTERVAL, over.signal),
      ]);
      over.abort();
      if (!isDue || signal.aborted) break;
      const better = await this.#climb(session, rung);
      if (better === undefined) continue;
      session.close();
      ({ session, rung } = better);
      this.#use(session);
    }
    const end = await session.end;
    this.#resume = session.lastPoint;
    this.#session = undefined;
    this.#refuseAll();
    this.#fail(end);
    if (!signal.aborted) listener.lost(end);
    if (time.now() - since >= STEADY) {
      this.#backoff.reset();
      this.#shortLives = 0;
    } else if (++this.#shortLives >= MAX_SHORT_LIVES) {
      this.#shortLives = 0;
      return this.#below(rung);
    }
    return rung;
  }

  /** The next worse way, or the best again. */
  #below(rung: number): number {
    return (rung + 1) % this.#parts.transports.length;
  }

  /** The best session better than one that goes on; `undefined` when there is none. */
  async #climb(
    present: Session,
    rung: number,
  ): Promise<{ session: Session; rung: number } | undefined> {
    for (let better = 0; better < rung; better++) {
      const session = this.#open(better);
      const isUp = await Promise.race([session.live, present.end.then(() => false)]);
      if (isUp) return { session, rung: better };
      session.close();
    }
    return undefined;
  }

  #use(session: Session): void {
    this.#session = session;
    this.#quality.reset();
    this.#parts.listener.connected(session.transport.name);
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const { time } = this.#parts;
    await time.sleepUntil(time.now() + this.#backoff.next(), signal);
  }

  /** @throws {LinkError} There is no use in trying again. */
  #fail(end: ConnectionEnd): void {
    this.#end = end;
    if (end.kind === "unauthorized" || end.kind === "untrusted") throw new LinkError(end);
  }

  #take(frame: Frame): void {
    const last = this.#last;
    // Two ways for a moment, or a replay: an id of a new run is that of a later time.
    const isKnown = last !== undefined && frame.frameId <= last.frameId &&
      frame.timestamp <= last.timestamp;
    if (isKnown) return;
    this.#last = frame;
    this.#frameAt = this.#parts.time.now();
    this.#quality.addFrame(this.#missing);
    this.#missing = 0;
    this.#parts.listener.frame(frame);
  }

  #hear(message: OtherMessage): void {
    if (message.type === "gap") this.#miss(Number(message.conflated) + Number(message.dropped));
    if (message.type === "resumed") this.#miss(missingOf(message));
    const command = this.#unanswered.get(message.id as number);
    if (command === undefined) return this.#parts.listener.message(message);
    this.#unanswered.delete(message.id as number);
    this.#parts.listener.reply(replyTo(command, message));
  }

  #miss(count: number): void {
    this.#missing += count;
    this.#missed += count;
  }

  #refuseAll(): void {
    const reason = "the connection was lost before an answer came";
    for (const command of this.#unanswered.values()) {
      const reply = { command, outcome: "refused", reason, simulationTime: NaN } as const;
      this.#parts.listener.reply(reply);
    }
    this.#unanswered.clear();
  }
}

function missingOf({ missing }: OtherMessage): number {
  return (missing as { count: number } | null)?.count ?? 0;
}

function replyTo(command: Command, message: OtherMessage): RemoteReply {
  const time = message.simulation_time;
  const simulationTime = typeof time === "number" ? time : NaN;
  if (message.type === "error") {
    return { command, outcome: "refused", reason: String(message.message), simulationTime };
  }
  const { reason } = message;
  return {
    command,
    outcome: message.outcome as RemoteReply["outcome"],
    ...(typeof reason === "string" && { reason }),
    simulationTime,
  };
}

function onAbort(signal: AbortSignal, act: () => void): Disposable {
  signal.addEventListener("abort", act);
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", act) };
}
