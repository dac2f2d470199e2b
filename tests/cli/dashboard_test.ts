import { deepEqual, equal, match, ok } from "node:assert/strict";
import { runDashboard } from "../../cli/dashboard.ts";
import { composeRun, type RunRequest } from "../../cli/run_request.ts";
import { FIXED } from "../../engine/mod.ts";
import { DEFAULT_RULES } from "../../monitor/mod.ts";
import { type Command, PRESETS, TRAFFIC } from "../../telemetry/mod.ts";
import { opened, ScreenWorld, turn } from "./screen_world.ts";

Deno.test("the screen is there before the first frame, and follows the frames", async () => {
  const { world, terminal, plant, code } = await opened({ fps: 60, speed: 5, duration: 9 });
  deepEqual(world.started, [{
    parameters: PRESETS["kpp-01"].parameters,
    dt: 1 / 240,
    integration: FIXED,
    fps: 60,
    speed: 5,
    rules: DEFAULT_RULES,
    faults: [],
    seed: 1,
    duration: 9,
  }]);
  await terminal.shows(/kpp-01 {2}○ starting {2}no data/);
  plant.frame(0);
  plant.frame(3000);
  plant.frame(3001);
  terminal.press("j");
  await terminal.shows(/● running {2}0:01:40.0/);
  terminal.press("q");
  equal(await code, 0);
});

Deno.test("a key sends its command at once, and the answer shows", async () => {
  const { terminal, plant, code } = await opened();
  plant.frame(0);
  terminal.press("+");
  const command: Command = { kind: "set", parameter: "injector.freeAirVolume", value: 0.165 };
  await terminal.shows(/\* free air per fill {2}0.165/);
  deepEqual(plant.commands, [command]);
  plant.reply({ command, outcome: "refused", reason: "no", simulationTime: 0 });
  await terminal.shows(/! Refused: no/);
  await terminal.shows(/ {2}free air per fill {2}0.160/);
  terminal.press("\x03");
  equal(await code, 0);
});

Deno.test("m takes the next mode, and the header follows the plant", async () => {
  const { terminal, plant, code } = await opened({ mode: undefined });
  terminal.resize(120, 40);
  plant.frame(0);
  await terminal.shows(/mode custom/);
  for (const mode of ["balanced", "accuracy", "performance", "balanced"] as const) {
    terminal.press("m");
    const command: Command = { kind: "mode", mode };
    await terminal.shows(new RegExp(`Mode ${mode}: `));
    deepEqual(plant.commands.at(-1), command);
    plant.reply({ command, outcome: "applied", simulationTime: 0 });
    await terminal.shows(new RegExp(`mode ${mode} `));
  }
  terminal.press("q");
  equal(await code, 0);
});

Deno.test("Ctrl-Z holds a plant that runs while the program is stopped, and no other", async () => {
  const { terminal, plant, code } = await opened();
  plant.frame(0);
  terminal.press("\x1a");
  for (let turns = 0; turns < 1000 && plant.commands.length < 2; turns++) await turn();
  terminal.press(" ");
  await terminal.shows(/Held/);
  terminal.press("\x1a");
  for (let turns = 0; turns < 20; turns++) await turn();
  terminal.press("v");
  await terminal.shows(/verdict/);
  deepEqual(plant.commands.map(({ kind }) => kind), ["hold", "resume", "hold"]);
  terminal.press("q");
  terminal.press("q");
  await code;
});

Deno.test("a command that there is no room for is refused", async () => {
  const { terminal, plant, code } = await opened();
  plant.full = true;
  terminal.press(" ");
  await terminal.shows(/! Refused: Cannot send/);
  terminal.press("q");
  await code;
});

Deno.test("a new size has a new screen", async () => {
  const { terminal, plant, code } = await opened();
  plant.frame(0);
  terminal.resize(120, 40);
  await terminal.shows(/^ q quit .* e expand {2}: command/m);
  terminal.resize(50, 10);
  await terminal.shows(/this terminal has 50 x 10/);
  terminal.press("q");
  equal(await code, 0);
});

const ENDS: readonly [
  string,
  (parts: Awaited<ReturnType<typeof opened>>) => void,
  number,
  RegExp,
][] = [
  ["the end of the run", ({ plant }) => plant.end({ reason: "done" }), 0, /^$/],
  [
    "a fault of the plant",
    ({ plant }) => plant.end({ reason: "fault", message: "speed is not finite at 3 s" }),
    1,
    /^speed is not finite at 3 s$/,
  ],
  ["the death of its thread", ({ plant }) => plant.end(new Error("out of memory")), 1, /^out of/],
  ["SIGTERM", ({ terminal }) => terminal.events?.ended("SIGTERM"), 143, /^$/],
  ["SIGHUP", ({ terminal }) => terminal.events?.ended("SIGHUP"), 129, /^$/],
  ["SIGINT", ({ terminal }) => terminal.events?.ended("SIGINT"), 130, /^$/],
  [
    "an error that nothing caught",
    ({ terminal }) => terminal.events?.faulted(new Error("oh")),
    1,
    /^oh$/,
  ],
];

for (const [what, happen, expected, complaint] of ENDS) {
  Deno.test(`${what} gives the terminal back and exits ${expected}`, async () => {
    const parts = await opened();
    parts.plant.frame(0);
    ok(parts.terminal.isTaken);
    happen(parts);
    equal(await parts.code, expected);
    ok(!parts.terminal.isTaken);
    deepEqual(parts.terminal.raw, [true, false]);
    match(parts.world.lines.join("\n"), complaint);
    deepEqual(parts.world.reports, []);
  });
}

Deno.test("a run is summed up once the screen is gone", async () => {
  const { world, plant, terminal, code } = await opened();
  for (let i = 0; i < 300; i++) plant.frame(i);
  deepEqual(world.reports, []);
  terminal.press("q");
  equal(await code, 0);
  equal(world.reports.length, 1);
  match(world.reports[0], /^10\.0 s simulated; generator power in kW:\n +\d\.\d{3} /);
  ok(!terminal.isTaken);
});

Deno.test("a plant with a claim is judged once the screen is gone", async () => {
  const preset = "claimed-25m";
  const { world, plant, terminal, code } = await opened({ preset });
  plant.frame(0);
  terminal.press("q");
  equal(await code, 0);
  equal(world.reports.length, 1);
  match(world.reports[0], /530.00 kW/);
});

Deno.test("the bytes that the terminal takes per frame are written down every second", async () => {
  const { terminal, plant, code } = await opened();
  for (let index = 0; index <= 30; index++) {
    plant.frame(index);
    await turn();
  }
  const mean = plant.traffic[TRAFFIC.screenBytes];
  ok(mean > 0 && mean <= terminal.written / 30, `${mean} of ${terminal.written}`);
  terminal.press("q");
  equal(await code, 0);
});

Deno.test("--profile says what the screen cost once it is gone", async () => {
  const { world, plant, terminal, code } = await opened({ profile: true });
  plant.frame(0);
  terminal.press("q");
  equal(await code, 0);
  match(world.reports.join(), /^Profile: [^]*\npaint .* 1\/1\nencode .* 1\/1$/);
});

Deno.test("options, NO_COLOR and the locale decide how it looks", async () => {
  const looks = async (options: Partial<RunRequest>, variables: Record<string, string>) => {
    const world = new ScreenWorld();
    Object.assign(world.variables, variables);
    const code = runDashboard({ ...composeRun([]), ...options }, world);
    await world.terminal.shows(/kpp-01/);
    const isAscii = /^[\x20-\x7e\n]*$/.test(world.terminal.screen);
    world.terminal.press("q");
    await code;
    return [world.colors, isAscii];
  };
  deepEqual(await looks({}, {}), ["256", false]);
  deepEqual(await looks({}, { NO_COLOR: "1", LANG: "C" }), ["mono", true]);
  deepEqual(await looks({ colors: "16", symbols: "ascii" }, {}), ["16", true]);
  deepEqual(await looks({ colors: "never", symbols: "blocks" }, {}), ["mono", false]);
});
