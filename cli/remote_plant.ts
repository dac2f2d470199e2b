import { loopTicks, type LoopTime, random } from "../clock/mod.ts";
import {
  type ConnectionEnd,
  Link,
  LinkError,
  OPEN_PATIENCE,
  Playout,
  type RemoteReply,
  STALE,
  type Target,
  transportsTo,
  type Wish,
  withFloaterPlaces,
} from "../tap/client/mod.ts";
import { type AlarmBoard, boardOf, type JournalEntry } from "../monitor/terms/mod.ts";
import { type OtherMessage, parseCommand } from "../tap/mod.ts";
import { createProfileBoard, createTrafficBoard, type Frame } from "../telemetry/mod.ts";
import { SCREEN_RATE } from "./attach_request.ts";
import { commandsBetween, readRemoteState, type RemoteState, stateAfter } from "./remote_state.ts";
import type { AttributedReply, LinkReading, RunningPlant } from "./world.ts";

/** How often a connection is looked at, 1/s. */
const LINK_RATE = 4;

/** Who is said to have changed what changed while nobody looked. */
const MEANWHILE = "meanwhile";

/** What is attached to. */
export interface RemoteOptions extends Wish {
  readonly target: Target;
  /** Whether frames are shown on a screen, evenly; otherwise they are handed on as they come. */
  readonly isScreen: boolean;
}

/** A plant that another program runs, by its tap. */
export class RemotePlant implements RunningPlant {
  readonly #options: RemoteOptions;
  readonly #time: LoopTime;
  readonly #link: Link;
  readonly #over = new AbortController();
  readonly #receivers = new Set<(reply: AttributedReply) => void>();
  readonly #watchers = new Set<(link: LinkReading) => void>();
  readonly #historians = new Set<(frame: Frame) => void>();
  readonly #boardReaders = new Set<(board: AlarmBoard) => void>();
  readonly #readers = new Set<(entries: readonly JournalEntry[]) => void>();
  readonly #playout = new Playout(1 / SCREEN_RATE);
  readonly #newest: { frame?: Frame } = {};
  #show: (frame: Frame) => void = () => {};
  /** Whether the newest frame is shown as stale. */
  #isStale = false;
  /** How the plant stands, by all that is known of it. */
  #known: RemoteState;
  /** What it is called: by the tap, and by itself where its commands are requests. */
  #client: string | undefined;
  readonly #name: string;

  /** How it was at first. */
  readonly state: RemoteState & { readonly fps: number };

  readonly replies: RunningPlant["replies"] = {
    subscribe: (receive) => into(this.#receivers, receive),
  };

  /** What this end of it costs. */
  readonly profile: RunningPlant["profile"] = createProfileBoard();

  /** What waits at this end of it. */
  readonly traffic: RunningPlant["traffic"] = createTrafficBoard();

  readonly journal: RunningPlant["journal"] = {
    subscribe: (receive) => into(this.#readers, receive),
  };

  /** How alarms stand, at the beginning and after every loss of the connection. */
  readonly boards = {
    subscribe: (receive: (board: AlarmBoard) => void) => into(this.#boardReaders, receive),
  };

  /** Frames that another one follows at once, which is what there is to be seen. */
  readonly passed = {
    subscribe: (receive: (frame: Frame) => void) => into(this.#historians, receive),
  };

  /** How the connection is, several times a second. */
  readonly links = {
    subscribe: (receive: (link: LinkReading) => void) => into(this.#watchers, receive),
  };

  /**
   * Attaches to a tap.
   *
   * @throws {Error} It is not there, or lets nobody in; one line.
   */
  static async open(options: RemoteOptions, time: LoopTime): Promise<RemotePlant> {
    const { target } = options;
    const late = new AbortController();
    const done = new AbortController();
    void time.sleepUntil(time.now() + OPEN_PATIENCE, done.signal).then((isLate) => {
      if (!isLate) return;
      late.abort(
        new LinkError({ kind: "silent", message: `nothing came within ${OPEN_PATIENCE} s` }),
      );
    });
    try {
      const state = await readRemoteState(target, { time, random, signal: late.signal });
      const name = `http-${Math.floor(random() * 36 ** 6).toString(36)}`;
      const transports = await transportsTo(target, { time, client: name });
      return new RemotePlant(options, { state, time, name, transports });
    } catch (error) {
      if (error instanceof LinkError) throw new Error(attachFault(target, error.end));
      throw error;
    } finally {
      done.abort();
    }
  }

  private constructor(
    options: RemoteOptions,
    { state, time, name, transports }: {
      state: RemotePlant["state"];
      time: LoopTime;
      name: string;
      transports: Awaited<ReturnType<typeof transportsTo>>;
    },
  ) {
    const { rate, fields, isScreen } = options;
    this.#options = options;
    this.#time = time;
    this.state = state;
    this.#known = state;
    this.#name = name;
    this.#link = new Link({
      transports,
      time,
      random,
      wish: {
        ...(rate !== undefined && { rate }),
        ...(fields && { fields }),
        ...(isScreen && { floaters: true }),
      },
      listener: {
        frame: (frame) => this.#take(frame),
        reply: (reply) => this.#tell(reply),
        message: (message) => this.#hear(message),
        // Of the others the tap says itself what is new.
        connected: (way) => void (way === "polling" && this.#catchUp()),
        lost: () => this.#watch(),
      },
    });
  }

  send(command: Parameters<RunningPlant["send"]>[0]): void {
    this.#link.send(command);
  }

  async frames(
    receive: (frame: Frame) => void | Promise<void>,
  ): ReturnType<RunningPlant["frames"]> {
    const { isScreen, target } = this.#options;
    this.#show = (frame) => void receive(isScreen ? this.#whole(frame) : frame);
    if (isScreen) void this.#paint();
    try {
      await this.#link.run(this.#over.signal);
      return { reason: "stopped" };
    } catch (error) {
      if (error instanceof LinkError) throw new Error(attachFault(target, error.end));
      throw error;
    } finally {
      this.#over.abort();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    return this.#time.turn();
  }

  #take(frame: Frame): void {
    this.#newest.frame = frame;
    this.#isStale = false;
    if (!this.#options.isScreen) return this.#show(frame);
    this.#playout.push(frame, this.#time.now());
    if (this.#playout.isDirect) this.#showDue();
  }

  #showDue(): void {
    const due = this.#playout.take(this.#time.now());
    const seen = due.pop();
    for (const frame of due) tell(this.#historians, this.#whole(frame));
    if (seen !== undefined) this.#show(seen);
  }

  /** A frame with its floaters. */
  #whole(frame: Frame): Frame {
    return withFloaterPlaces(frame, this.#known.parameters);
  }

  /** Shows what is due at every screen, and how the connection is now and then. */
  async #paint(): Promise<void> {
    let watched = 0;
    for await (const screen of loopTicks(this.#time, SCREEN_RATE, this.#over.signal)) {
      this.#showDue();
      if (screen - watched < SCREEN_RATE / LINK_RATE) continue;
      watched = screen;
      this.#watch();
    }
  }

  /** Says how the connection is, and shows the last frame as what it is when it is old. */
  #watch(): void {
    const { transport, age, missed } = this.#link.state;
    const { grade, roundTrip } = this.#link.quality(this.#playout.jitter);
    const longest = Math.max(STALE.age, STALE.intervals * (this.#playout.interval || 0));
    const isStale = age > longest;
    const reading = { transport, grade, roundTrip, missed, age, isStale };
    tell(this.#watchers, reading);
    const { frame } = this.#newest;
    if (!isStale || this.#isStale || frame === undefined) return;
    this.#isStale = true;
    this.#show({ ...frame, status: "stale" });
  }

  #hear(message: OtherMessage): void {
    if (message.type === "welcome") this.#client = String(message.client_id);
    if (message.topic === "alarms") this.#note(message);
    if (message.type === "snapshot" && message.topic === "events") void this.#catchUp();
    if (message.type !== "event" || message.topic !== "events") return;
    const reply = foreignReply(message.data);
    const [by] = reply?.origin?.split(" ") ?? [];
    if (reply !== undefined && by !== this.#client && by !== this.#name) this.#tell(reply);
  }

  /** Tells how alarms stand, or what happened to one. */
  #note({ type, data }: OtherMessage): void {
    if (type === "event") return tell(this.#readers, [data as JournalEntry]);
    const board = data as Partial<AlarmBoard> | null;
    if (!Array.isArray(board?.alarms)) return;
    const { alarms, isFlood = false, lost = 0, faults = [] } = board;
    tell(this.#boardReaders, boardOf({ alarms, isFlood, lost, faults }));
  }

  #tell(reply: RemoteReply & { readonly origin?: string }): void {
    const { command, outcome } = reply;
    if (outcome !== "refused") this.#known = stateAfter(this.#known, command);
    tell(this.#receivers, reply);
  }

  /** Tells what has changed before changes were followed. */
  async #catchUp(): Promise<void> {
    const before = this.#known;
    let told: RemoteState;
    try {
      const patience = { time: this.#time, random, signal: this.#over.signal };
      told = await readRemoteState(this.#options.target, patience);
    } catch (error) {
      // A connection that is lost again is made again, and then this is tried again.
      if (error instanceof LinkError) return;
      throw error;
    }
    for (const command of commandsBetween({ before, now: this.#known, told })) {
      this.#tell({ command, outcome: "applied", simulationTime: NaN, origin: MEANWHILE });
    }
  }
}

const ALLOWED: Readonly<Record<ConnectionEnd["kind"], string>> = {
  unreachable: "a tap must listen there",
  refused: "the tap must let it in",
  unauthorized: "the tap must be shown its token",
  untrusted: "its certificate must be trusted",
  closed: "the tap must stay",
  silent: "the tap must answer",
  unreadable: "what answers there must be a tap",
};

/** Why there is no connection, in one line. */
function attachFault({ base }: Target, { kind, message }: ConnectionEnd): string {
  return `Cannot attach to ${base.href} as ${ALLOWED[kind]}: ${message}`;
}

/** What became of a command that somebody else gave; `undefined` when this says nothing of one. */
function foreignReply(data: unknown): AttributedReply | undefined {
  const { event, command, origin, outcome, reason, simulation_time: time } =
    (data ?? {}) as Readonly<Record<string, unknown>>;
  if (event !== "command" || typeof origin !== "string") return undefined;
  try {
    return {
      command: parseCommand(command),
      outcome: outcome as AttributedReply["outcome"],
      ...(typeof reason === "string" && { reason }),
      simulationTime: typeof time === "number" ? time : NaN,
      origin,
    };
  } catch (error) {
    // The end of a run is no command that a tap passes on, and a newer tap may know more of them.
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function into<Receive>(receivers: Set<Receive>, receive: Receive): Disposable {
  receivers.add(receive);
  return { [Symbol.dispose]: () => void receivers.delete(receive) };
}

function tell<Report>(receivers: Set<(report: Report) => void>, report: Report): void {
  for (const receive of [...receivers]) receive(report);
}
