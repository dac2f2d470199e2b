import assert from "node:assert/strict";
import { parseCommandLine } from "../../cli/command_line.ts";
import { kpp } from "../../cli/mod.ts";
import { readCommandLine } from "../../cli/read_command_line.ts";
import { composeRun } from "../../cli/run_request.ts";
import { FakeWorld } from "./fake_world.ts";

/** Words after kpp, and the one line that refuses them. */
const REFUSED: readonly [string, string][] = [
  ["rnu", 'Cannot use "rnu" as no command is called that; did you mean "run"?'],
  ["attch host", 'Cannot use "attch" as no command is called that; did you mean "attach"?'],
  ["attach", "Cannot attach as url must be given; see kpp help attach"],
  [
    "attach ftp://host",
    "Cannot attach as URL must be HOST:PORT or http://HOST:PORT: current value is ftp://host",
  ],
  ["attach host --fps 3", 'Cannot use "--fps" as no option is called that; see kpp help attach'],
  [
    "attach host --token short",
    "Cannot use --token as it must be 8 to 256 printable characters, no blanks",
  ],
  [
    "attach host --token-file nowhere",
    "Cannot use --token-file as it must be a file that can be read: current value is nowhere " +
    "(No such file or directory (os error 2))",
  ],
  [
    "attach host --plain --format csv",
    "Cannot use --format as it must be left out with --plain: current value is csv",
  ],
  ["help lst", 'Cannot use "lst" as no command is called that; did you mean "list"?'],
  ["run again", 'Cannot use "again" as kpp run takes options only; see kpp help run'],
  ["run sky --at x", 'Cannot use "sky" as kpp run takes options only; kpp sky goes without run'],
  ["run doctor", 'Cannot use "doctor" as kpp run takes options only; kpp doctor goes without run'],
  ["simtest --seed 1", 'Cannot use "--seed" as no option is called that; did you mean "--seeds"?'],
  ["--fpz 3", 'Cannot use "--fpz" as no option is called that; did you mean "--fps"?'],
  [
    "--toleranc 1",
    'Cannot use "--toleranc" as no option is called that; did you mean "--tolerance"?',
  ],
  ["list --jsn", 'Cannot use "--jsn" as no option is called that; did you mean "--json"?'],
  [
    "list chanels",
    "Cannot use the topic of kpp list as it must be channels, parameters, presets, alarms, " +
    'faults or keys: current value is chanels; did you mean "channels"?',
  ],
  [
    "list",
    "Cannot use the topic of kpp list as it must be channels, parameters, presets, alarms, " +
    "faults or keys: current value is nothing",
  ],
  [
    "list keys all",
    "Cannot read the command line: too many arguments for 'list'. Expected 1 argument but got 2: " +
    "keys, all.",
  ],
  [
    "--preset kpp-1",
    "Cannot use --preset as it must be kpp-01, kpp-01-matched, claimed-25m, ideal or " +
    'teaching-10m: current value is kpp-1; did you mean "kpp-01"?',
  ],
  [
    "--format cvs",
    "Cannot use --format as it must be ndjson, csv, msgpack or plot: current value is cvs; " +
    'did you mean "csv"?',
  ],
  [
    "--fields pover",
    'Cannot write "pover" as no field is called that; did you mean "power"?',
  ],
  [
    "--format plot --fields status",
    "Cannot plot a field as it must be a number: current value is status",
  ],
  ["--fps 0", "Cannot use --fps as it must be a number from 1 to 120: current value is 0"],
  ["--fps 121", "Cannot use --fps as it must be a number from 1 to 120: current value is 121"],
  ["--fps x", "Cannot use --fps as it must be a number from 1 to 120: current value is x"],
  ["--fps NaN", "Cannot use --fps as it must be a number from 1 to 120: current value is NaN"],
  ["--fps 0x10", "Cannot use --fps as it must be a number from 1 to 120: current value is 0x10"],
  ["--fps", "Cannot use --fps <number> as it must have a value: current value is nothing"],
  ["--fps=", "Cannot use --fps as it must be a number from 1 to 120: current value is nothing"],
  [
    "--speed -1",
    "Cannot use --speed as it must be a number from 0.1 to 1000 or max: current value is -1",
  ],
  [
    "--speed fast",
    "Cannot use --speed as it must be a number from 0.1 to 1000 or max: current value is fast",
  ],
  [
    "--for -5s",
    "Cannot use --for as it must be a duration above 0 to 1000000000 s such as 60s, 500ms, 10m " +
    "or 1h: current value is -5s",
  ],
  [
    "--for 0",
    "Cannot use --for as it must be a duration above 0 to 1000000000 s such as 60s, 500ms, 10m " +
    "or 1h: current value is 0",
  ],
  [
    "--for 5d",
    "Cannot use --for as it must be a duration above 0 to 1000000000 s such as 60s, 500ms, 10m " +
    "or 1h: current value is 5d",
  ],
  ["--rate 31", "Cannot use --rate as it must be at most --fps, which is 30: current value is 31"],
  [
    "--rate 0 --speed max",
    "Cannot use --rate as it must be a number from 0.000001 to 10000: current value is 0",
  ],
  [
    "--mode balancd",
    "Cannot use --mode as it must be performance, balanced or accuracy: current value is " +
    'balancd; did you mean "balanced"?',
  ],
  [
    "--tolerance 0",
    "Cannot use --tolerance as it must be a number from 1e-12 to 0.001: current value is 0",
  ],
  [
    "--tolerance 9e-13",
    "Cannot use --tolerance as it must be a number from 1e-12 to 0.001: current value is 9e-13",
  ],
  [
    "--tolerance 2e-3 --mode accuracy",
    "Cannot use --tolerance as it must be a number from 1e-12 to 0.001: current value is 2e-3",
  ],
  ["--dt 0", "Cannot use --dt as it must be a number from 0.00001 to 0.1: current value is 0"],
  [
    "--dt 0.11",
    "Cannot use --dt as it must be a number from 0.00001 to 0.1: current value is 0.11",
  ],
  [
    "--dt 1/240",
    "Cannot use --dt as it must be a number from 0.00001 to 0.1: current value is 1/240",
  ],
  [
    "--tolerance 1e-6 --dt-min 1e-10",
    "Cannot use --dt-min as it must be a number from 1e-9 to 0.1: current value is 1e-10",
  ],
  [
    "--tolerance 1e-6 --dt-max 1",
    "Cannot use --dt-max as it must be a number from 1e-9 to 0.1: current value is 1",
  ],
  [
    "--mode accuracy --dt-min 0.01 --dt-max 0.001",
    "Cannot use --dt-min as it must be at most --dt-max, which is 0.001: current value is 0.01",
  ],
  [
    "--dt-min 0.001",
    "Cannot use --dt-min as it must be left out without error control, which --tolerance or " +
    "--mode accuracy gives: current value is 0.001",
  ],
  [
    "--mode performance --dt-max 0.01",
    "Cannot use --dt-max as it must be left out without error control, which --tolerance or " +
    "--mode accuracy gives: current value is 0.01",
  ],
  [
    "--colors 25",
    "Cannot use --colors as it must be auto, never, 16, 256 or truecolor: current value is 25; " +
    'did you mean "256"?',
  ],
  [
    "--symbols brail",
    "Cannot use --symbols as it must be auto, braille, blocks or ascii: current value is brail; " +
    'did you mean "braille"?',
  ],
  [
    "--plain --format csv",
    "Cannot use --format as it must be left out with --plain: current value is csv",
  ],
  [
    "--set injector.freeAirVolum=1",
    'Cannot set "injector.freeAirVolum" as no parameter is called that; ' +
    'did you mean "injector.freeAirVolume"?',
  ],
  ["--set water.depth", "Cannot use --set as it must be name=value: current value is water.depth"],
  [
    "--set generator.efficiency=1.1",
    "Cannot set generator.efficiency as it must be from 0 to 1: current value is 1.1",
  ],
  [
    "--set water.depth=30ft",
    "Cannot set water.depth as its unit must be m: current value is 30ft",
  ],
  [
    "--set water.depth=8",
    "Cannot build the plant as water.depth must be at least chain.straightHeight + " +
    "chain.sprocketRadius = 8.9999 m, the top of the chain: current value is 8 m",
  ],
  [
    "--set h3.enabled=true",
    'Cannot build the plant as drivetrain.clutch must be "overrunning" when h3.enabled is true: ' +
    'current value is "rigid"',
  ],
  [
    "--config nowhere.json",
    "Cannot use --config as it must be a file that can be read: current value is nowhere.json " +
    "(No such file or directory (os error 2))",
  ],
];

for (const [words, line] of REFUSED) {
  Deno.test(`usage: kpp ${words}`, async () => {
    const world = new FakeWorld();
    assert.equal(await kpp(words.split(" "), world), 2);
    assert.deepEqual(world.lines, [line]);
    assert.equal(world.output, "");
  });
}

const OCCURRENCES: readonly [string, string][] = [
  ["--fps 0 --fps 30", "--fps"],
  ["--speed -1 --speed 1", "--speed"],
  ["--for -1s --for 1s", "--for"],
  ["--format cvs --format csv", "--format"],
  ["--fields pover --fields power", "pover"],
  ["--preset x --preset ideal", "--preset"],
  ["--mode acuracy --mode balanced", "--mode"],
  ["--tolerance 1 --tolerance 1e-6", "--tolerance"],
  ["--dt 1 --dt 0.01", "--dt"],
  ["--rate 0 --rate 1", "--rate"],
  ["--set water.depth=-9 --set water.depth=9", "water.depth"],
  ["--config nowhere.json --config kpp.json", "nowhere.json"],
  ["--fps 0 run --fps 30", "--fps"],
];

for (const [words, wrong] of OCCURRENCES) {
  Deno.test(`usage: the first occurrence counts too: kpp ${words}`, async () => {
    const world = new FakeWorld({ files: { "kpp.json": "{}" } });
    assert.equal(await kpp(words.split(" "), world), 2);
    assert.equal(world.lines.length, 1);
    assert.ok(world.lines[0].includes(wrong), world.lines[0]);
  });
}

Deno.test("usage: an error is one line whatever the value holds", async () => {
  const world = new FakeWorld();
  assert.equal(await kpp(["--preset", "two\nlines\x1b[31m"], world), 2);
  assert.equal(world.lines.length, 1);
  assert.doesNotMatch(world.lines[0], /\p{Cc}/u);
});

Deno.test("usage: help and version go to stdout", async () => {
  for (
    const [words, pattern] of [
      [["--help"], /Usage: kpp[\s\S]*--fps <number>/],
      [["help"], /Usage: kpp/],
      [["help", "run"], /Usage: kpp run[\s\S]*--fps <number>/],
      [["run", "-h"], /Usage: kpp run/],
      [["help", "list"], /Usage: kpp list[\s\S]*--json/],
      [["--version"], /^kpp \d+\.\d+\.\d+\n$/],
    ] as const
  ) {
    const world = new FakeWorld();
    assert.equal(await kpp(words, world), 0);
    assert.match(world.output, pattern);
    assert.deepEqual(world.lines, []);
  }
});

Deno.test("kpp of which nothing is said is run as the parser would have it", async () => {
  for (const words of [[], ["run"]]) {
    const [read, parsed] = [await readCommandLine(words), parseCommandLine(words)];
    assert.ok(read.kind === "run" && parsed.kind === "run");
    assert.deepEqual(read.configs, parsed.configs);
    assert.deepEqual(composeRun([read.layer]), composeRun([parsed.layer]));
    assert.deepEqual(parsed.layer.limits ?? {}, read.layer.limits ?? {});
  }
  for (const words of [["list", "keys"], ["--fps", "60"], ["run", "--fps", "60"], ["help"]]) {
    const [read, parsed] = [await readCommandLine(words), parseCommandLine(words)];
    assert.equal(read.kind, parsed.kind);
    if (read.kind === "run") assert.equal(read.layer.options.fps, 60);
  }
});
