import type { CommandLine } from "./command_line.ts";

/** What `kpp` and `kpp run` ask for when nothing more is said. */
const PLAIN_RUN: CommandLine = { kind: "run", configs: [], layer: { options: {}, parameters: {} } };

/**
 * Reads a command line. The parser, with what it needs of Node, is a tenth of the memory of a
 * dashboard and of the time until it is seen, so it is loaded only when there is something to read.
 *
 * @throws {RangeError | SyntaxError} Something means nothing; the message is one line.
 */
export async function readCommandLine(args: readonly string[]): Promise<CommandLine> {
  if (args.length === 0 || (args.length === 1 && args[0] === "run")) return PLAIN_RUN;
  const { parseCommandLine } = await import("./command_line.ts");
  return parseCommandLine(args);
}
