import { Command, Option } from "@commander-js/extra-typings";
import type { Target } from "../tap/client/mod.ts";
import { checkFields } from "../telemetry/mod.ts";
import { OPTIONS, type OptionValues, parseToken } from "./options.ts";
import { refusal } from "./parsers.ts";

/** Options of `run` that `attach` has too. */
const NAMES = [
  "token",
  "token-file",
  "rate",
  "format",
  "fields",
  "headless",
  "plain",
  "colors",
  "symbols",
] as const;

/** What some of them are about when it is another program's plant. */
const DESCRIPTIONS: Readonly<Partial<Record<(typeof NAMES)[number], string>>> = {
  token: "what the tap wants to be shown; other users of this machine can see it",
  rate: "frames per second at most (default: on a screen 30, in a pipe what the tap gives)",
  plain: "one line of text a frame, no screen and no escape codes",
};

/** How a certificate as PEM begins. */
const CERTIFICATE = "-----BEGIN CERTIFICATE-----";

/** Frames per second of a screen when nothing is said. */
export const SCREEN_RATE = 30;

/** Lines per second of `--plain` when nothing is said. */
const PLAIN_RATE = 1;

/** What is attached to, checked, but for what a file says. */
export interface AttachRequest
  extends Partial<Pick<OptionValues, "rate" | "format" | "fields" | "token">> {
  /** Address as it was written. */
  readonly url: string;
  /** File whose first line is the token. */
  readonly tokenFile?: string;
  /** File with certificates to trust. */
  readonly ca?: string;
  readonly headless: boolean;
  readonly plain: boolean;
  readonly colors: OptionValues["colors"];
  readonly symbols: OptionValues["symbols"];
}

/** The command `attach`; `ready` is told what it asks for once it is parsed. */
export function attachCommand(ready: (request: AttachRequest) => void): Command<[string]> {
  const command = new Command("attach")
    .description("the dashboard, or frames, of a plant that runs elsewhere with --tap")
    .argument("<url>", "where its tap is: host:port, http://host:port")
    .option("--ca <file>", "certificates as PEM that are trusted instead of the system's");
  const said: Partial<Record<(typeof NAMES)[number] | "ca", unknown>> = {};
  for (const name of NAMES) {
    const { argument, description, parse } = OPTIONS[name];
    const flags = argument === undefined ? `--${name}` : `--${name} ${argument}`;
    command.addOption(new Option(flags, DESCRIPTIONS[name] ?? description));
    command.on(`option:${name}`, (text: string | undefined) => {
      said[name] = parse(text ?? "true", `--${name}`);
    });
  }
  command.on("option:ca", (file: string) => said.ca = OPTIONS.cert.parse(file, "--ca"));
  return command.action((url) => ready(attachRequest(url, said as AttachOptions)));
}

type AttachOptions = Partial<OptionValues & { readonly ca: string }>;

/** @throws {RangeError} The options contradict each other. */
function attachRequest(url: string, options: AttachOptions): AttachRequest {
  const { token, "token-file": tokenFile, format, fields, rate, plain = false } = options;
  if (token !== undefined && tokenFile !== undefined) {
    throw new RangeError(refusal("--token-file", "left out with --token", tokenFile));
  }
  if (plain && format !== undefined) {
    throw new RangeError(refusal("--format", "left out with --plain", format));
  }
  checkFields(format ?? "ndjson", fields ?? []);
  return {
    url,
    plain,
    headless: options.headless ?? false,
    colors: options.colors ?? "auto",
    symbols: options.symbols ?? "auto",
    ...(token !== undefined && { token }),
    ...(tokenFile !== undefined && { tokenFile }),
    ...(options.ca !== undefined && { ca: options.ca }),
    ...(format !== undefined && { format }),
    ...(fields !== undefined && { fields }),
    ...(rate !== undefined && { rate }),
  };
}

/** The frames per second that a request asks a tap for; `undefined` for as many as it gives. */
export function attachRate(
  { rate, plain }: AttachRequest,
  { isScreen }: { isScreen: boolean },
): number | undefined {
  return rate ?? (isScreen ? SCREEN_RATE : plain ? PLAIN_RATE : undefined);
}

/**
 * Where a request leads.
 *
 * @param read Text of a file that an option names; throws one line.
 * @throws {RangeError | SyntaxError} The URL is none, or the file has no token in it.
 */
export async function readTarget(
  { url, token, tokenFile, ca: caFile }: AttachRequest,
  read: (path: string, option: string) => Promise<string>,
): Promise<Target> {
  // What attaches is loaded only when something is attached to.
  const { parseTarget } = await import("../tap/client/mod.ts");
  const ca = caFile === undefined ? undefined : await read(caFile, "--ca");
  if (caFile !== undefined && !ca?.includes(CERTIFICATE)) {
    throw new RangeError(refusal("--ca", "a file with a certificate as PEM", caFile));
  }
  if (tokenFile === undefined) return parseTarget(url, { token, ca });
  const [line] = (await read(tokenFile, "--token-file")).split(/\r?\n/);
  return parseTarget(url, { token: parseToken(line, "--token-file"), ca });
}
