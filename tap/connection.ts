import type { Payload } from "./payload.ts";
import type { CloseReason } from "./protocol.ts";

/** Ways in which messages travel. */
export const TRANSPORTS = ["websocket", "sse"] as const;

/** Way in which messages travel. */
export type Transport = (typeof TRANSPORTS)[number];

/** What carries messages to one client: a socket, or a test. */
export interface Connection {
  readonly transport: Transport;
  /** Where the client is, `127.0.0.1:51234`. */
  readonly remote: string;
  /** Bytes sent and not yet taken by the kernel. */
  readonly buffered: number;
  /**
   * Sends a message.
   *
   * @param resumePoint Of a frame: where a client that comes back goes on after it.
   */
  send(payload: Payload, resumePoint?: string): void;
  /** Asks for a sign of life, where the transport has such a thing. */
  ping?(): void;
  /** Ends the connection; what was sent before still arrives if it can. */
  close(reason: CloseReason): void;
}
