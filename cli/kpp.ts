import program from "../deno.json" with { type: "json" };
import { plantWarnings } from "../engine/terms/mod.ts";
import type { RulesDocument } from "../monitor/terms/mod.ts";
import type { Target } from "../tap/client/mod.ts";
import type { AttachRequest } from "./attach_request.ts";
import type { CommandLine } from "./command_line.ts";
import { permissions, runtime, screen } from "./findings.ts";
import { JournalFile } from "./journal_file.ts";
import { refusal } from "./parsers.ts";
import { DEFAULT_PLAIN_RATE } from "./options.ts";
import type { PointRequest } from "./point_request.ts";
import { readCommandLine } from "./read_command_line.ts";
import { composeRules } from "./run_rules.ts";
import type { Theme } from "../tui/kit/mod.ts";
import { composeRun, type RunLayer, type RunRequest } from "./run_request.ts";
import type { Need } from "./surroundings.ts";
import { decodeSnapshot } from "./snapshot_file.ts";
import type { RuleTest } from "./rule_test.ts";
import type { SkyOrder } from "./sky.ts";
import { readTapSecrets, type TapSecrets, tapUrl } from "./tap_request.ts";
import { Supervision } from "./supervision.ts";
import type { Tap, World } from "./world.ts";
import { messageOf } from "../telemetry/mod.ts";

/** Exit code of a program that was used wrongly. */
const USAGE = 2;

/** Exit code of a program that failed. */
const FAILURE = 1;

/** What is to be done, checked. */
type Order =
  | {
    readonly kind: "run";
    readonly request: RunRequest;
    readonly secrets: TapSecrets;
    readonly theme?: Theme | undefined;
  }
  | {
    readonly kind: "point";
    readonly plant: Pick<RunRequest, "preset" | "parameters">;
    readonly request: PointRequest;
  }
  | { readonly kind: "attach"; readonly request: AttachRequest; readonly target: Target }
  | Extract<CommandLine, { kind: "doctor" }>
  | RuleTest
  | SkyOrder
  | Extract<CommandLine, { kind: "simtest" }>
  | { readonly kind: "print"; readonly text: string };

/**
 * Does what a command line asks for.
 *
 * @param args The words after `kpp`.
 * @returns The exit code: 0, 1 for a failure, 2 for wrong use, 128 + n for signal n.
 */
export async function kpp(args: readonly string[], world: World): Promise<number> {
  const code = await run(args, world);
  await world.flush();
  return code;
}

async function run(args: readonly string[], world: World): Promise<number> {
  let order: Order;
  try {
    order = await readOrder(await readCommandLine(args), world);
  } catch (error) {
    // Every fault of a file has a line of its own.
    const faults = error instanceof AggregateError ? error.errors : [error];
    for (const fault of faults) world.complain(oneLine(fault));
    return USAGE;
  }
  try {
    return await carryOut(order, world);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return 0;
    world.complain(oneLine(error));
    return FAILURE;
  }
}

async function readOrder(line: CommandLine, world: World): Promise<Order> {
  switch (line.kind) {
    case "text":
      return { kind: "print", text: line.text };
    case "doctor":
    case "simtest":
      return line;
    case "alarms": {
      const { readRuleTest } = await import("./rule_test.ts");
      return await readRuleTest(line, (path, what) => readText(path, what, world));
    }
    case "attach": {
      const { readTarget } = await import("./attach_request.ts");
      const read = (path: string, option: string) => readText(path, option, world);
      return { ...line, target: await readTarget(line.request, read) };
    }
    case "list": {
      // Keys are the screen's, and a pipe starts without waiting for a screen.
      const { listText } = await import("./list.ts");
      return { kind: "print", text: listText(line.topic, line) };
    }
    case "point": {
      const plant = composeRun(await readLayers(line, world));
      const { checkPoint } = await import("../engine/point/mod.ts");
      checkPoint(plant.parameters, line.request);
      return { kind: "point", plant, request: line.request };
    }
    case "sky": {
      // What carries satellites is loaded only where there are any.
      const { readSky } = await import("./sky.ts");
      const read = async (path: string, option: string, longest?: number) =>
        new TextDecoder().decode(await readFile(path, option, { world, longest }));
      return await readSky(line.request, { read, world });
    }
    case "run": {
      const request = await readRun(line, world);
      const secrets = await readSecrets(request, world);
      return { kind: "run", request, secrets, theme: await readTheme(request, world) };
    }
  }
}

/** The theme of a request, if it names one. */
async function readTheme({ theme }: RunRequest, world: World): Promise<Theme | undefined> {
  if (theme === undefined) return undefined;
  // Themes are the screen's, and a pipe starts without waiting for a screen.
  const { themeOf } = await import("./theme_option.ts");
  return await themeOf(theme, world);
}

/** What is to be run, from where it is to be run. */
async function readRun(
  line: Extract<CommandLine, { kind: "run" }>,
  world: World,
): Promise<RunRequest> {
  const layers = await readLayers(line, world);
  const snapshotPath = lastOption(layers, "snapshot");
  if (snapshotPath !== undefined) await claimFile(snapshotPath, world);
  const recordPath = lastOption(layers, "record");
  if (recordPath !== undefined) claimRecording(recordPath, world);
  const journalPath = lastOption(layers, "journal");
  // One that cannot be written to is refused before the run.
  if (journalPath !== undefined) new JournalFile(journalPath, world)[Symbol.dispose]();
  const rules = await readRules(layers, world);
  const path = lastOption(layers, "from");
  if (path === undefined) return { ...composeRun(layers), rules };
  const { plant, snapshot } = await decodeSnapshot(await readFile(path, "--from", { world }), path);
  // The machine that reads a state is the plant thread's, and most runs begin without one.
  const { startFrom } = await import("./run_start.ts");
  return startFrom({ ...composeRun([plant, ...layers]), rules }, snapshot);
}

async function readRules(layers: readonly RunLayer[], world: World): Promise<RulesDocument> {
  const path = lastOption(layers, "rules");
  if (path === undefined) return await composeRules(layers, undefined);
  return await composeRules(layers, { path, text: await readText(path, "--rules", world) });
}

function lastOption(
  layers: readonly RunLayer[],
  name: "from" | "journal" | "record" | "rules" | "snapshot",
): string | undefined {
  return layers.map(({ options }) => options[name]).findLast((path) => path !== undefined);
}

/** Configuration files in the order in which they are named, then the command line. */
async function readLayers(
  { configs, layer }: Extract<CommandLine, { kind: "run" | "point" }>,
  world: World,
): Promise<RunLayer[]> {
  const layers = [];
  for (const path of configs) {
    // Its parser is a library that most runs have no use for.
    const { parseConfig } = await import("./config.ts");
    layers.push(parseConfig(await readText(path, "--config", world), path));
  }
  return [...layers, layer];
}

/** What the tap of a request needs of files. */
async function readSecrets({ tap }: RunRequest, world: World): Promise<TapSecrets> {
  if (tap === undefined) return {};
  return await readTapSecrets(tap, (path, option) => readText(path, option, world));
}

async function readText(path: string, option: string, world: World): Promise<string> {
  return new TextDecoder().decode(await readFile(path, option, { world }));
}

/** A run whose end could not be kept is refused before it begins. */
async function claimFile(path: string, world: World): Promise<void> {
  try {
    await world.claimFile(path);
  } catch (error) {
    const allowed = "a file that can be written";
    throw new RangeError(`${refusal("--snapshot", allowed, path)} (${oneLine(error)})`);
  }
}

/** A recording is evidence: none is written over. */
function claimRecording(path: string, world: World): void {
  try {
    world.createFile(path, { isReplacing: false }).close();
  } catch (error) {
    const allowed = "a new file that can be written";
    throw new RangeError(`${refusal("--record", allowed, path)} (${oneLine(error)})`);
  }
}

async function readFile(
  path: string,
  option: string,
  { world, longest }: { world: World; longest?: number | undefined },
): Promise<Uint8Array> {
  try {
    return await world.readBytes(path, longest);
  } catch (error) {
    const allowed = "a file that can be read";
    throw new RangeError(`${refusal(option, allowed, path)} (${oneLine(error)})`);
  }
}

async function carryOut(order: Order, world: World): Promise<number> {
  if (order.kind === "print") {
    await world.stdout.write(new TextEncoder().encode(order.text));
    return 0;
  }
  if (order.kind === "doctor") return await runDoctor(order, world);
  if (order.kind === "alarms") {
    const { runRuleTest } = await import("./rule_test.ts");
    return await runRuleTest(order, world);
  }
  if (order.kind === "simtest") {
    const { runSimtest } = await import("./simtest.ts");
    const write = (line: string) => world.stdout.write(new TextEncoder().encode(`${line}\n`));
    return await runSimtest(order.request, { write });
  }
  if (order.kind === "sky") {
    const { runSky } = await import("./sky.ts");
    return await runSky(order, world);
  }
  if (order.kind === "attach") {
    const { attach } = await import("./attach.ts");
    return await attach(order.request, order.target, world);
  }
  const { parameters } = order.kind === "point" ? order.plant : order.request;
  for (const warning of plantWarnings(parameters)) world.complain(`warning: ${warning}`);
  if (order.kind === "point") {
    const { pointText } = await import("./point.ts");
    await world.stdout.write(new TextEncoder().encode(pointText(order.plant, order.request)));
    return 0;
  }
  const wantsOne = wantsScreen(order.request, world);
  const onScreen = wantsOne && world.environment("TERM") !== "dumb";
  const request = wantsOne && !onScreen ? inLines(order.request) : order.request;
  await checkStart(world, {
    needs: [
      "files",
      "environment",
      ...(request.tap ? ["network" as const] : []),
      ...(onScreen ? ["jobControl" as const] : []),
    ],
    wantsOne,
  });
  using supervision = new Supervision(world);
  await using tap = await openTap(order, world, supervision);
  if (!onScreen) {
    const { runPipe } = await import("./pipe.ts");
    return await runPipe(request, world, { tap, supervision });
  }
  const { runDashboard } = await import("./dashboard.ts");
  return await runDashboard(request, world, { tap, theme: order.theme, supervision });
}

/**
 * Looks for what takes no time to see: says what a run will lack here.
 *
 * @throws {Error} It could not run at all.
 */
async function checkStart(
  world: World,
  { needs, wantsOne }: { needs: readonly Need[]; wantsOne: boolean },
): Promise<void> {
  const found = await world.lookAround();
  const findings = [
    runtime(found),
    ...permissions(found, needs),
    ...(wantsOne ? [screen(found)] : []),
  ];
  for (const { verdict, found: what, advice } of findings) {
    if (verdict === "fails") throw new Error(`Cannot run here: ${what}; ${advice}`);
    if (verdict === "limited") world.complain(`warning: ${what}; ${advice}`);
  }
}

/** Opens the tap of a request, and says where it is. */
async function openTap(
  { request, secrets }: Extract<Order, { kind: "run" }>,
  world: World,
  supervision: Supervision,
): Promise<Tap | undefined> {
  const { tap: wanted, fps, rate, parameters } = request;
  if (wanted === undefined) return undefined;
  const { SupervisedTap } = await import("./supervised_tap.ts");
  const tap = await SupervisedTap.open(
    {
      address: wanted.address,
      control: wanted.control,
      source: { version: program.version, fps, rate: Math.min(rate, fps) },
      parameters,
      ...secrets,
    },
    world,
    supervision,
  );
  world.complain(`the tap is open at ${tapUrl(tap.address, secrets.credentials !== undefined)}`);
  if (wanted.isExposed) {
    world.complain("warning: everybody who reaches this machine can read the tap, as --insecure");
  }
  return tap;
}

async function runDoctor(
  { json, address }: Extract<Order, { kind: "doctor" }>,
  world: World,
): Promise<number> {
  const { diagnose, findingsText } = await import("./doctor.ts");
  const findings = await diagnose(world, address);
  await world.stdout.write(new TextEncoder().encode(findingsText(findings, { json })));
  return findings.some(({ verdict }) => verdict === "fails") ? FAILURE : 0;
}

function wantsScreen({ headless, plain, format }: RunRequest, world: World): boolean {
  return world.stdout.isTerminal && !headless && !plain && format === undefined;
}

/** A request that wants a screen where none can be drawn, as --plain would have it. */
function inLines(request: RunRequest): RunRequest {
  return { ...request, plain: true, rate: Math.min(request.rate, DEFAULT_PLAIN_RATE) };
}

/** What a message may quote of its input and a terminal would obey. */
const NOT_PRINTED = /[\s\p{Cc}]+/gu;

/** The message of an error as one line. */
function oneLine(error: unknown): string {
  const message = messageOf(error);
  return message.replaceAll(NOT_PRINTED, " ").trim();
}
