/**
 * The network door of the client side: a WebSocket, a stream of events, and polling.
 *
 * @module
 */

import { createParser } from "eventsource-parser";
// @ts-types="../ws.d.ts"
import type { WebSocket } from "ws";
import { Backoff, type LoopTime } from "../../clock/mod.ts";
import { LinkError } from "./link.ts";
import { closeEnd, errorEnd, statusEnd } from "./ends.ts";
import { CommandRequests } from "./command_requests.ts";
import { authorization, readText, request } from "./http.ts";
import {
  FIRST_PAUSE,
  LONGEST_MESSAGE,
  LONGEST_PAUSE,
  MAX_REDIRECTS,
  OPEN_PATIENCE,
  POLL_INTERVAL,
  SILENCE,
  STREAM_SILENCE,
} from "./limits.ts";
import type { Target } from "./target.ts";
import type { ConnectionListener, ResumePoint, Transport, Wish } from "./transport.ts";

/** Sub-protocol of the WebSocket: lossless, and a fifth of the bytes of JSON. */
const SUBPROTOCOL = "kpp.v1.delta-f64";

/** Topics of a stream of events. */
const TOPICS = "frames,events,alarms";

/** State of a WebSocket that is open. */
const OPEN = 1;

/** Status of a tap that has no frame yet. */
const UNAVAILABLE = 503;

/** Who a client is. */
export interface ClientParts {
  readonly time: LoopTime;
  /** What it calls itself where its commands are requests, `http-1a2b3c`. */
  readonly client: string;
}

/** Every way to a tap, best first. */
export async function transportsTo(target: Target, parts: ClientParts): Promise<Transport[]> {
  // Loaded when a tap is called: whoever only knows frames needs no sockets.
  // @ts-types="../ws.d.ts"
  const { WebSocket } = await import("ws");
  return [webSocketTo(target, WebSocket), eventStreamTo(target, parts), pollingOf(target, parts)];
}

/** What a request may take. */
export interface Patience {
  readonly time: LoopTime;
  /** Chance: numbers from 0 up to, but not, 1. */
  readonly random: () => number;
  /** Ends it; a {@linkcode LinkError} as its reason says why. */
  readonly signal: AbortSignal;
}

/**
 * What a tap answers at a path, which is an object. A tap that has nothing to show yet, since its
 * plant only begins, is asked again after pauses that grow.
 *
 * @throws {LinkError} There is no such answer.
 */
export async function fetchObject(
  target: Target,
  path: string,
  patience: Patience,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await fetchReady(target, path, patience));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw new LinkError(errorEnd(error, target.ca));
  }
  throw new LinkError({ kind: "unreadable", message: `what came of /${path} is no JSON object` });
}

async function fetchReady(
  target: Target,
  path: string,
  { time, random, signal }: Patience,
): Promise<string> {
  const backoff = new Backoff({ first: FIRST_PAUSE, longest: LONGEST_PAUSE, chance: random });
  for (;;) {
    const answer = await request(target, path, { signal, allowed: [UNAVAILABLE] });
    const text = await readText(answer);
    if (answer.isOk) return text;
    if (await time.sleepUntil(time.now() + backoff.next(), signal)) continue;
    throw new LinkError({ kind: "silent", message: "its plant has made no frame yet" });
  }
}

function webSocketTo({ base, token, ca }: Target, Socket: typeof WebSocket): Transport {
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
        ...(ca !== undefined && { ca }),
      });
      // Of what ends a socket the first is why; ws closes after every error.
      socket.on("unexpected-response", (_request, response) => {
        listener.ended(statusEnd(response.statusCode ?? 0, token));
        socket.terminate();
      });
      socket.on("error", (error) => listener.ended(errorEnd(error, ca)));
      socket.on("close", (code, reason) => {
        listener.ended(closeEnd({ code, reason: reason.toString() }, token));
      });
      socket.on("ping", () => listener.alive());
      socket.on("message", (data, isBinary) => {
        listener.message(isBinary ? data : data.toString());
      });
      const send = (message: object) => {
        if (socket.readyState === OPEN) socket.send(JSON.stringify(message));
      };
      return { send, command: send, close: () => socket.terminate() };
    },
  };
}

function eventStreamTo(target: Target, { client }: ClientParts): Transport {
  return {
    name: "sse",
    silence: STREAM_SILENCE,
    open(wish, listener) {
      const over = new AbortController();
      const { signal } = over;
      void streamEvents(target, { wish, listener, signal });
      const commands = new CommandRequests({ target, client, listener, signal });
      return { command: (message) => commands.send(message), close: () => over.abort() };
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
    const { contentType = "nothing", body } = await request(target, `events?${query}`, { signal });
    if (!contentType.startsWith("text/event-stream")) {
      body.destroy();
      throw new LinkError({ kind: "unreadable", message: `${contentType} came instead of events` });
    }
    const utf8 = new TextDecoder();
    for await (const part of body) parser.feed(utf8.decode(part, { stream: true }));
    listener.ended({ kind: "closed", message: "the stream of events ended" });
  } catch (error) {
    listener.ended(errorEnd(error, target.ca));
  }
}

function pollingOf(target: Target, { time, client }: ClientParts): Transport {
  return {
    name: "polling",
    silence: SILENCE,
    open({ fields, floaters }, listener) {
      const over = new AbortController();
      const query = new URLSearchParams();
      if (fields !== undefined) query.set("fields", fields.join(","));
      if (floaters !== undefined) query.set("floaters", String(floaters));
      const { signal } = over;
      void poll(`frame/latest?${query}`, { target, time, listener, signal });
      const commands = new CommandRequests({ target, client, listener, signal });
      return { command: (message) => commands.send(message), close: () => over.abort() };
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
      const answer = await request(target, path, { signal, allowed: [UNAVAILABLE] });
      const text = await readText(answer);
      if (answer.isOk) listener.message(`{"type":"frame_update","frame":${text}}`);
    } while (await time.sleepUntil(time.now() + POLL_INTERVAL, signal));
  } catch (error) {
    listener.ended(errorEnd(error, target.ca));
  }
}
