import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import { Propagator, sight, Station } from "../../sky/mod.ts";
import { ISS, SATELLITES } from "../truth/sky/fixtures.ts";
import issText from "../truth/sky/iss_2026_tles.txt" with { type: "text" };
import tleText from "../truth/sky/tles.txt" with { type: "text" };
import verificationText from "../truth/sky/sgp4_verification_tles.txt" with { type: "text" };
import { FakeWorld } from "./fake_world.ts";

const FILES = { "tles.txt": tleText, "iss.txt": issText };
const STATION = "--station 49.8711,8.6225,145";

/** A world in which `kpp sky` was asked for something, and its exit code. */
async function asked(words: string, files: Readonly<Record<string, string>> = FILES) {
  const world = new FakeWorld({ files });
  const code = await kpp(`sky ${words}`.split(" "), world);
  return { world, code, rows: world.output.trim().split("\n") };
}

/** What a command line is refused with. */
async function refused(words: string, files?: Readonly<Record<string, string>>): Promise<string> {
  const { world, code } = await asked(words, files);
  assert.equal(code, 2);
  assert.equal(world.output, "");
  return world.lines.join("\n");
}

/** What happened to the alarms of a run, without those of the clock. */
function transitions(world: FakeWorld, file: string): unknown[] {
  const clock = ["frameRate.lo", "lateness.hi", "overrun"];
  return world.texts[file].join("").trim().split("\n").map((line) => JSON.parse(line))
    .filter(({ alarm }) => !clock.includes(alarm))
    .map(({ time, alarm, event, value }) => [time, alarm, event, value]);
}

Deno.test("sky positions: rows lie where they are asked for, with what is computed", async () => {
  const { world, code, rows } = await asked(
    `positions --elements tles.txt --satellite 0025544 ${STATION} --at 2022-08-11T12:20:00Z ` +
      "--for 10m --rate 0.1 " +
      "--fields simulation_time,sky.time,sky.azimuthDeg,sky.rangeRate,sky.height",
  );
  assert.equal(code, 0);
  assert.deepEqual(world.lines, []);
  assert.equal(rows.length, 1 + 61);
  const satellite = new Propagator(SATELLITES[0]);
  const station = new Station({ latitudeDeg: 49.8711, longitudeDeg: 8.6225, height: 145 });
  for (const [index, row] of rows.slice(1).entries()) {
    const time = Date.UTC(2022, 7, 11, 12, 20) / 1e3 + index * 10;
    const { look, place } = sight(satellite, station, time);
    const expected = [index * 10, time, look.azimuthDeg, look.rangeRate, place.height];
    assert.deepEqual(row.split(",").map(Number), expected);
  }
});

Deno.test("sky: frames as time goes by are the frames of any source", async () => {
  const { world, code, rows } = await asked(
    `--elements iss.txt ${STATION} --at 2026-08-01T00:00:00Z --for 10s --rate 2 --speed 10`,
  );
  assert.equal(code, 0);
  assert.deepEqual(world.lines, []);
  const frames = rows.map((row) => JSON.parse(row));
  assert.deepEqual(frames.map(({ simulation_time }) => simulation_time), [0, 5, 10]);
  const [{ metadata, timestamp: _, ...members }] = frames;
  assert.deepEqual(members, {
    frame_id: 0,
    simulation_time: 0,
    power: null,
    torque: null,
    efficiency: null,
    status: "running",
  });
  assert.equal(metadata["sky.time"], Date.UTC(2026, 7, 1) / 1e3);
  assert.equal(metadata["clock.target"], 10);
  assert.equal(metadata["generator.power"], undefined);
});

Deno.test("sky: of several sets of one satellite the nearest in time is taken", async () => {
  for (const { epoch } of ISS) {
    const at = new Date(Math.round(epoch * 1e3)).toISOString();
    const { rows } = await asked(
      `positions --elements iss.txt ${STATION} --at ${at} --for 1s --fields sky.elementAge`,
    );
    assert.ok(Math.abs(Number(rows[1])) < 1e-3, `${rows[1]} s at ${at}`);
  }
});

Deno.test("sky: elements raise their alarm when they are three days old", async () => {
  const last = ISS.at(-1)!.epoch;
  const at = new Date((Math.ceil(last) + 3 * 86400 - 5) * 1e3).toISOString();
  const words = `positions --elements iss.txt ${STATION} --at ${at} --for 10s --rate 1`;
  const { world, code } = await asked(`${words} --journal alarms.ndjson`);
  assert.equal(code, 0);
  const limit = 3 * 86400;
  const age = Math.ceil(last) - 5 - last + limit;
  const raisedAfter = Math.floor(limit - age) + 1;
  const [[time, alarm, event, value], ...others] = transitions(world, "alarms.ndjson") as [
    number,
    string,
    string,
    number,
  ][];
  assert.deepEqual([time, alarm, event], [raisedAfter, "elementAge.hi", "raise"]);
  assert.ok(value > limit && value <= limit + 1, `${value} s`);
  assert.deepEqual(others, []);
  assert.deepEqual(world.lines.length, 1);
  assert.match(world.lines[0], /^warning: elements old \(elementAge\.hi\)\. A low orbit is /);

  const later = await asked(`${words} --journal alarms.ndjson --alarm elementAge.hi=300000`);
  assert.deepEqual(transitions(later.world, "alarms.ndjson"), []);
  assert.deepEqual(later.world.lines, []);
});

Deno.test("sky: the same run twice gives the same journal", async () => {
  const words = `--elements iss.txt ${STATION} --at 2026-09-01T00:00:00Z --for 20s --speed 4`;
  const runs = [];
  for (let run = 0; run < 2; run++) {
    const { world } = await asked(`${words} --journal alarms.ndjson`);
    runs.push(transitions(world, "alarms.ndjson"));
  }
  assert.equal(runs[0].length, 1);
  assert.deepEqual(runs[0], runs[1]);
});

Deno.test("sky: where there is no position any more the run says so and ends", async () => {
  const lines = verificationText.split("\n").filter((line) => /^[12] 28872/.test(line));
  const elements = lines.map((line) => line.slice(0, 69)).join("\n");
  const { world, code, rows } = await asked(
    `positions --elements decayed.txt ${STATION} --at 2005-11-29T00:30:00Z --for 2h --rate 0.1 ` +
      "--format ndjson --journal alarms.ndjson",
    { "decayed.txt": elements },
  );
  assert.equal(code, 1);
  const last = JSON.parse(rows.at(-1)!);
  assert.equal(last.status, "fault");
  assert.equal(last.metadata["sky.fault"], 1);
  assert.equal(last.metadata["sky.elevationDeg"], null);
  assert.equal(JSON.parse(rows.at(-2)!).status, "running");
  assert.match(world.lines.join("\n"), /^error: no position \(noPosition\)/);
  assert.match(world.lines.at(-1)!, /^Cannot propagate 28872 to 2005-11-29T.* its orbit has decay/);
  const [[, alarm, event]] = transitions(world, "alarms.ndjson") as [number, string, string][];
  assert.deepEqual([alarm, event], ["noPosition", "raise"]);
});

Deno.test("sky passes: a table and JSON of all satellites, the earliest first", async () => {
  const words =
    `passes --elements tles.txt ${STATION} --at 2022-08-11T12:00:00Z --for 12h --mask 10`;
  const { world, code, rows } = await asked(words);
  assert.equal(code, 0);
  assert.deepEqual(world.lines, []);
  assert.match(
    rows[0],
    /^SATELLITE +AOS \(UTC\) +TCA +LOS +DURATION +AZ AOS +AZ TCA +EL TCA +AZ LOS$/,
  );
  const first =
    /^ISS +2022-08-11 12:23:24\.7 +12:26:43\.5 +12:30:02\.1 +397\.4 s +280\.2 +2\.3 +61\.6/;
  assert.match(rows[1], first);
  const { world: { output } } = await asked(`${words} --json`);
  const passes: { aos: { time: string }; duration: number; satellite: string }[] = JSON.parse(
    output,
  );
  assert.equal(passes.length, rows.length - 1);
  const begins = passes.map(({ aos }) => aos.time);
  assert.deepEqual(begins, begins.toSorted());
  assert.equal(begins[0], "2022-08-11T12:23:24.661Z");
  assert.ok(new Set(passes.map(({ satellite }) => satellite)).size > 3);
});

Deno.test("sky passes: those that the window cuts are marked, old elements told of", async () => {
  const { world, code, rows } = await asked(
    `passes --elements tles.txt --satellite 25544 ${STATION} --at 2022-08-15T10:00:00Z --for 24h`,
  );
  assert.equal(code, 0);
  assert.deepEqual(world.lines, ["warning: the elements of ISS are 5.5 days old"]);
  const [, aos] = /^ISS +([\d-]+ [\d:.]+)/.exec(rows[1])!;
  const inside = new Date(Date.parse(`${aos.replace(" ", "T")}Z`) + 60e3).toISOString();
  const cut = await asked(
    `passes --elements tles.txt --satellite 25544 ${STATION} --at ${inside} --for 60s`,
  );
  assert.match(cut.rows[1], /^ISS +<.*>  +60\.0 s/);
  assert.match(
    cut.world.output,
    /\n< it was above the mask before the window, > it is after it\n$/,
  );
});

Deno.test("sky passes: one that has decayed is told of, the others are given", async () => {
  const { world, code, rows } = await asked(
    `passes --elements tles.txt ${STATION} --at 2040-01-01T00:00:00Z --for 6h`,
  );
  assert.equal(code, 1);
  assert.ok(rows.length > 3 && rows.every((row) => !/^ISS /.test(row)));
  const faults = world.lines.filter((line) => !line.startsWith("warning"));
  assert.deepEqual(faults.map((line) => line.split(" to ")[0]), [
    "Cannot propagate ISS",
    "Cannot propagate STARLINK_2",
  ]);
  const early = await asked(
    `passes --elements tles.txt --satellite ISS ${STATION} --at 2022-08-01T00:00:00Z`,
  );
  const [line] = early.world.lines;
  assert.equal(line, "warning: the elements of ISS are 8.9 days later than that");
});

Deno.test("sky: what cannot be done is one clear line", async () => {
  const cases: readonly (readonly [words: string, line: RegExp])[] = [
    [STATION, /^Cannot use --elements as it must be given: current value is nothing$/],
    ["--elements tles.txt", /^Cannot use --station as it must be LAT,LON,HEIGHT in degrees/],
    [
      "passes --elements tles.txt --station 91,0,0",
      /latitude of --station .* from -90 to 90: .* 91$/,
    ],
    [
      "passes --elements tles.txt --station 1,2",
      /^Cannot use --station as it must be LAT,LON,HEIGHT/,
    ],
    [
      `--elements tles.txt ${STATION}`,
      /^Cannot use --satellite as it must be one of the 7 that are/,
    ],
    [`--elements tles.txt --satellite x ${STATION}`, /one that the file has: current value is x$/],
    [
      `--elements no.txt ${STATION}`,
      /^Cannot use --elements as it must be a file that can be read/,
    ],
    [
      `passes --elements tles.txt ${STATION} --at 2022-08-11`,
      /^Cannot use --at as it must be an in/,
    ],
    [`passes --elements tles.txt ${STATION} --at 2150-01-01T00:00:00Z`, /of 1950 to 2100/],
    [
      `passes --elements tles.txt ${STATION} --rate 1`,
      /^Cannot use "--rate" as no option is called/,
    ],
    [`positions now --elements iss.txt ${STATION}`, /too many arguments for 'positions'/],
    [
      `pases --elements tles.txt ${STATION}`,
      /must be positions or passes: .*; did you mean "passes"\?$/,
    ],
    [`--elements iss.txt ${STATION} --rate 31`, /^Cannot use --rate as it must be at most --fps/],
    [
      `--elements iss.txt ${STATION} --fields power,sky.azimuth`,
      /did you mean "sky.azimuthDeg"\?$/,
    ],
    [`--elements iss.txt ${STATION} --plain --format csv`, /left out with --plain/],
    [
      `--elements iss.txt ${STATION} --alarm chainSpeed.hi=1`,
      /^Cannot set "chainSpeed.hi" as no lim/,
    ],
  ];
  for (const [words, line] of cases) assert.match(await refused(words), line);
});

Deno.test("sky: a file of elements with faults is refused whole, each with its line", async () => {
  const broken = tleText.replace("353513", "353514").replace("1 44714U", "1 44715U");
  assert.equal(
    await refused(`passes --elements broken.txt ${STATION}`, { "broken.txt": broken }),
    "broken.txt:3: Cannot read line 2 of an element set as its checksum must be 3: " +
      "current value is 4\n" +
      "broken.txt:11: Cannot read line 1 of an element set as its checksum must be 8: " +
      "current value is 7",
  );
});

Deno.test("sky: a plot without fields is the elevation, a terminal has lines of text", async () => {
  const words = `--elements iss.txt ${STATION} --at 2026-08-01T00:00:00Z --for 1s`;
  const { rows } = await asked(`${words} --format plot`);
  assert.match(rows[0], /^-?\d+\.\d+$/);
  const world = new FakeWorld({ files: FILES, isTerminal: true });
  assert.equal(await kpp(`sky ${words}`.split(" "), world), 0);
  assert.match(
    world.output,
    /^simulation_time 0\.0 s {2}running {2}sky\.azimuthDeg \d+\.\d\d deg /,
  );
});
