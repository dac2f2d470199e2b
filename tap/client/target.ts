/** Where a tap is, and what it takes to be let in. */
export interface Target {
  /** Address of the tap with a slash at its end, `http://127.0.0.1:9200/`. */
  readonly base: URL;
  readonly token: string | undefined;
  /** Certificates that are trusted instead of those of the system, as PEM. */
  readonly ca: string | undefined;
}

/** What it takes to be let in. */
export interface Credentials {
  readonly token?: string | undefined;
  readonly ca?: string | undefined;
}

/** Port of a tap when an address names none. */
const DEFAULT_PORT = "9200";

const PROTOCOLS: Readonly<Record<string, string>> = {
  "http:": "http:",
  "https:": "https:",
  "ws:": "http:",
  "wss:": "https:",
};

/** Paths of a tap that an address may end in, as other programs write them. */
const KNOWN_PATHS = /\/(ws|sync|events)?$/;

/**
 * The tap that `text` names: `host`, `host:port`, `http://host:port/`, `wss://host/plant/ws`. A
 * port that is not named is 9200, unless the address says http or https, whose own it then is.
 *
 * @throws {SyntaxError} It names none; the message is one line and without what may be a secret.
 */
export function parseTarget(text: string, { token, ca }: Credentials = {}): Target {
  const trimmed = text.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const url = URL.parse(hasScheme ? trimmed : `http://${trimmed}`);
  const protocol = PROTOCOLS[url?.protocol ?? ""];
  if (url === null || protocol === undefined || url.hostname === "") {
    throw new SyntaxError(
      `Cannot attach as URL must be HOST:PORT or http://HOST:PORT: current value is ${trimmed}`,
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new SyntaxError(
      "Cannot attach as URL must have no user, password, query or fragment: it has one",
    );
  }
  const isBare = !hasScheme && !/:\d+(\/|$)/.test(trimmed);
  const port = isBare ? DEFAULT_PORT : url.port;
  const host = port === "" ? url.hostname : `${url.hostname}:${port}`;
  const path = url.pathname.replace(KNOWN_PATHS, "");
  return { base: new URL(`${protocol}//${host}${path}/`), token, ca };
}
