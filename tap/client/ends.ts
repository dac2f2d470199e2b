import { LinkError } from "./link.ts";
import type { ConnectionEnd } from "./transport.ts";

/** Close codes by which a tap says that a token is needed, or another one. */
const TOKEN_CODES = [4001, 4002];

/** Status by which a tap says so. */
const TOKEN_STATUS = 401;

/** What there is to say of a certificate that is not trusted, by the code of the error. */
const UNTRUSTED: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "only itself has signed it; trust it by --ca FILE",
  SELF_SIGNED_CERT_IN_CHAIN: "nobody known has signed it; trust who has by --ca FILE",
  UNABLE_TO_GET_ISSUER_CERT: "nobody known has signed it; trust who has by --ca FILE",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "nobody known has signed it; trust who has by --ca FILE",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "nobody known has signed it; trust who has by --ca FILE",
  CERT_HAS_EXPIRED: "it has expired; the tap must be given a new one",
  CERT_NOT_YET_VALID: "it is not valid yet; the clocks may differ",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is that of another host; attach by a name that it has",
};

/** What there is to say where nobody answers. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  ENOTFOUND: "no host is known by that name",
  EAI_AGAIN: "no host is known by that name",
  EHOSTUNREACH: "no way leads there",
  ENETUNREACH: "no way leads there",
  ETIMEDOUT: "nothing came in time",
};

/** What there is to say of one who answers, but no tap. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS; attach to http://",
  HPE_INVALID_CONSTANT: "it does not speak HTTP; where it speaks TLS attach to https://",
};

/** Why a status ends a connection. */
export function statusEnd(status: number, token: string | undefined): ConnectionEnd {
  if (status === TOKEN_STATUS) return tokenEnd(token);
  return { kind: "refused", message: `the answer was status ${status}` };
}

/** Why the close of a WebSocket ends a connection. */
export function closeEnd(
  { code, reason }: { code: number; reason: string },
  token: string | undefined,
): ConnectionEnd {
  if (TOKEN_CODES.includes(code)) return tokenEnd(token);
  const why = reason === "" ? "" : ` (${reason})`;
  return { kind: "closed", message: `the connection was closed with code ${code}${why}` };
}

/**
 * Why an error ends a connection.
 *
 * @param ca Certificates that were given to be trusted.
 */
export function errorEnd(error: unknown, ca: string | undefined): ConnectionEnd {
  if (error instanceof LinkError) return error.end;
  if (!(error instanceof Error)) return { kind: "unreachable", message: String(error) };
  const code = "code" in error ? String(error.code) : "";
  const known = (table: Readonly<Record<string, string>>) =>
    Object.hasOwn(table, code) ? table[code] : undefined;
  const untrusted = known(UNTRUSTED);
  if (untrusted !== undefined) {
    const isSigner = ca !== undefined && untrusted.includes("--ca");
    const message = isSigner ? "no certificate of --ca has signed it" : untrusted;
    return { kind: "untrusted", message };
  }
  const unreadable = known(UNREADABLE);
  if (unreadable !== undefined) return { kind: "unreadable", message: unreadable };
  const isUnreadable = code.startsWith("WS_ERR") || code.startsWith("HPE_");
  const [line] = error.message.split("\n");
  return { kind: isUnreadable ? "unreadable" : "unreachable", message: known(UNREACHABLE) ?? line };
}

function tokenEnd(token: string | undefined): ConnectionEnd {
  const message = token === undefined
    ? "no token was given"
    : "the token given is wrong or no longer valid";
  return { kind: "unauthorized", message };
}
