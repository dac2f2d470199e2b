import type { Connection } from "./connection.ts";
import type { Encoding } from "./encoding.ts";
import { FrameFeed } from "./frame_feed.ts";
import type { Outlet } from "./hub.ts";
import {
  ACKNOWLEDGE_SPAN,
  AUTHENTICATION_TIME,
  COMMAND_BURST,
  COMMAND_RATE,
  MAX_OFFENCES,
  MAX_PENDING_COMMANDS,
  MESSAGE_BURST,
  MESSAGE_RATE,
  METRICS_INTERVAL,
  MIN_RATE,
  SHORTEST_METRICS_INTERVAL,
  SLOW_PATIENCE,
} from "./limits.ts";
import { commandMessage } from "./command_message.ts";
import { Outbox } from "./outbox.ts";
import { jsonPayload, type Payload } from "./payload.ts";
import {
  type ClientMessage,
  type CloseReason,
  type MessageId,
  parseClientMessage,
  PROTOCOL_VERSION,
  ProtocolError,
  type Topic,
  TOPICS,
} from "./protocol.ts";
import { Pulse } from "./pulse.ts";
import { type Asked, selectionOf } from "./selection.ts";
import { TokenBucket } from "./token_bucket.ts";

type Message<Type extends ClientMessage["type"]> = Extract<ClientMessage, { type: Type }>;

/** What a connection begins with. */
export interface Beginning {
  /** How frames are written when nothing else is asked for. */
  readonly encoding: Encoding;
  /** What is subscribed to at once, and how. */
  readonly subscriptions: readonly Message<"subscribe">[];
  /** Whether it is told who the tap is, which a client that names no sub-protocol is not. */
  readonly isGreeted: boolean;
  /** Whether it need show no token any more. */
  readonly isTrusted: boolean;
  /** Where a client that comes back goes on. */
  readonly resume?: { readonly epoch: string; readonly after: number };
}

/** Tokens of the message bucket that a replay costs. */
const RESUME_COST = 20;

/** One client of the tap: what it asked for, what it is owed, and how it behaves. */
export class Subscriber {
  readonly id: string;
  readonly connection: Connection;
  readonly #outlet: Outlet;
  readonly #beginning: Beginning;
  readonly #outbox: Outbox;
  readonly #pulse: Pulse;
  readonly #messages: TokenBucket;
  readonly #commands: TokenBucket;
  readonly #openedAt: number;
  readonly #topics = new Set<Topic>();
  #feed: FrameFeed | undefined;
  #metricsInterval = METRICS_INTERVAL;
  #metricsAt = -Infinity;
  #metricsSeq = 0;
  #isTrusted: boolean;
  #isClosed = false;
  #offences = 0;
  #pendingCommands = 0;
  /** Number of the last frame acknowledged; `undefined` for a client that acknowledges none. */
  #acknowledged: number | undefined;
  #slowSince = Infinity;

  constructor(id: string, connection: Connection, parts: { outlet: Outlet; begin: Beginning }) {
    const { outlet, begin } = parts;
    const now = outlet.time.now();
    this.id = id;
    this.connection = connection;
    this.#outlet = outlet;
    this.#beginning = begin;
    this.#outbox = new Outbox(connection, outlet.counters);
    this.#pulse = new Pulse(connection, now);
    this.#messages = new TokenBucket({ rate: MESSAGE_RATE, burst: MESSAGE_BURST }, now);
    this.#commands = new TokenBucket({ rate: COMMAND_RATE, burst: COMMAND_BURST }, now);
    this.#openedAt = now;
    this.#isTrusted = begin.isTrusted;
    if (this.#isTrusted) this.#begin();
  }

  /** Whether it has shown its token, or need not. */
  get isTrusted(): boolean {
    return this.#isTrusted;
  }

  /** Who a command of this client is said to come from. */
  get origin(): string {
    return `${this.id} ${this.connection.remote}`;
  }

  /** Obeys a text message. */
  receive(json: string): void {
    if (this.#isClosed) return;
    this.#outlet.counters.messagesReceived++;
    try {
      if (!this.#messages.take(this.#outlet.time.now())) {
        throw new ProtocolError(
          "too-many-messages",
          `Cannot obey as a client may send at most ${MESSAGE_RATE} messages a second`,
        );
      }
      this.#obey(parseClientMessage(json));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#refuse(error);
    }
  }

  /** Takes in a message that no client may send. */
  receiveBinary(): void {
    this.close("binary-message");
  }

  /** Takes in the answer to a ping. */
  answer(): void {
    const roundTrip = this.#pulse.answer(this.#outlet.time.now());
    if (roundTrip !== undefined) this.#outlet.counters.roundTrips.add(roundTrip);
    this.flush();
  }

  /** Sends the newest frame if there is room. */
  offerFrame(): void {
    if (this.#feed === undefined || this.#isBehind()) return;
    this.#feed.offer();
  }

  /** Sends an event of a topic that is subscribed to. */
  tell(topic: Topic, payload: Payload): void {
    if (this.#topics.has(topic)) this.#send(payload);
  }

  /** Says that frame rates are lowered, or no longer are. */
  tellRate(reason: "load" | "recovered"): void {
    if (this.#feed === undefined) return;
    const rate = this.#outlet.rateOf(this.#feed.stream);
    this.#say({ type: "rate", topic: "frames", rate, reason });
  }

  /** Sends what waits, as far as there is room. */
  flush(): void {
    if (this.#isClosed) return;
    this.#outbox.flush();
    this.offerFrame();
  }

  /** Does what is due with time: pings, metrics, patience that ends. */
  beat(): void {
    const now = this.#outlet.time.now();
    this.flush();
    if (!this.#isTrusted) {
      if (now - this.#openedAt > AUTHENTICATION_TIME) this.close("no-token");
      return;
    }
    this.#pulse.beat(now);
    const isSlow = this.#outbox.isBlocked || this.#isBehind();
    this.#slowSince = isSlow ? Math.min(this.#slowSince, now) : Infinity;
    if (now - this.#slowSince > SLOW_PATIENCE) {
      this.close(this.#pulse.isLate(now) ? "no-answer" : "too-slow");
      return;
    }
    if (this.#topics.has("metrics") && now - this.#metricsAt >= this.#metricsInterval) {
      this.#metricsAt = now;
      const data = this.#outlet.metrics();
      this.#say({ type: "event", topic: "metrics", seq: ++this.#metricsSeq, data });
    }
  }

  /** Sends the client away. */
  close(reason: CloseReason): void {
    if (this.#isClosed) return;
    this.#outlet.counters.closed.add(reason);
    this.connection.close(reason);
    this.gone();
  }

  /** Takes in that the client has gone. */
  gone(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#leaveFrames();
    this.#outlet.forget(this);
  }

  /** Whether frames wait until the client has caught up. */
  #isBehind(): boolean {
    if (this.#pulse.isLate(this.#outlet.time.now())) return true;
    const lastId = this.#feed?.lastId ?? null;
    if (this.#acknowledged === undefined || lastId === null) return false;
    return lastId - this.#acknowledged >= ACKNOWLEDGE_SPAN * this.#outlet.source.fps;
  }

  #begin(): void {
    const { isGreeted, subscriptions, resume } = this.#beginning;
    const { source: { version, fps }, epoch, isControlled } = this.#outlet;
    if (isGreeted) {
      this.#say({
        type: "welcome",
        protocol: PROTOCOL_VERSION,
        version,
        client_id: this.id,
        server_time: this.#outlet.time.wall(),
        epoch,
        control: isControlled,
        fps,
        topics: TOPICS,
      });
    }
    for (const subscription of subscriptions) {
      if (subscription.topic !== "frames") this.#subscribeTopic(subscription);
      else this.#subscribeFrames(subscription, isGreeted, resume);
    }
  }

  #obey(message: ClientMessage): void {
    if (!this.#isTrusted && message.type !== "authenticate") {
      throw new ProtocolError("unauthorized", "Cannot obey as a token must come first", message.id);
    }
    switch (message.type) {
      case "authenticate":
        return this.#authenticate(message);
      case "subscribe":
        if (message.topic === "frames") return this.#subscribeFrames(message, true);
        return this.#subscribeTopic(message, true);
      case "unsubscribe":
        if (message.topic === "frames") this.#leaveFrames();
        this.#topics.delete(message.topic);
        return this.#say({ type: "unsubscribed", topic: message.topic, ...idOf(message) });
      case "ping":
        return this.#say({
          type: "pong",
          client_id: this.id,
          server_time: this.#outlet.time.wall(),
          ...(message.time === undefined ? {} : { time: message.time }),
          ...idOf(message),
        });
      case "ack":
        this.#acknowledged = Math.max(this.#acknowledged ?? -1, message.frameId);
        return this.flush();
      case "resume":
        return this.#resume(message);
      case "command":
        return this.#command(message);
    }
  }

  #authenticate(message: Message<"authenticate">): void {
    if (!this.#outlet.isToken(message.token)) {
      this.#outlet.counters.refused.add("unauthorized");
      return this.close("bad-token");
    }
    this.#say({ type: "authenticated", ...idOf(message) });
    if (this.#isTrusted) return;
    this.#isTrusted = true;
    this.#begin();
  }

  #subscribeFrames(
    message: Message<"subscribe">,
    isAnswered: boolean,
    resume?: Beginning["resume"],
  ): void {
    const { source } = this.#outlet;
    const { encoding = this.#beginning.encoding, fields, floaters, rate = source.rate } = message;
    const selection = this.#selection(message, message.id);
    const { fps } = source;
    const asked = Math.min(fps, Math.max(MIN_RATE, rate));
    const stream = this.#outlet.join({ encoding, selection, fps, rate: asked }, message.id);
    if (this.#feed?.stream === stream) this.#feed.end();
    else this.#leaveFrames();
    stream.clients.add(this);
    this.#feed = new FrameFeed(stream, this.#outbox, this.#outlet);
    if (isAnswered) {
      this.#say({
        type: "subscribed",
        topic: "frames",
        encoding,
        rate: this.#outlet.rateOf(stream),
        ...(fields === undefined ? {} : { fields }),
        ...(floaters === undefined ? {} : { floaters }),
        ...idOf(message),
      });
    }
    if (stream.schema !== undefined) this.#say(stream.schema);
    if (resume !== undefined) this.#goOn(this.#feed, resume);
    this.offerFrame();
  }

  #selection(asked: Asked, id: MessageId | undefined) {
    try {
      return selectionOf(asked);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ProtocolError("bad-message", error.message, id);
    }
  }

  #leaveFrames(): void {
    if (this.#feed === undefined) return;
    this.#feed.end();
    this.#feed.stream.clients.delete(this);
    this.#outlet.leave(this.#feed.stream);
    this.#feed = undefined;
  }

  #subscribeTopic(message: Message<"subscribe">, isAnswered = this.#beginning.isGreeted): void {
    const { topic, rate = 1 / METRICS_INTERVAL } = message;
    this.#topics.add(topic);
    if (topic === "metrics") {
      this.#metricsInterval = Math.max(SHORTEST_METRICS_INTERVAL, 1 / rate);
      this.#metricsAt = this.#outlet.time.now();
    }
    if (isAnswered) this.#say({ type: "subscribed", topic, ...idOf(message) });
    this.#say(this.#outlet.snapshot(topic));
  }

  #resume({ epoch, after, id }: Message<"resume">): void {
    if (this.#feed === undefined) {
      throw new ProtocolError("bad-message", "Cannot resume as frames must be subscribed to", id);
    }
    if (this.#feed.isReplaying || !this.#messages.take(this.#outlet.time.now(), RESUME_COST)) {
      throw new ProtocolError("busy", "Cannot resume as one replay must end before the next", id);
    }
    this.#goOn(this.#feed, { epoch, after, id });
    this.offerFrame();
  }

  /** Sends again what a client has missed, and says what cannot be sent any more. */
  #goOn(
    feed: FrameFeed,
    { epoch, after, id }: { epoch: string; after: number; id?: MessageId | undefined },
  ): void {
    const known = this.#outlet.epoch;
    if (epoch !== known) {
      const reason = "unknown-epoch";
      return this.#say({ type: "resumed", epoch: known, reason, missing: null, ...idOf({ id }) });
    }
    this.#outlet.counters.resumes++;
    const missing = feed.resume(after);
    this.#say({ type: "resumed", epoch: known, after, missing, ...idOf({ id }) });
  }

  #command({ command, id }: Message<"command">): void {
    if (!this.#outlet.isControlled) {
      throw new ProtocolError(
        "control-off",
        `Cannot obey "${command.kind}" as the tap must be opened with --control: it was not`,
        id,
      );
    }
    const isTooMany = this.#pendingCommands >= MAX_PENDING_COMMANDS ||
      !this.#commands.take(this.#outlet.time.now());
    if (isTooMany) {
      throw new ProtocolError(
        "too-many-commands",
        `Cannot obey "${command.kind}" as a client may send at most ${COMMAND_RATE} commands a ` +
          `second`,
        id,
      );
    }
    this.#pendingCommands++;
    this.#outlet.command(command, this.origin).then((result) => {
      this.#pendingCommands--;
      const shown = commandMessage(command);
      this.#say({ type: "command_result", command: shown, ...result, ...idOf({ id }) });
    });
  }

  #refuse({ code, message, id }: ProtocolError): void {
    this.#outlet.counters.refused.add(code);
    if (++this.#offences > MAX_OFFENCES) return this.close("too-many-offences");
    this.#say({ type: "error", code, message, ...idOf(id === undefined ? {} : { id }) });
  }

  #say(message: Readonly<Record<string, unknown>> | object): void {
    this.#send(jsonPayload(message));
  }

  #send(payload: Payload): void {
    if (this.#isClosed) return;
    if (!this.#outbox.send(payload)) this.close("too-slow");
  }
}

function idOf({ id }: { readonly id?: MessageId | undefined }): { id?: MessageId } {
  return id === undefined ? {} : { id };
}
