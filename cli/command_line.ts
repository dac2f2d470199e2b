import { Command, CommanderError, Option } from "@commander-js/extra-typings";
import program from "../deno.json" with { type: "json" };
import { didYouMean, type Fault, parseFault, parseParameter } from "../telemetry/mod.ts";
import { attachCommand, type AttachRequest } from "./attach_request.ts";
import { type Address, DEFAULT_TAP, OPTION_NAMES, OPTIONS } from "./options.ts";
import { oneOf } from "./parsers.ts";
import { addPointOptions, type PointRequest } from "./point_request.ts";
import type { RuleTestFiles } from "./rule_test.ts";
import { parseLimit } from "./run_rules.ts";
import type { RunLayer } from "./run_request.ts";
import { simtestCommand, type SimtestRequest } from "./simtest_request.ts";
import { skyCommand, type SkyRequest } from "./sky_request.ts";

/** What `kpp list` can list. */
export const TOPICS = ["channels", "parameters", "presets", "alarms", "faults", "keys"] as const;

/** What `kpp list` can list. */
export type Topic = (typeof TOPICS)[number];

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: "run"; readonly configs: readonly string[]; readonly layer: RunLayer }
  | {
    readonly kind: "point";
    readonly configs: readonly string[];
    readonly layer: RunLayer;
    readonly request: PointRequest;
  }
  | { readonly kind: "attach"; readonly request: AttachRequest }
  | { readonly kind: "list"; readonly topic: Topic; readonly json: boolean }
  | { readonly kind: "doctor"; readonly json: boolean; readonly address: Address }
  | { readonly kind: "alarms" } & RuleTestFiles
  | { readonly kind: "sky"; readonly request: SkyRequest }
  | { readonly kind: "simtest"; readonly request: SimtestRequest }
  | { readonly kind: "text"; readonly text: string };

/** Widest line of the help, cells. */
const HELP_WIDTH = 80;

const COMMANDS = ["run", "attach", "point", "list", "alarms", "sky", "simtest", "doctor", "help"];

const EXAMPLES = `
Examples:
  kpp                                         the dashboard, or frames into a pipe
  kpp --preset claimed-25m --speed 10         another plant, ten times as fast
  kpp | jq .power                             frames as NDJSON
  kpp --format plot --fields power | ttyplot  a chart of one field
  kpp --tap --control                         a plant that other programs read and change
  kpp attach localhost:9200                   its dashboard in another terminal
  kpp run --headless --set injector.freeAirVolume=0.12 --for 600s --speed max \\
    --format csv --fields power,power.net,efficiency --rate 1 > run.csv`;

/**
 * Reads a command line. Every occurrence of every option is checked; the last one wins.
 *
 * @throws {RangeError | SyntaxError} Something means nothing; the message is one line.
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const found: { line?: CommandLine } = {};
  let text = "";
  const collected = new RunOptionCollector();
  const kpp = new Command("kpp")
    .description("A kinetic power plant in real time, with every joule accounted for.")
    .version(`kpp ${program.version}`, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this")
    .helpCommand("help [command]", "what a command does and its options")
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (part) => void (text += part),
      writeErr: () => {},
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", EXAMPLES);
  // kpp without a command is kpp run: both have its options.
  const run = new Command("run").description("run the plant; what kpp does without a command");
  for (const command of [kpp, run]) {
    collected.addTo(command);
    command.allowExcessArguments().action((_, { args: [extra] }) => {
      if (extra !== undefined) throw new RangeError(unknownCommand(extra, command === run));
      found.line = { kind: "run", configs: collected.configs, layer: collected };
    });
  }
  const attach = attachCommand((request) => void (found.line = { kind: "attach", request }));
  const list = new Command("list")
    .description(`describe ${TOPICS.join(", ")}`)
    .argument("[topic]", TOPICS.join(", "))
    .option("--json", "as JSON")
    .action((topic, { json }) => {
      const wanted = oneOf(TOPICS)(topic ?? "nothing", "the topic of kpp list");
      found.line = { kind: "list", topic: wanted, json: json ?? false };
    });
  const point = new Command("point").description("where the plant settles, without running it");
  collected.addPlantTo(point);
  const request = addPointOptions(point);
  point.action(() => {
    found.line = { kind: "point", configs: collected.configs, layer: collected, request };
  });
  const doctor = new Command("doctor")
    .description("what works here, what does not, and what to do about it")
    .option("--json", "as JSON")
    .option("--tap [address]", "where a tap would be opened, [HOST:]PORT")
    .action(({ json, tap }) => {
      const address = OPTIONS.tap.parse(String(tap ?? true), "--tap") ?? DEFAULT_TAP;
      found.line = { kind: "doctor", json: json ?? false, address };
    });
  const alarms = alarmsCommand(kpp, (files) => {
    found.line = { kind: "alarms", ...files };
  });
  const sky = skyCommand(kpp, (request) => void (found.line = { kind: "sky", request }));
  const simtest = simtestCommand((request) => void (found.line = { kind: "simtest", request }));
  for (const command of [run, attach, point, list, alarms, sky, simtest, doctor]) {
    kpp.addCommand(command.copyInheritedSettings(kpp));
  }
  for (const command of [attach, point, list, doctor]) command.allowExcessArguments(false);
  try {
    kpp.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new SyntaxError(oneLine(error, args));
  }
  return found.line ?? { kind: "text", text };
}

/** `kpp alarms`, with the one thing that can be done with alarms apart from a run. */
function alarmsCommand(kpp: Command, test: (files: RuleTestFiles) => void): Command {
  const alarms = new Command("alarms").description("test the rules of alarms")
    .allowExcessArguments();
  alarms.action((_, { args: [word = "nothing"] }) => {
    oneOf(["test"])(word, "the command of kpp alarms");
  });
  const command = new Command("test")
    .description("evaluate rules over series, and compare with what is expected")
    .argument("<rules>", "rules file, YAML or JSON")
    .argument("<cases>", "file of tests, YAML or JSON; see docs/ALARMS.md")
    .option("--sky", "rules of a satellite rather than a plant")
    .action((rules, cases, { sky }) => test({ rules, cases, isSky: sky ?? false }));
  alarms.addCommand(command.copyInheritedSettings(kpp).allowExcessArguments(false));
  return alarms;
}

/** What the options of `run` say, in the order in which they are met. */
class RunOptionCollector implements RunLayer {
  readonly options: Record<string, unknown> = {};
  readonly parameters: Record<string, unknown> = {};
  readonly limits: Record<string, number> = {};
  readonly faults: Fault[] = [];
  readonly configs: string[] = [];

  addTo(command: Command): void {
    this.addPlantTo(command);
    const description = "set a limit of an alarm; see kpp list alarms (repeatable)";
    command.addOption(new Option("--alarm <name.limit=number>", description));
    command.on("option:alarm", (text: string) => {
      const [name, limit] = parseLimit(text);
      this.limits[name] = limit;
    });
    const form = "let something go wrong: kind[=magnitude]:target:at:for:p; " +
      "see kpp list faults (repeatable)";
    command.addOption(new Option("--fault <fault>", form));
    command.on("option:fault", (text: string) => void this.faults.push(parseFault(text)));
    for (const name of OPTION_NAMES) if (name !== "preset") this.#add(command, name);
  }

  /** Only the options that say which plant it is. */
  addPlantTo(command: Command): void {
    this.#add(command, "preset");
    command.addOption(
      new Option("--set <name=value>", "change a parameter; see kpp list parameters (repeatable)"),
    );
    command.on("option:set", (text: string) => this.#set(text));
    command.addOption(new Option("--config <file>", "JSON file of options (repeatable)"));
    command.on("option:config", (path: string) => void this.configs.push(path));
  }

  #add(command: Command, name: keyof typeof OPTIONS): void {
    const row = OPTIONS[name];
    const flags = row.argument === undefined ? `--${name}` : `--${name} ${row.argument}`;
    command.addOption(new Option(flags, row.description));
    command.on(`option:${name}`, (text: string | undefined) => {
      this.options[name] = row.parse(text ?? "true", `--${name}`);
    });
  }

  #set(text: string): void {
    const [name, ...value] = text.split("=");
    if (value.length === 0) {
      throw new SyntaxError(`Cannot use --set as it must be name=value: current value is ${text}`);
    }
    this.parameters[name.trim()] = parseParameter(name.trim(), value.join("="));
  }
}

function unknownCommand(word: string, afterRun: boolean): string {
  if (afterRun) {
    const hint = COMMANDS.includes(word) ? `kpp ${word} goes without run` : "see kpp help run";
    return `Cannot use "${word}" as kpp run takes options only; ${hint}`;
  }
  return `Cannot use "${word}" as no command is called that${
    didYouMean(word, COMMANDS) || "; see kpp help"
  }`;
}

/** What commander found wrong, in the words of this program. */
function oneLine(error: CommanderError, args: readonly string[]): string {
  const [, subject = ""] = /'([^']*)'/.exec(error.message) ?? [];
  switch (error.code) {
    case "commander.unknownOption": {
      const [first, second = "-"] = args;
      if (first === "run" && !second.startsWith("-")) return unknownCommand(second, true);
      const command = COMMANDS.includes(first) ? first : "run";
      const [, meant] = /\(Did you mean (?:one of )?(--[\w-]+)/.exec(error.message) ?? [];
      const hint = meant === undefined ? `see kpp help ${command}` : `did you mean "${meant}"?`;
      return `Cannot use "${subject}" as no option is called that; ${hint}`;
    }
    case "commander.missingArgument":
      return `Cannot ${args[0]} as ${subject} must be given; see kpp help ${args[0]}`;
    case "commander.optionMissingArgument":
      return `Cannot use ${subject} as it must have a value: current value is nothing`;
    case "commander.help":
      return unknownCommand(args[1] ?? "", false);
    default:
      return error.message.replace(/^error: /, "Cannot read the command line: ");
  }
}
