/**
 * The part of npm:ws that the tap and its tests use. Its published types bring the globals of Node
 * with them, which contradict those of Deno.
 */

import type { ClientRequest, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

type Data = string | Uint8Array;

/** A WebSocket, of either side. */
export declare class WebSocket {
  /** Opens a connection. */
  constructor(address: string, protocols?: readonly string[], options?: ClientOptions);
  readonly protocol: string;
  readonly readyState: number;
  /** Bytes sent and not yet taken by the kernel. */
  readonly bufferedAmount: number;
  send(data: Data, options?: { readonly binary?: boolean; readonly fin?: boolean }): void;
  ping(): void;
  pause(): void;
  resume(): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  on(event: "message", listener: (data: Buffer, isBinary: boolean) => void): this;
  on(event: "close", listener: (code: number, reason: Buffer) => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "open" | "pong" | "ping", listener: () => void): this;
  /** The answer is not that of a WebSocket. */
  on(
    event: "unexpected-response",
    listener: (request: ClientRequest, response: IncomingMessage) => void,
  ): this;
  once(event: "open", listener: () => void): this;
  once(event: "error", listener: (error: Error) => void): this;
}

/** How a client connects. */
export interface ClientOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly origin?: string;
  readonly autoPong?: boolean;
  /** ms. */
  readonly handshakeTimeout?: number;
  readonly maxPayload?: number;
  /** Certificates that are trusted, as PEM. */
  readonly ca?: string;
  readonly followRedirects?: boolean;
  readonly maxRedirects?: number;
  readonly rejectUnauthorized?: boolean;
  readonly perMessageDeflate?: boolean;
}

/** What a server takes. */
export interface ServerOptions {
  readonly noServer: true;
  readonly clientTracking: boolean;
  /** Bytes of the longest message, put together. */
  readonly maxPayload: number;
  readonly perMessageDeflate: boolean;
  readonly handleProtocols: (offered: Set<string>) => string | false;
}

/** Turns upgraded HTTP connections into WebSockets. */
export declare class WebSocketServer {
  constructor(options: ServerOptions);
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    opened: (socket: WebSocket) => void,
  ): void;
}
