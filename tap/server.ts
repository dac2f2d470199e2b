import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Duplex } from "node:stream";
// @ts-types="./ws.d.ts"
import type { ServerOptions, WebSocket, WebSocketServer } from "ws";
import type { LoopTime } from "../clock/mod.ts";
import {
  type Address,
  checkAccess,
  headerToken,
  offeredSubprotocols,
  queryToken,
  subprotocolToken,
} from "./access.ts";
import { parseEventQuery } from "./event_query.ts";
import { FOXGLOVE_SUBPROTOCOLS } from "./foxglove/mod.ts";
import { FoxgloveConnection } from "./foxglove_connection.ts";
import type { Hub } from "./hub.ts";
import { MAX_CLIENTS, MAX_MESSAGE_BYTES, REQUEST_BURST, REQUEST_RATE } from "./limits.ts";
import { ProtocolError, SUBPROTOCOLS, TOKEN_SUBPROTOCOL } from "./protocol.ts";
import { answer, OPEN_PATHS, type PlainResponse, refusal, type RouteSource } from "./routes.ts";
import { EventStreamConnection, WebSocketConnection } from "./sockets.ts";
import type { Subscriber } from "./subscriber.ts";
import { TokenBucket } from "./token_bucket.ts";

/** Certificate and key of a tap that speaks TLS, as PEM. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

/** What a server is made of. */
export interface ServerParts extends RouteSource {
  readonly hub: Hub;
  readonly time: LoopTime;
  readonly address: Address;
  readonly credentials?: Credentials;
}

/** Times that a request may take, ms: its headers, all of it, and the pause before another. */
const REQUEST_TIMES = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
};

/** Bytes of the longest headers. */
const MAX_HEADER_BYTES = 16 * 1024;

/** Connections beyond those of clients: requests that are answered at once. */
const SPARE_CONNECTIONS = 256;

/** Time between two beats of the hub, s. */
const BEAT = 0.1;

/** Headers of every response. Nothing a tap says is to be kept, framed, or taken for a script. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** What the tap takes of a WebSocket. */
const SOCKET_OPTIONS: ServerOptions = {
  noServer: true,
  clientTracking: false,
  maxPayload: MAX_MESSAGE_BYTES,
  // At 100 clients it would take half a core.
  perMessageDeflate: false,
  handleProtocols: (offered) => [...offered].find(isSpoken) ?? false,
};

/** Paths of the WebSocket. */
const SOCKET_PATHS = ["/ws", "/sync"];

/** Why an address cannot be listened at, by error code. */
const LISTEN_FAULTS: Readonly<Record<string, string>> = {
  EADDRINUSE: "free, and another program listens there",
  EACCES: "one that this user may use",
  EADDRNOTAVAIL: "an address of this machine",
  EINVAL: "an address of this machine",
  ENOTFOUND: "an address or a name that is known",
  EAI_AGAIN: "an address or a name that is known",
};

/** The network side of a tap: HTTP, WebSocket and Server-Sent Events on one port. */
export class TapServer implements AsyncDisposable {
  readonly #parts: ServerParts;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #streams = new Set<EventStreamConnection>();
  readonly #requests: TokenBucket;
  readonly #stopped = new AbortController();

  /**
   * Opens a tap.
   *
   * @throws {Error} The address cannot be listened at, or the certificate is none; one line.
   */
  static async open(parts: ServerParts): Promise<TapServer> {
    // Loaded when a tap is opened: whoever only speaks its protocol needs no sockets.
    // @ts-types="./ws.d.ts"
    const { WebSocketServer } = await import("ws");
    const server = new TapServer(parts, new WebSocketServer(SOCKET_OPTIONS));
    await server.#listen();
    void server.#beat();
    return server;
  }

  private constructor(parts: ServerParts, sockets: WebSocketServer) {
    this.#parts = parts;
    this.#sockets = sockets;
    const options = { ...REQUEST_TIMES, maxHeaderSize: MAX_HEADER_BYTES };
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.#request(request, response).catch(() => response.destroy());
    };
    this.#server = parts.credentials === undefined
      ? createServer(options, listener)
      : createSecureServer({ ...options, ...parts.credentials }, listener);
    this.#server.maxConnections = MAX_CLIENTS + SPARE_CONNECTIONS;
    this.#server.on("clientError", (_, socket) => socket.destroy());
    this.#server.on("upgrade", (...upgrade) => this.#upgrade(...upgrade));
    this.#requests = new TokenBucket(
      { rate: REQUEST_RATE, burst: REQUEST_BURST },
      parts.time.now(),
    );
  }

  /** Where it listens. */
  get address(): Address {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) return this.#parts.address;
    return { host: address.address, port: address.port };
  }

  /** Sends everybody away and listens no more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort();
    this.#parts.hub.close("going-away");
    this.#server.close();
    this.#server.closeIdleConnections();
    const { time } = this.#parts;
    await time.turn();
  }

  #listen(): Promise<void> {
    const { host, port } = this.#parts.address;
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error: Error & { code?: string }) => {
        const allowed = LISTEN_FAULTS[error.code ?? ""] ?? `usable (${error.message})`;
        const shown = host.includes(":") ? `[${host}]` : host;
        reject(
          new Error(`Cannot open the tap as its address must be ${allowed}: ${shown}:${port}`),
        );
      });
      this.#server.listen({ host, port }, resolve);
    });
  }

  async #beat(): Promise<void> {
    const { time, hub } = this.#parts;
    while (await time.sleepUntil(time.now() + BEAT, this.#stopped.signal)) {
      hub.beat();
      for (const stream of this.#streams) stream.keepOpen();
    }
  }

  /** Why a request goes no further; `undefined` when it does. */
  #refusal(request: IncomingMessage, path: string): PlainResponse | undefined {
    const { hub, address, time } = this.#parts;
    const { turnedAway } = hub.counters;
    const access = checkAccess(request.headers, address.host);
    // Foxglove is a page of another site: its token says that it was asked to come.
    const isInvited = access === "bad-origin" && hub.isGuarded && isOfFoxglove(request);
    if (access !== undefined && !isInvited) {
      turnedAway.add(access);
      const what = access === "bad-host" ? "Host" : "Origin";
      return refusal(403, `Cannot answer as ${what} must be this tap's`);
    }
    if (!this.#requests.take(time.now())) {
      turnedAway.add("too-many-requests");
      return refusal(429, `Cannot answer more than ${REQUEST_RATE} requests a second`);
    }
    const token = this.#tokenOf(request);
    const isNeeded = isInvited ||
      hub.isGuarded && !OPEN_PATHS.has(path) && !SOCKET_PATHS.includes(path);
    if (token === undefined ? !isNeeded : hub.isToken(token)) return undefined;
    turnedAway.add("unauthorized");
    return {
      ...refusal(401, "Cannot answer as a token must be shown: Authorization: Bearer TOKEN"),
      headers: { "www-authenticate": "Bearer" },
    };
  }

  #tokenOf(request: IncomingMessage): string | undefined {
    const { headers } = request;
    return headerToken(headers) ?? subprotocolToken(offeredSubprotocols(headers)) ??
      (isOfFoxglove(request) ? queryToken(urlOf(request).searchParams) : undefined);
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = urlOf(request);
    const refused = this.#refusal(request, path);
    if (refused !== undefined) return respond(request, response, refused);
    if (path === "/events") return this.#streamEvents(request, response);
    const body = await readBody(request);
    if (body === undefined) {
      const limit = `${MAX_MESSAGE_BYTES} bytes`;
      return respond(request, response, refusal(413, `Cannot read a body of more than ${limit}`));
    }
    const { method = "GET", headers } = request;
    const { accept = "", "content-type": contentType = "" } = headers;
    const remote = remoteOf(request);
    const asked = { method, path, query, accept, contentType, remote, body };
    return respond(request, response, await answer(asked, this.#parts));
  }

  #streamEvents(request: IncomingMessage, response: ServerResponse): void {
    const { hub, time } = this.#parts;
    const { searchParams } = urlOf(request);
    const full = hub.refusal({ isTrusted: true });
    if (full !== undefined) return respond(request, response, this.#full(full));
    let connection: EventStreamConnection | undefined;
    try {
      const begin = parseEventQuery(searchParams, request.headers["last-event-id"]);
      response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
      connection = new EventStreamConnection(response, { remote: remoteOf(request), time });
      const subscriber = hub.connect(connection, begin);
      this.#streams.add(connection);
      response.on("drain", () => subscriber.flush());
      response.on("error", () => subscriber.gone());
      response.on("close", () => {
        this.#streams.delete(connection!);
        subscriber.gone();
      });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (connection === undefined) return respond(request, response, refusal(400, error.message));
      response.end(`data: ${JSON.stringify({ type: "error", message: error.message })}\n\n`);
    }
  }

  #full(reason: "too-many-clients" | "too-many-strangers"): PlainResponse {
    this.#parts.hub.counters.turnedAway.add(reason);
    const refused = refusal(503, "Cannot let more clients in: as many as can be are there");
    return { ...refused, headers: { "retry-after": "5" } };
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Uint8Array): void {
    // A client that goes while it is let in is no news.
    socket.on("error", () => socket.destroy());
    const { hub } = this.#parts;
    const { pathname: path } = urlOf(request);
    const offered = offeredSubprotocols(request.headers);
    const isTrusted = !hub.isGuarded || this.#tokenOf(request) !== undefined;
    const refused = this.#refusal(request, path) ?? unknownSocket(path, offered);
    if (refused !== undefined) return refuseUpgrade(socket, refused);
    const full = hub.refusal({ isTrusted });
    if (full !== undefined) return refuseUpgrade(socket, this.#full(full));
    this.#sockets.handleUpgrade(request, socket, Buffer.from(head), (webSocket) => {
      this.#welcome(webSocket, { remote: remoteOf(request), isTrusted, socket });
    });
  }

  #welcome(
    webSocket: WebSocket,
    { remote, isTrusted, socket }: { remote: string; isTrusted: boolean; socket: Duplex },
  ): void {
    const { hub, time, parameters } = this.#parts;
    const carrier = new WebSocketConnection(webSocket, { remote, time });
    const { protocol } = webSocket;
    const foxglove = isFoxglove(protocol)
      ? new FoxgloveConnection({ carrier, parameters, time })
      : undefined;
    const { fps, rate } = hub.source;
    let subscriber: Subscriber;
    try {
      subscriber = hub.connect(foxglove ?? carrier, {
        encoding: SUBPROTOCOLS[protocol] ?? (foxglove ? "delta-f64" : "json"),
        subscriptions: [{ type: "subscribe", topic: "frames", rate: foxglove ? fps : rate }],
        isGreeted: protocol !== "",
        isTrusted,
      });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return webSocket.close(TRY_LATER, error.code);
    }
    foxglove?.connect((json) => subscriber.receive(json));
    webSocket.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) subscriber.receiveBinary();
      else if (foxglove !== undefined) foxglove.hear(data.toString());
      else subscriber.receive(data.toString());
    });
    webSocket.on("pong", () => subscriber.answer());
    // What is wrong with a message (length, UTF-8, masking) ws says itself, in the close code.
    webSocket.on("error", () => {});
    webSocket.on("close", () => subscriber.gone());
    socket.on("drain", () => subscriber.flush());
  }
}

/** Close code of RFC 6455's registry: the server cannot take a client now. */
const TRY_LATER = 1013;

function isSpoken(subprotocol: string): boolean {
  return subprotocol in SUBPROTOCOLS || isFoxglove(subprotocol);
}

function isFoxglove(subprotocol: string): boolean {
  return FOXGLOVE_SUBPROTOCOLS.some((each) => each === subprotocol);
}

function isOfFoxglove({ headers }: IncomingMessage): boolean {
  return offeredSubprotocols(headers).some(isFoxglove);
}

function unknownSocket(path: string, offered: readonly string[]): PlainResponse | undefined {
  if (!SOCKET_PATHS.includes(path)) {
    return refusal(404, `Cannot open a WebSocket at ${path.slice(0, 128)} as it is at /ws`);
  }
  const asked = offered.filter((each) => !each.startsWith(TOKEN_SUBPROTOCOL));
  if (asked.length === 0 || asked.some(isSpoken)) return undefined;
  const known = [...Object.keys(SUBPROTOCOLS), ...FOXGLOVE_SUBPROTOCOLS].join(", ");
  return refusal(400, `Cannot speak these sub-protocols as they must be among ${known}`);
}

/** The address asked for; nothing of it but path and query means anything. */
function urlOf({ url = "/" }: IncomingMessage): URL {
  return URL.parse(`http://tap${url.startsWith("/") ? url : "/"}`) ?? new URL("http://tap/");
}

function remoteOf({ socket: { remoteAddress = "unknown", remotePort } }: IncomingMessage): string {
  const host = remoteAddress.includes(":") ? `[${remoteAddress}]` : remoteAddress;
  return `${host}:${remotePort ?? 0}`;
}

/** The body as text; `undefined` when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > MAX_MESSAGE_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body, headers }: PlainResponse,
): void {
  // What is refused is not read to its end, so the connection is of no more use.
  const close = status === 413 || status === 429 ? { connection: "close" } : {};
  response.writeHead(status, { ...HEADERS, ...headers, ...close, "content-type": type });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** Answers a request for a WebSocket that is not to be had, and hangs up. */
function refuseUpgrade(socket: Duplex, { status, type, body, headers }: PlainResponse): void {
  const lines = Object.entries({
    ...HEADERS,
    ...headers,
    "content-type": type,
    "content-length": String(new TextEncoder().encode(body).length),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join("")}\r\n${body}`);
}
