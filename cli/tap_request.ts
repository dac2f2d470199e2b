import { type Address, type OptionValues, parseToken } from "./options.ts";
import { refusal } from "./parsers.ts";

/** The tap that is to be opened, checked. */
export interface TapRequest {
  readonly address: Address;
  /** Whether clients may change the run. */
  readonly control: boolean;
  /** What clients must show. */
  readonly token?: string;
  /** File whose first line is the token. */
  readonly tokenFile?: string;
  /** Whether anybody who reaches this machine may read, unasked. */
  readonly isExposed: boolean;
  /** Files of certificate and key. */
  readonly credentials?: { readonly cert: string; readonly key: string };
}

/** What a tap needs from outside before it can be opened. */
export interface TapSecrets {
  readonly token?: string;
  readonly credentials?: { readonly cert: string; readonly key: string };
}

/** Options that mean nothing without `--tap`. */
const TAP_OPTIONS = ["control", "token", "token-file", "insecure", "cert", "key"] as const;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/**
 * The tap that options ask for.
 *
 * @throws {RangeError} They contradict each other, or the tap would be open to everybody.
 */
export function tapRequest(options: Partial<OptionValues>): { tap?: TapRequest } {
  const { tap: address, token, cert, key, insecure = false, control = false } = options;
  const tokenFile = options["token-file"];
  if (address === undefined) {
    const lone = TAP_OPTIONS.find((name) => options[name] !== undefined && options[name] !== false);
    if (lone === undefined) return {};
    throw new RangeError(`Cannot use --${lone} as it must be left out without --tap`);
  }
  if (token !== undefined && tokenFile !== undefined) {
    throw new RangeError(refusal("--token-file", "left out with --token", tokenFile));
  }
  if ((cert === undefined) !== (key === undefined)) {
    const [there, missing] = cert === undefined ? ["--key", "--cert"] : ["--cert", "--key"];
    throw new RangeError(`Cannot use ${there} as ${missing} must come with it`);
  }
  const isUnguarded = !LOOPBACK.test(address.host) && (token ?? tokenFile) === undefined;
  if (isUnguarded && !insecure) {
    throw new RangeError(
      `Cannot open the tap as other machines must show a token there: use --token-file, or ` +
        `--insecure: current value is ${address.host}:${address.port}`,
    );
  }
  return {
    tap: {
      address,
      control,
      isExposed: isUnguarded,
      ...(token !== undefined && { token }),
      ...(tokenFile !== undefined && { tokenFile }),
      ...(cert !== undefined && key !== undefined && { credentials: { cert, key } }),
    },
  };
}

/**
 * Reads the files that a tap needs.
 *
 * @param read Text of a file that an option names; throws one line.
 * @throws {RangeError} A file cannot be read, or has no token in it.
 */
export async function readTapSecrets(
  { token, tokenFile, credentials }: TapRequest,
  read: (path: string, option: string) => Promise<string>,
): Promise<TapSecrets> {
  const shown = tokenFile === undefined
    ? token
    : parseToken((await read(tokenFile, "--token-file")).split(/\r?\n/)[0], "--token-file");
  return {
    ...(shown !== undefined && { token: shown }),
    ...(credentials !== undefined && {
      credentials: {
        cert: await read(credentials.cert, "--cert"),
        key: await read(credentials.key, "--key"),
      },
    }),
  };
}

/** Where a tap that is open can be looked at. */
export function tapUrl({ host, port }: Address, isSecure: boolean): string {
  return `${isSecure ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}/`;
}
