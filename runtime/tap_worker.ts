/**
 * The thread of a tap: wires ring, hub and server. Started by tap_thread.ts.
 *
 * @module
 */

import { LOOP_TIME } from "../clock/mod.ts";
import {
  beat,
  type Command,
  FrameReader,
  type FrameRing,
  type Heartbeat,
  messageOf,
  type PlantParameters,
} from "../telemetry/mod.ts";
import {
  type Address,
  commandMessage,
  type CommandResult,
  type Credentials,
  Hub,
  TapServer,
  type TapSource,
  tokenCheck,
  type Topic,
} from "../tap/mod.ts";

/** The first message a tap thread is sent: what to open. */
export interface TapOrder {
  readonly address: Address;
  readonly source: TapSource;
  /** Whether clients may send commands. */
  readonly control: boolean;
  /** What clients must show; without it nothing. */
  readonly token?: string;
  readonly credentials?: Credentials;
  readonly frames: FrameRing;
  /** Where it says that it lives. */
  readonly heart: Heartbeat;
  readonly parameters: PlantParameters;
}

/** What a tap thread is sent afterwards. */
export type TapMessage =
  | {
    readonly kind: "tell";
    readonly topic: Exclude<Topic, "frames" | "metrics">;
    readonly data: unknown;
    /** What those are shown who subscribe later; without it the newest events. */
    readonly state?: unknown;
  }
  | { readonly kind: "parameters"; readonly parameters: PlantParameters }
  | {
    readonly kind: "show";
    readonly topic: Exclude<Topic, "frames" | "metrics">;
    readonly state: unknown;
  }
  /** What became of a command, whoever sent it. */
  | {
    readonly kind: "obeyed";
    readonly command: Command;
    readonly origin: string;
    readonly result: CommandResult;
  }
  | { readonly kind: "result"; readonly number: number; readonly result: CommandResult }
  | { readonly kind: "close" };

/** What a tap thread posts. */
export type TapReport =
  | { readonly kind: "open"; readonly address: Address }
  | { readonly kind: "failure"; readonly message: string }
  | {
    readonly kind: "command";
    readonly number: number;
    readonly command: Command;
    readonly origin: string;
  }
  | { readonly kind: "closed" };

/** Pause between two signs of life, s. */
const BEAT_PERIOD = 0.25;

/** A Worker's side of its port, which the types of a main thread do not have. */
const port = globalThis as unknown as {
  onmessage: (event: MessageEvent<TapOrder | TapMessage>) => void;
  postMessage(report: TapReport): void;
  close(): void;
};

/** Commands that are on their way to the plant, and who awaits what becomes of each. */
class PendingCommands {
  readonly #pending = new Map<number, (result: CommandResult) => void>();
  #count = 0;

  send(command: Command, origin: string): Promise<CommandResult> {
    const number = ++this.#count;
    port.postMessage({ kind: "command", number, command, origin });
    return new Promise((resolve) => this.#pending.set(number, resolve));
  }

  settle(number: number, result: CommandResult): void {
    this.#pending.get(number)?.(result);
    this.#pending.delete(number);
  }
}

async function open(order: TapOrder): Promise<(message: TapMessage) => void> {
  void live(order.heart);
  const { token, source, address, credentials } = order;
  let { parameters } = order;
  const pending = new PendingCommands();
  const hub = new Hub({
    time: LOOP_TIME,
    source,
    ...(order.control && { control: (...command) => pending.send(...command) }),
    ...(token !== undefined && { isToken: tokenCheck(token) }),
  });
  const server = await TapServer.open({
    hub,
    time: LOOP_TIME,
    address,
    parameters: () => parameters,
    ...(credentials && { credentials }),
  });
  const frames = new FrameReader(order.frames);
  void relay(frames, hub);
  port.postMessage({ kind: "open", address: server.address });
  return (message) => {
    if (message.kind === "tell") hub.tell(message.topic, message.data, message.state);
    if (message.kind === "show") hub.show(message.topic, message.state);
    if (message.kind === "parameters") parameters = message.parameters;
    if (message.kind === "obeyed") {
      const { command, origin, result } = message;
      const shown = commandMessage(command);
      hub.tell("events", { event: "command", command: shown, origin, ...result });
    }
    if (message.kind === "result") pending.settle(message.number, message.result);
    if (message.kind === "close") void close(server, frames);
  };
}

/** Says that the thread lives, several times within the patience of whoever looks. */
async function live(heart: Heartbeat): Promise<never> {
  for (;;) {
    beat(heart);
    await LOOP_TIME.sleepUntil(LOOP_TIME.now() + BEAT_PERIOD);
  }
}

async function relay(frames: FrameReader, hub: Hub): Promise<void> {
  while (await frames.arrival()) {
    for (let frame = frames.peek(); frame; frame = frames.peek()) {
      hub.publish(frame);
      frames.release();
    }
    // Sockets have their turn between frames, also when those come in a burst.
    await LOOP_TIME.turn();
  }
}

async function close(server: TapServer, frames: FrameReader): Promise<void> {
  frames[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
  port.postMessage({ kind: "closed" });
  port.close();
}

let receive: ((message: TapMessage) => void) | undefined;

port.onmessage = ({ data }) => {
  if ("kind" in data) return receive?.(data);
  open(data).then((opened) => {
    receive = opened;
  }, (error) => {
    const message = messageOf(error);
    port.postMessage({ kind: "failure", message });
    port.close();
  });
};
