/**
 * The network door of the client side: a WebSocket, a stream of events, and polling.
 *
 * @module
 */

import { createParser } from "eventsource-parser";
// @ts-types="../ws.d.ts"
import type { WebSocket } from "ws";
import type { LoopTime } from "../../clock/mod.ts";
import { LinkError } from "./link.ts";
import {
  LONGEST_MESSAGE,
  OPEN_PATIENCE,
  POLL_INTERVAL,
  SILENCE,
  STREAM_SILENCE,
} from "./limits.ts";
import type { Target } from "./target.ts";
import type {
  ConnectionEnd,
  ConnectionListener,
  ResumePoint,
  Transport,
  Wish,
} from "./transport.ts";

/** Sub-protocol of the WebSocket: lossless, and a fifth of the bytes of JSON. */
const SUBPROTOCOL = "kpp.v1.delta-f64";

/** Topics of a stream of events. */
const TOPICS = "frames,events,alarms";

/** State of a WebSocket that is open. */
const OPEN = 1;

/** Redirections that are followed to a tap that has moved. */
const MAX_REDIRECTS = 5;

/** Close codes by which a tap says that a token is needed, or another one. */
const TOKEN_CODES = [4001, 4002];

/** Status by which a tap says so. */
const TOKEN_STATUS = 401;

/** Status of a tap that has no frame yet. */
const UNAVAILABLE = 503;

/** Every way to a tap, best first. */
export async function transportsTo(target: Target, time: LoopTime): Promise<Transport[]> {
  // Loaded when a tap is called: whoever only knows frames needs no sockets.
  // @ts-types="../ws.d.ts"
  const { WebSocket } = await import("ws");
  return [webSocketTo(target, WebSocket), eventStreamTo(target), pollingOf(target, time)];
}

/**
 * What a tap answers at a path, which is an object.
 *
 * @throws {LinkError} There is no such answer.
 */
export async function fetchObject(
  target: Target,
  path: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await readText(await request(target, path, { signal })));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw new LinkError(errorEnd(error));
  }
  throw new LinkError({ kind: "unreadable", message: `what came of /${path} is no JSON object` });
}

function webSocketTo({ base, token }: Target, Socket: typeof WebSocket): Transport {
  const url = new URL("ws", base);
  url.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  return {
    name: "websocket",
    silence: SILENCE,
    open(_wish, listener) {
      const socket = new Socket(url.href, [SUBPROTOCOL], {
        headers: authorization(token),
        handshakeTimeout: OPEN_PATIENCE * 1e3,
        maxPayload: LONGEST_MESSAGE,
        maxRedirects: MAX_REDIRECTS,
        followRedirects: true,
        perMessageDeflate: false,
      });
      // Of what ends a socket the first is why; ws closes after every error.
      socket.on("unexpected-response", (_request, response) => {
        listener.ended(statusEnd(response.statusCode ?? 0, token));
        socket.terminate();
      });
      socket.on("error", (error) => listener.ended(errorEnd(error)));
      socket.on("close", (code, reason) => {
        listener.ended(closeEnd({ code, reason: reason.toString() }, token));
      });
      socket.on("ping", () => listener.alive());
      socket.on("message", (data, isBinary) => {
        listener.message(isBinary ? data : data.toString());
      });
      return {
        send(message) {
          if (socket.readyState === OPEN) socket.send(JSON.stringify(message));
        },
        close: () => socket.terminate(),
      };
    },
  };
}

function eventStreamTo(target: Target): Transport {
  return {
    name: "sse",
    silence: STREAM_SILENCE,
    open(wish, listener) {
      const over = new AbortController();
      void streamEvents(target, { wish, listener, signal: over.signal });
      return { close: () => over.abort() };
    },
  };
}

interface EventStream {
  readonly wish: Wish & { readonly resume?: ResumePoint | undefined };
  readonly listener: ConnectionListener;
  readonly signal: AbortSignal;
}

async function streamEvents(target: Target, { wish, listener, signal }: EventStream) {
  const { rate, fields, floaters, resume } = wish;
  const query = new URLSearchParams({ topics: TOPICS });
  if (rate !== undefined) query.set("rate", String(rate));
  if (fields !== undefined) query.set("fields", fields.join(","));
  if (floaters !== undefined) query.set("floaters", String(floaters));
  if (resume !== undefined) query.set("last_event_id", `${resume.epoch}:${resume.after}`);
  const parser = createParser({
    maxBufferSize: LONGEST_MESSAGE,
    onEvent({ id, data }) {
      listener.message(data);
      const [, epoch, after] = /^(\w+):(\d+)$/.exec(id ?? "") ?? [];
      if (epoch !== undefined) listener.resumePoint({ epoch, after: Number(after) });
    },
    onComment: () => listener.alive(),
    onError: ({ message }) => listener.ended({ kind: "unreadable", message }),
  });
  try {
    const response = await request(target, `events?${query}`, { signal });
    const type = response.headers.get("content-type") ?? "nothing";
    if (!type.startsWith("text/event-stream")) {
      await response.body?.cancel();
      throw new LinkError({ kind: "unreadable", message: `${type} came instead of events` });
    }
    const text = response.body!.pipeThrough(new TextDecoderStream());
    for await (const part of text) parser.feed(part);
    listener.ended({ kind: "closed", message: "the stream of events ended" });
  } catch (error) {
    listener.ended(errorEnd(error));
  }
}

function pollingOf(target: Target, time: LoopTime): Transport {
  return {
    name: "polling",
    silence: SILENCE,
    open({ fields, floaters }, listener) {
      const over = new AbortController();
      const query = new URLSearchParams();
      if (fields !== undefined) query.set("fields", fields.join(","));
      if (floaters !== undefined) query.set("floaters", String(floaters));
      void poll(`frame/latest?${query}`, { target, time, listener, signal: over.signal });
      return { close: () => over.abort() };
    },
  };
}

interface Poll {
  readonly target: Target;
  readonly time: LoopTime;
  readonly listener: ConnectionListener;
  readonly signal: AbortSignal;
}

async function poll(path: string, { target, time, listener, signal }: Poll) {
  try {
    do {
      const response = await request(target, path, { signal, allowed: UNAVAILABLE });
      const text = await readText(response);
      if (response.ok) listener.message(`{"type":"frame_update","frame":${text}}`);
    } while (await time.sleepUntil(time.now() + POLL_INTERVAL, signal));
  } catch (error) {
    listener.ended(errorEnd(error));
  }
}

/** @throws {LinkError} The answer has a status other than success and `allowed`. */
async function request(
  { base, token }: Target,
  path: string,
  { signal, allowed }: { signal: AbortSignal; allowed?: number },
): Promise<Response> {
  const response = await fetch(new URL(path, base), { headers: authorization(token), signal });
  if (response.ok || response.status === allowed) return response;
  await response.body?.cancel();
  throw new LinkError(statusEnd(response.status, token));
}

/** @throws {LinkError} It is too long. */
async function readText(response: Response): Promise<string> {
  const utf8 = new TextDecoder();
  let text = "";
  for await (const part of response.body ?? []) {
    text += utf8.decode(part, { stream: true });
    if (text.length > LONGEST_MESSAGE) {
      const message = `more than ${LONGEST_MESSAGE} characters came`;
      throw new LinkError({ kind: "unreadable", message });
    }
  }
  return text + utf8.decode();
}

function authorization(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function statusEnd(status: number, token: string | undefined): ConnectionEnd {
  if (status === TOKEN_STATUS) return tokenEnd(token);
  return { kind: "refused", message: `the answer was status ${status}` };
}

function closeEnd(
  { code, reason }: { code: number; reason: string },
  token: string | undefined,
): ConnectionEnd {
  if (TOKEN_CODES.includes(code)) return tokenEnd(token);
  const why = reason === "" ? "" : ` (${reason})`;
  return { kind: "closed", message: `the connection was closed with code ${code}${why}` };
}

function tokenEnd(token: string | undefined): ConnectionEnd {
  const message = token === undefined
    ? "no token was given"
    : "the token given is wrong or no longer valid";
  return { kind: "unauthorized", message };
}

function errorEnd(error: unknown): ConnectionEnd {
  if (error instanceof LinkError) return error.end;
  // fetch says what it did first, and what went wrong last, or in the cause.
  let cause = error;
  while (cause instanceof Error && cause.cause !== undefined) ({ cause } = cause);
  const message = (cause instanceof Error ? cause.message : String(cause)).split(": ").at(-1)!;
  const isUnreadable = error instanceof Error && "code" in error &&
    String(error.code).startsWith("WS_ERR");
  return { kind: isUnreadable ? "unreadable" : "unreachable", message };
}
