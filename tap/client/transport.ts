/** Ways to a tap, best first. */
export const TRANSPORT_NAMES = ["websocket", "sse", "polling"] as const;

/** A way to a tap. */
export type TransportName = (typeof TRANSPORT_NAMES)[number];

/** Where a client that comes back goes on. */
export interface ResumePoint {
  readonly epoch: string;
  /** Number of the last frame it has. */
  readonly after: number;
}

/** What a connection is to bring. */
export interface Wish {
  /** Frames per second at most; without it as many as the tap gives. */
  readonly rate?: number;
  /** Fields of a frame; without it all. */
  readonly fields?: readonly string[];
  /** Whether frames are to say what each floater holds. */
  readonly floaters?: boolean;
}

/** Why a connection is no more. */
export interface ConnectionEnd {
  readonly kind:
    | "unreachable"
    | "refused"
    | "unauthorized"
    | "untrusted"
    | "closed"
    | "silent"
    | "unreadable";
  /** One line. */
  readonly message: string;
}

/** Who a connection tells what comes. Nothing comes after its end. */
export interface ConnectionListener {
  message(data: string | Uint8Array): void;
  /** A sign of life that is no message. */
  alive(): void;
  /** The tap says where a client that comes back goes on. */
  resumePoint(point: ResumePoint): void;
  ended(end: ConnectionEnd): void;
}

/** A command on its way, with the number that its answer has too. */
export interface CommandMessage {
  readonly type: "command";
  readonly id: number;
  /** As JSON shows it. */
  readonly command: Readonly<Record<string, unknown>>;
}

/** A connection, from the moment at which it is asked for. */
export interface OpenConnection {
  /** Sends a message; a way that only brings has none. */
  send?(message: object): void;
  /** Sends a command, after those sent before; what becomes of it comes as a message. */
  command(message: CommandMessage): void;
  /** Ends it without a word to the listener. */
  close(): void;
}

/** A way to one tap. */
export interface Transport {
  readonly name: TransportName;
  /** Time without a sign of life after which a connection is dead, s. */
  readonly silence: number;
  /** Opens a connection; the listener is told of nothing before this has returned. */
  open(
    wish: Wish & { readonly resume?: ResumePoint | undefined },
    listener: ConnectionListener,
  ): OpenConnection;
}
