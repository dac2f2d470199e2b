import assert from "node:assert/strict";
import { kpp } from "../../cli/mod.ts";
import { ACCOUNTS, PRESETS, RESIDUALS } from "../../engine/mod.ts";
import { findBestLoads, findPoint } from "../../engine/point/mod.ts";
import { FakeWorld } from "./fake_world.ts";

/** What is printed by words that are right. */
async function printed(words: string, world = new FakeWorld()): Promise<string> {
  assert.equal(await kpp(words.split(" "), world), 0);
  assert.deepEqual(world.lines.filter((line) => !line.startsWith("warning: ")), []);
  return world.output;
}

interface Quantity {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number | null;
}

const valueOf = (rows: readonly Quantity[], id: string) =>
  rows.find((row) => row.id === id)?.value ?? null;

const KPP_01 = PRESETS["kpp-01"].parameters;

Deno.test("point: a table with value and unit of every quantity and account", async () => {
  const text = await printed("point");
  const lines = text.split("\n");
  assert.match(lines[0], /^STEADY POINT +VALUE +UNIT$/);
  assert.match(text, /^chain speed +0\.2495288 +m\/s$/m);
  assert.match(text, /^generator power +2586\.028 +W$/m);
  assert.match(text, /^electric efficiency +0\.168564\d +-$/m);
  for (const { label, unit } of [...ACCOUNTS, ...RESIDUALS]) {
    const row = lines.find((line) => line.startsWith(`${label} `));
    assert.ok(row?.endsWith(unit === "J" ? "W" : "kg/s"), `${label}: ${row}`);
  }
  assert.match(text, /^compressor power is the mean while the receiver rises from 700000 to/m);
  assert.match(text, /^the floaters take 100\.022 % of what the compressor delivers/m);
  assert.doesNotMatch(text, / \n|NaN|undefined/);
  assert.ok(!text.includes("\x1b"));
});

Deno.test("point: JSON has every digit of what the engine finds", async () => {
  const { preset, quantities, ledger, notes } = JSON.parse(
    await printed("point --preset teaching-10m --set generator.gain=3 --receiver 4e5 --json"),
  );
  const point = findPoint(
    { ...PRESETS["teaching-10m"].parameters, "generator.gain": 3 },
    { receiverPressure: 4e5 },
  );
  assert.equal(preset, "teaching-10m");
  assert.equal(valueOf(quantities, "chain.speed"), point.speed);
  assert.equal(valueOf(quantities, "lap.net"), point.net);
  assert.equal(valueOf(quantities, "receiver.pressure"), 4e5);
  ACCOUNTS.forEach(({ name }, i) => {
    assert.equal(valueOf(ledger, `ledger.${name}`), point.accounts[i]);
  });
  for (const row of [...quantities, ...ledger]) {
    assert.deepEqual(Object.keys(row), ["id", "label", "unit", "value"]);
  }
  assert.deepEqual(notes, ["receiver held at 400000 Pa"]);
});

Deno.test("point: what is not defined is no data", async () => {
  const words = "point --set chain.externalForce=8000 --set regulator.setpoint=1.02e5";
  assert.match(await printed(words), /^electric efficiency +no data +-$/m);
  const { quantities } = JSON.parse(await printed(`${words} --json`));
  assert.equal(valueOf(quantities, "lap.electricEfficiency"), null);
  assert.match(await printed(`${words} --best-load`), /^most efficiency: no data without/m);
});

Deno.test("point: a configuration file says which plant it is, and the words win", async () => {
  const world = new FakeWorld({
    files: { "kpp.json": `{ "preset": "ideal", "fps": 5, "parameters": { "generator.gain": 7 } }` },
  });
  const words = "point --config kpp.json --set injector.freeAirVolume=0.1 --json";
  const { preset, quantities } = JSON.parse(await printed(words, world));
  const parameters = {
    ...PRESETS.ideal.parameters,
    "generator.gain": 7,
    "injector.freeAirVolume": 0.1,
  };
  assert.equal(preset, "ideal");
  assert.equal(valueOf(quantities, "lap.power"), findPoint(parameters).power);
});

Deno.test("point: the best loads side by side", async () => {
  const { power, efficiency } = findBestLoads(KPP_01);
  const text = await printed("point --best-load");
  assert.match(text, /^BEST LOAD +MOST POWER +MOST EFFICIENCY +UNIT$/m);
  const shown = (value = NaN) => String(Number(value.toPrecision(7)));
  const gains = new RegExp(
    `^generator gain +${shown(power.gain)} +${shown(efficiency?.gain)} +N m s/rad$`,
    "m",
  );
  assert.match(text, gains);
  assert.match(text, /^most power: the floaters take 469\.\d+ % of what the compressor delivers/m);
  assert.match(text, /^most efficiency: at the last of the gains tried: more may lie beyond$/m);
  const found = JSON.parse(await printed("point --best-load --json"));
  assert.equal(valueOf(found.power.quantities, "generator.gain"), power.gain);
  assert.equal(valueOf(found.power.quantities, "lap.power"), power.point.power);
  assert.equal(found.efficiency.isAtLimit, true);
});

Deno.test("point: what a reader must know stands below the table", async () => {
  const slow = await printed("point --set chain.coulombFriction=9000");
  assert.match(slow, /^does not start from rest: it must be brought to speed$/m);
  const short = await printed("point --set injector.windowEnd=0.2");
  assert.match(short, /^floaters leave the window without their fill$/m);
  const matched = await printed("point --preset kpp-01-matched");
  assert.match(
    matched,
    /^the receiver is below the regulator's setpoint: header held at its mean/m,
  );
});

const REFUSED: readonly [string, number, string][] = [
  [
    "point --set h3.enabled=true --set drivetrain.clutch=overrunning",
    2,
    "Cannot find a steady point as h3.enabled must be false: current value is true",
  ],
  [
    "point --set floater.sealed=true",
    2,
    "Cannot find a steady point as floater.sealed must be false: current value is true",
  ],
  [
    "point --receiver 5e4",
    2,
    "Cannot find a steady point as the receiver pressure must be at least ambient.pressure = " +
    "101325 Pa: current value is 50000 Pa",
  ],
  [
    "point --receiver 8bar",
    2,
    "Cannot use --receiver as it must be a number from 0 to 1000000000: current value is 8bar",
  ],
  ["point --jsn", 2, 'Cannot use "--jsn" as no option is called that; did you mean "--json"?'],
  ["point --fps 30", 2, 'Cannot use "--fps" as no option is called that; see kpp help point'],
  [
    "point kpp-01",
    2,
    "Cannot read the command line: too many arguments for 'point'. Expected 0 arguments but got " +
    "1: kpp-01.",
  ],
  [
    "point --set chain.coulombFriction=1e5",
    1,
    "Cannot find a steady point: the chain does not run: drive is less than friction and load at " +
    "0.001 m/s",
  ],
  [
    "point --best-load --set generator.cutInSpeed=9e3",
    1,
    "Cannot find a steady point: the generator gives no power under any load",
  ],
];

for (const [words, code, line] of REFUSED) {
  Deno.test(`point: refused: kpp ${words}`, async () => {
    const world = new FakeWorld();
    assert.equal(await kpp(words.split(" "), world), code);
    assert.deepEqual(world.lines, [line]);
    assert.equal(world.output, "");
  });
}

Deno.test("point: what is odd about a plant is said as before a run", async () => {
  const world = new FakeWorld();
  await printed("point --set floater.frontalArea=0.1", world);
  assert.equal(world.lines.length, 1);
  assert.match(world.lines[0], /^warning: floaters overlap/);
});

Deno.test("point: help names its options", async () => {
  const text = await printed("help point");
  for (const option of ["--preset", "--set", "--config", "--receiver", "--best-load", "--json"]) {
    assert.ok(text.includes(option), option);
  }
});
