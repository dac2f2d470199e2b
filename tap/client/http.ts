/**
 * Requests of the client side over HTTP, with certificates of its own where it is given any, which
 * `fetch` could only be told of for certificates that are no authority themselves.
 *
 * @module
 */

import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { statusEnd } from "./ends.ts";
import { LONGEST_MESSAGE, MAX_REDIRECTS } from "./limits.ts";
import { LinkError } from "./link.ts";
import type { Target } from "./target.ts";

/** What a request is about. */
export interface HttpRequest {
  readonly signal: AbortSignal;
  /** Statuses besides success that are an answer. */
  readonly allowed?: readonly number[];
  /** JSON that is posted. */
  readonly body?: string;
}

/** An answer whose body has not been read. */
export interface HttpAnswer {
  /** Whether the status is a success. */
  readonly isOk: boolean;
  readonly contentType: string | undefined;
  /** Its bytes as they come; whoever does not read them to the end ends them. */
  readonly body: IncomingMessage;
}

/**
 * Asks a tap for a path, or posts to it. A tap that has moved is followed, but shown its token
 * only where it was.
 *
 * @throws {LinkError} The answer has a status other than success and `allowed`.
 * @throws {Error} There is none.
 */
export async function request(
  target: Target,
  path: string,
  { signal, allowed = [], body: posted }: HttpRequest,
): Promise<HttpAnswer> {
  let url = new URL(path, target.base);
  for (let moves = 0;; moves++) {
    const body = await send(url, target, { signal, body: posted });
    const status = body.statusCode ?? 0;
    const isOk = status >= 200 && status < 300;
    const { location, "content-type": contentType } = body.headers;
    if (isOk || allowed.includes(status)) return { isOk, contentType, body };
    body.destroy();
    const isMove = status >= 300 && status < 400 && location !== undefined;
    const next = isMove ? URL.parse(location, url) : null;
    const isWeb = next?.protocol === "http:" || next?.protocol === "https:";
    if (next === null || !isWeb || moves >= MAX_REDIRECTS) {
      throw new LinkError(statusEnd(status, target.token));
    }
    url = next;
  }
}

/**
 * All of a body as text.
 *
 * @throws {LinkError} It is too long.
 */
export async function readText({ body }: HttpAnswer): Promise<string> {
  const utf8 = new TextDecoder();
  let text = "";
  for await (const part of body) {
    text += utf8.decode(part, { stream: true });
    if (text.length > LONGEST_MESSAGE) {
      const message = `more than ${LONGEST_MESSAGE} characters came`;
      throw new LinkError({ kind: "unreadable", message });
    }
  }
  return text + utf8.decode();
}

/** How a request shows a token. */
export function authorization(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function send(
  url: URL,
  { base, token, ca }: Target,
  { signal, body }: { signal: AbortSignal; body: string | undefined },
): Promise<IncomingMessage> {
  const options = {
    // A connection of its own, so that none is left when it is over.
    agent: false,
    signal,
    headers: {
      ...(url.origin === base.origin && authorization(token)),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { method: "POST" }),
    ...(ca !== undefined && { ca }),
  };
  const begin = url.protocol === "https:" ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    begin(url, options, resolve).once("error", reject).end(body);
  });
}
