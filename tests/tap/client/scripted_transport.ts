import { JsonEncoder, WHOLE_FRAME } from "../../../tap/mod.ts";
import type {
  CommandMessage,
  ConnectionEnd,
  ConnectionListener,
  OpenConnection,
  ResumePoint,
  Transport,
  TransportName,
} from "../../../tap/client/mod.ts";
import { FPS, numberedFrame } from "../fixtures.ts";

/** What a way to a tap does when it is taken. */
export type Script = "answers" | "refuses" | "lets-nobody-in" | "is-silent";

const ENDS: Readonly<Record<string, ConnectionEnd>> = {
  refuses: { kind: "unreachable", message: "connection refused" },
  "lets-nobody-in": { kind: "unauthorized", message: "no token was given" },
};

/** A connection as the tap's end of it sees it. */
export class ScriptedConnection implements OpenConnection {
  readonly sent: Record<string, unknown>[] = [];
  readonly resume: ResumePoint | undefined;
  readonly #listener: ConnectionListener;
  isClosed = false;
  /** Whether pings are left unanswered. */
  isMute = false;
  send?: (message: object) => void;

  constructor(
    listener: ConnectionListener,
    { resume, canSend }: { resume: ResumePoint | undefined; canSend: boolean },
  ) {
    this.#listener = listener;
    this.resume = resume;
    if (canSend) this.send = (message) => this.#hear(message as Record<string, unknown>);
  }

  #hear(message: Record<string, unknown>): void {
    this.sent.push(message);
    if (message.type !== "ping" || this.isMute) return;
    queueMicrotask(() => this.say({ type: "pong", time: message.time }));
  }

  command(message: CommandMessage): void {
    this.sent.push({ ...message });
  }

  close(): void {
    this.isClosed = true;
  }

  /** Says something. */
  say(message: object): void {
    this.#listener.message(JSON.stringify(message));
  }

  /** Says something that is no message. */
  babble(text: string): void {
    this.#listener.message(text);
  }

  /** Sends a frame. */
  frame(frameId: number, rest: Parameters<typeof numberedFrame>[1] = {}): void {
    const encoder = new JsonEncoder({ selection: WHOLE_FRAME, fps: FPS });
    encoder.advance(numberedFrame(frameId, rest));
    this.#listener.message(new TextDecoder().decode(encoder.key().bytes));
  }

  /** Is cut. */
  cut(): void {
    this.#listener.ended({ kind: "closed", message: "cut" });
  }
}

/** A way to a tap that does what a test says. */
export class ScriptedTransport implements Transport {
  readonly name: TransportName;
  readonly silence: number;
  readonly connections: ScriptedConnection[] = [];
  script: Script;

  constructor(name: TransportName, script: Script = "answers") {
    this.name = name;
    this.silence = name === "websocket" ? 5 : 60;
    this.script = script;
  }

  /** Connections that are open at this moment. */
  get present(): ScriptedConnection[] {
    return this.connections.filter(({ isClosed }) => !isClosed);
  }

  /** The newest connection. */
  get newest(): ScriptedConnection {
    return this.connections.at(-1)!;
  }

  open(wish: { resume?: ResumePoint | undefined }, listener: ConnectionListener): OpenConnection {
    const canSend = this.name === "websocket";
    const connection = new ScriptedConnection(listener, { resume: wish.resume, canSend });
    this.connections.push(connection);
    const end = ENDS[this.script];
    if (end !== undefined) queueMicrotask(() => listener.ended(end));
    if (this.script === "answers") {
      queueMicrotask(() => connection.say({ type: "welcome", epoch: "e1", control: true }));
    }
    return connection;
  }
}
