import { LONGEST_TOKEN, TOKEN_SUBPROTOCOL } from "./protocol.ts";

/** Headers of a request, by their names in lower case. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Where a tap listens. */
export interface Address {
  readonly host: string;
  /** From 0, which is any that is free, to 65535. */
  readonly port: number;
}

/** Why a request is turned away before it is looked at. */
export type AccessReason = "bad-host" | "bad-origin";

const IP_ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i;

/**
 * Looks at who is asked for, and from where.
 *
 * A page of another site can make a browser connect here. Its `Origin` gives it away; where its
 * name has been made to lead here (DNS rebinding), `Host` does: only an IP address, `localhost` and
 * the name the tap was opened with are names of the tap.
 */
export function checkAccess(headers: Headers, name: string): AccessReason | undefined {
  const host = headers.host;
  if (typeof host !== "string") return "bad-host";
  const hostname = host.replace(/:\d*$/, "").toLowerCase();
  const isName = hostname === "localhost" || IP_ADDRESS.test(hostname) ||
    hostname === name.toLowerCase();
  if (!isName) return "bad-host";
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const isOwn = origin === `http://${host}` || origin === `https://${host}`;
  return isOwn ? undefined : "bad-origin";
}

/** The token of an `Authorization: Bearer` header; `undefined` when there is none. */
export function headerToken({ authorization }: Headers): string | undefined {
  if (typeof authorization !== "string") return undefined;
  return /^bearer +([^ ]+) *$/i.exec(authorization)?.[1]?.slice(0, LONGEST_TOKEN);
}

/** The token among the sub-protocols that a client offers; `undefined` when there is none. */
export function subprotocolToken(offered: readonly string[]): string | undefined {
  const carrier = offered.find((each) => each.startsWith(TOKEN_SUBPROTOCOL));
  if (carrier === undefined) return undefined;
  try {
    const bytes = Uint8Array.fromBase64(carrier.slice(TOKEN_SUBPROTOCOL.length), {
      alphabet: "base64url",
    });
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // No token is written like that, so it is a wrong one.
    return "";
  }
}

/**
 * The token in the address of a request. Addresses are kept where others see them, so it is looked
 * at only for clients that have no other way.
 */
export function queryToken(query: URLSearchParams): string | undefined {
  return query.get("token")?.slice(0, LONGEST_TOKEN);
}

/** The sub-protocols that a client offers, in its order. */
export function offeredSubprotocols(headers: Headers): string[] {
  const header = headers["sec-websocket-protocol"];
  if (typeof header !== "string") return [];
  return header.split(",").map((each) => each.trim()).filter((each) => each !== "");
}
