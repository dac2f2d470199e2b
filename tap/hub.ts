import type { Time } from "../clock/mod.ts";
import type { Command, Frame } from "../telemetry/mod.ts";
import type { Connection } from "./connection.ts";
import { TapCounters } from "./counters.ts";
import { FrameStream, streamKey, type StreamShape } from "./frame_stream.ts";
import type { FeedSource } from "./frame_feed.ts";
import { MAX_CLIENTS, MAX_STRANGERS, MAX_STREAMS, RECENT_FRAMES } from "./limits.ts";
import { jsonPayload } from "./payload.ts";
import { type CloseReason, type MessageId, ProtocolError, type Topic } from "./protocol.ts";
import { RecentFrames } from "./recent_frames.ts";
import { type Beginning, Subscriber } from "./subscriber.ts";
import { Thinning } from "./thinning.ts";

/** What a tap says of the run it shows. */
export interface TapSource {
  readonly version: string;
  /** Frames per second that the source makes. */
  readonly fps: number;
  /** Frames per second that a client gets when it asks for no rate. */
  readonly rate: number;
}

/** What became of a command. */
export interface CommandResult {
  readonly outcome: "applied" | "restarted" | "refused";
  /** Why it was refused. */
  readonly reason?: string;
  /** Simulated time at which it was heard, s; null when it never was. */
  readonly simulation_time: number | null;
}

/** Passes a command on, with who it comes from. Never rejects. */
export type Control = (command: Command, origin: string) => Promise<CommandResult>;

/** What a hub is made of. */
export interface HubParts {
  readonly time: Time;
  readonly source: TapSource;
  /** Without it no command is obeyed. */
  readonly control?: Control;
  /** Without it every client is trusted. */
  readonly isToken?: (token: string) => boolean;
}

/** Why a client is not let in. */
export type DoorReason = "too-many-clients" | "too-many-strangers";

/** What a subscriber reaches of its hub. */
export type Outlet =
  & FeedSource
  & Pick<
    Hub,
    | "time"
    | "source"
    | "isControlled"
    | "isToken"
    | "command"
    | "join"
    | "leave"
    | "rateOf"
    | "snapshot"
    | "metrics"
    | "forget"
  >;

/** Events of a topic that its snapshot shows when nobody says what it should show. */
const REMEMBERED_EVENTS = 64;

interface TopicState {
  /** Number of the last event, from 1. */
  seq: number;
  /** What a new subscriber is shown. */
  data: unknown;
}

/**
 * Hands frames and events to any number of clients, none of which makes it wait. Knows nothing of
 * sockets: what carries the messages is a {@linkcode Connection}.
 */
export class Hub implements FeedSource {
  readonly time: Time;
  readonly source: TapSource;
  readonly epoch: string;
  readonly recent = new RecentFrames({ capacity: RECENT_FRAMES, floaters: 1 });
  readonly counters = new TapCounters();
  readonly thinning = new Thinning();
  readonly #parts: HubParts;
  readonly #subscribers = new Set<Subscriber>();
  readonly #streams = new Map<string, FrameStream>();
  readonly #topics = new Map<Topic, TopicState>();
  readonly #openedAt: number;
  #count = 0;

  constructor(parts: HubParts) {
    this.#parts = parts;
    this.time = parts.time;
    this.source = parts.source;
    this.#openedAt = parts.time.now();
    this.epoch = Math.round(parts.time.wall() * 1e6).toString(36);
  }

  /** Clients at this moment. */
  get subscribers(): ReadonlySet<Subscriber> {
    return this.#subscribers;
  }

  /** Different things that are encoded at this moment. */
  get streamCount(): number {
    return this.#streams.size;
  }

  /** How long the tap has been open, s. */
  get uptime(): number {
    return this.time.now() - this.#openedAt;
  }

  /** Whether commands are obeyed. */
  get isControlled(): boolean {
    return this.#parts.control !== undefined;
  }

  /** Whether clients must show a token. */
  get isGuarded(): boolean {
    return this.#parts.isToken !== undefined;
  }

  /** Whether a token is the right one. */
  isToken(token: string): boolean {
    return this.#parts.isToken?.(token) ?? true;
  }

  /** Why no more clients are let in now; `undefined` when they are. */
  refusal({ isTrusted }: { isTrusted: boolean }): DoorReason | undefined {
    if (this.#subscribers.size >= MAX_CLIENTS) return "too-many-clients";
    if (isTrusted) return undefined;
    const strangers = [...this.#subscribers].filter((each) => !each.isTrusted).length;
    return strangers >= MAX_STRANGERS ? "too-many-strangers" : undefined;
  }

  /**
   * Lets a client in, for which {@linkcode Hub.refusal} has found no reason against.
   *
   * @throws {ProtocolError} It cannot have what it begins with.
   */
  connect(connection: Connection, begin: Beginning): Subscriber {
    const subscriber = new Subscriber(`c${++this.#count}`, connection, { outlet: this, begin });
    this.#subscribers.add(subscriber);
    this.counters.connected[connection.transport]++;
    return subscriber;
  }

  /** Hands a frame to everybody whose rate it is due at. The frame is lent. */
  publish(lent: Frame): void {
    const began = this.time.now();
    const { counters, recent } = this;
    const expected = recent.newest === undefined ? lent.frameId : recent.newest.frameId + 1;
    counters.framesReceived++;
    counters.framesDropped += Math.max(0, lent.frameId - expected);
    const frame = recent.add(lent);
    for (const stream of this.#streams.values()) stream.take(frame, this.thinning.factor);
    for (const subscriber of this.#subscribers) subscriber.offerFrame();
    const { fps } = this.source;
    const age = Math.max(0, this.time.wall() - frame.timestamp);
    const before = this.thinning.factor;
    if (!this.thinning.observe((this.time.now() - began) * fps, age * fps)) return;
    const reason = this.thinning.factor > before ? "load" : "recovered";
    for (const subscriber of this.#subscribers) subscriber.tellRate(reason);
  }

  /**
   * Tells everybody who is subscribed to a topic of an event.
   *
   * @param data What is told; a value of JSON.
   * @param state What those are shown who subscribe later; without it the newest events.
   */
  tell(topic: Exclude<Topic, "frames" | "metrics">, data: unknown, state?: unknown): void {
    const now = this.#topic(topic);
    now.seq++;
    const events = Array.isArray(now.data) ? now.data : [];
    now.data = state ?? [...events, data].slice(-REMEMBERED_EVENTS);
    const payload = jsonPayload({ type: "event", topic, seq: now.seq, data });
    for (const subscriber of this.#subscribers) subscriber.tell(topic, payload);
  }

  /** Says what those are shown who subscribe to a topic, without an event. */
  show(topic: Exclude<Topic, "frames" | "metrics">, state: unknown): void {
    this.#topic(topic).data = state;
  }

  /** What a new subscriber of a topic is shown. */
  snapshot(topic: Topic): Readonly<Record<string, unknown>> {
    if (topic === "metrics") {
      return { type: "snapshot", topic, seq: 0, data: this.metrics() };
    }
    return { type: "snapshot", topic, ...this.#topic(topic) };
  }

  /** Does what is due with time; to be called several times a second. */
  beat(): void {
    for (const subscriber of this.#subscribers) subscriber.beat();
  }

  /** Sends everybody away. */
  close(reason: CloseReason): void {
    for (const subscriber of this.#subscribers) subscriber.close(reason);
  }

  /** Passes a command on and counts what becomes of it. */
  async command(command: Command, origin: string): Promise<CommandResult> {
    const result = await this.#parts.control!(command, origin);
    this.counters.commands.add(result.outcome);
    return result;
  }

  /**
   * The stream of a shape, begun with the newest frame when it is new.
   *
   * @throws {ProtocolError} There are too many different ones.
   */
  join(shape: StreamShape, id?: MessageId): FrameStream {
    const key = streamKey(shape);
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    if (this.#streams.size >= MAX_STREAMS) {
      throw new ProtocolError(
        "too-many-streams",
        `Cannot subscribe as clients must ask for at most ${MAX_STREAMS} different things at once`,
        id,
      );
    }
    const stream = new FrameStream(shape);
    if (this.recent.newest !== undefined) stream.take(this.recent.newest, this.thinning.factor);
    this.#streams.set(key, stream);
    return stream;
  }

  /** Gives up a stream that nobody is subscribed to. */
  leave(stream: FrameStream): void {
    if (stream.clients.size === 0) this.#streams.delete(streamKey(stream.shape));
  }

  /** Frames per second that a stream has now. */
  rateOf({ shape: { rate } }: FrameStream): number {
    return rate / this.thinning.factor;
  }

  /** Forgets a client that has gone. */
  forget(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /** What a tap knows of itself. Times in s; null is "no data". */
  metrics(): TapMetrics {
    const { counters, thinning } = this;
    const clients = { websocket: 0, sse: 0 };
    for (const { connection } of this.#subscribers) clients[connection.transport]++;
    const { roundTrips } = counters;
    return {
      uptime: this.uptime,
      clients,
      streams: this.#streams.size,
      connected: { ...counters.connected },
      turned_away: counters.turnedAway.toJSON(),
      closed: counters.closed.toJSON(),
      resumes: counters.resumes,
      frames: {
        received: counters.framesReceived,
        dropped: counters.framesDropped,
        sent: counters.framesSent,
        conflated: counters.framesConflated,
      },
      bytes_sent: counters.bytesSent,
      messages: {
        sent: counters.messagesSent,
        received: counters.messagesReceived,
        refused: counters.refused.toJSON(),
      },
      commands: counters.commands.toJSON(),
      round_trip: {
        p50: numberOrNull(roundTrips.quantile(0.5)),
        p99: numberOrNull(roundTrips.quantile(0.99)),
        count: roundTrips.count,
        sum: roundTrips.sum,
      },
      load: thinning.load,
      thinning: thinning.factor,
    };
  }

  #topic(topic: Topic): TopicState {
    const known = this.#topics.get(topic);
    if (known !== undefined) return known;
    const state = { seq: 0, data: [] };
    this.#topics.set(topic, state);
    return state;
  }
}

/** What a tap knows of itself, as JSON shows it. */
export interface TapMetrics {
  readonly uptime: number;
  /** Clients at this moment, by transport. */
  readonly clients: { readonly websocket: number; readonly sse: number };
  readonly streams: number;
  readonly connected: Readonly<Record<string, number>>;
  readonly turned_away: Readonly<Record<string, number>>;
  readonly closed: Readonly<Record<string, number>>;
  readonly resumes: number;
  readonly frames: Readonly<Record<"received" | "dropped" | "sent" | "conflated", number>>;
  readonly bytes_sent: number;
  readonly messages: {
    readonly sent: number;
    readonly received: number;
    readonly refused: Readonly<Record<string, number>>;
  };
  readonly commands: Readonly<Record<string, number>>;
  readonly round_trip: {
    readonly p50: number | null;
    readonly p99: number | null;
    readonly count: number;
    readonly sum: number;
  };
  readonly load: number;
  readonly thinning: number;
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
