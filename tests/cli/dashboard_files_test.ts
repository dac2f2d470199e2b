import { deepEqual, equal, match, ok } from "node:assert/strict";
import { parseConfig } from "../../cli/config.ts";
import { themeOf } from "../../cli/theme_option.ts";
import { PRESETS } from "../../telemetry/mod.ts";
import { THEMES } from "../../tui/kit/mod.ts";
import { FakeWorld } from "./fake_world.ts";
import { opened, ScreenWorld } from "./screen_world.ts";

const SCREEN = "/home/o/.local/state/kpp/screen.json";
const PRESET = "/home/o/.config/kpp/presets/mine.json";

/** A world with a home, and files in it. */
function home(files: Readonly<Record<string, string>> = {}): ScreenWorld {
  const world = new ScreenWorld();
  world.variables.HOME = "/home/o";
  for (const [path, text] of Object.entries(files)) {
    world.files.set(path, new TextEncoder().encode(text));
  }
  return world;
}

function textOf(world: ScreenWorld, path: string): string {
  return new TextDecoder().decode(world.files.get(path));
}

Deno.test("S writes the screen as text and as SVG, and says where", async () => {
  const { world, terminal, plant, code } = await opened({}, home());
  plant.frame(0);
  await terminal.shows(/○ starting {2}0:00:00.0/);
  const shown = terminal.screen;
  terminal.press("S");
  await terminal.shows(/Saved kpp-01-overview-0\.0s\.txt and \.svg/);
  const text = textOf(world, "kpp-01-overview-0.0s.txt");
  equal(text.split("\n")[0], shown.split("\n")[0]);
  match(textOf(world, "kpp-01-overview-0.0s.svg"), /^<svg .*kpp, kpp-01, overview after 0.0 s/s);
  terminal.press("q");
  await code;
});

Deno.test(":save writes a configuration, asks before replacing; :preset reads it", async () => {
  const { world, terminal, plant, code } = await opened({}, home());
  plant.frame(0);
  plant.frame(1);
  terminal.press("+");
  terminal.press(":save mine\r");
  await terminal.shows(/Saved the preset mine/);
  const { options, parameters } = parseConfig(textOf(world, PRESET), PRESET);
  equal(options.preset, "kpp-01");
  deepEqual(parameters, { ...PRESETS["kpp-01"].parameters, "injector.freeAirVolume": 0.165 });
  terminal.press("+");
  terminal.press(":save mine\r");
  await terminal.shows(/There is a preset mine already\. Replace it\?/);
  terminal.press("n");
  await terminal.shows(/Left as it was/);
  equal(parseConfig(textOf(world, PRESET), PRESET).parameters["injector.freeAirVolume"], 0.165);
  terminal.press(":preset mine\r");
  await terminal.shows(/injector\.freeAirVolume 0\.170 m3 → 0\.165 m3/);
  deepEqual(plant.commands.at(-1), {
    kind: "set",
    parameter: "injector.freeAirVolume",
    value: 0.165,
  });
  terminal.press("\x03");
  await code;
});

Deno.test("a preset that is not there, or says what no plant can have, is refused", async () => {
  const world = home({ "/home/o/.config/kpp/presets/odd.json": `{"parameters":{"a.b":1}}` });
  const { terminal, plant, code } = await opened({}, world);
  plant.frame(0);
  terminal.press(":preset nowhere\r");
  await terminal.shows(/! No preset is called "nowhere"/);
  terminal.press(":preset odd\r");
  await terminal.shows(/presets\/odd\.json/);
  deepEqual(plant.commands, []);
  terminal.press("q");
  await code;
});

Deno.test("the screen is opened as it was left, unless it is to be fresh", async () => {
  const first = await opened({}, home());
  first.plant.frame(0);
  first.terminal.press("4");
  first.terminal.press(":theme light\r");
  await first.terminal.shows(/Theme light/);
  first.terminal.press("q");
  equal(await first.code, 0);
  const left = textOf(first.world, SCREEN);
  const again = await opened({}, home({ [SCREEN]: left }));
  again.plant.frame(0);
  await again.terminal.shows(/floaters ─/);
  again.terminal.press(":");
  again.terminal.press("\x1b[A");
  await again.terminal.shows(/:theme light/);
  again.terminal.press("\x03");
  await again.code;
  const fresh = await opened({ fresh: true }, home({ [SCREEN]: left }));
  fresh.plant.frame(0);
  await fresh.terminal.shows(/ledger ─/);
  fresh.terminal.press("q");
  await fresh.code;
});

Deno.test("a screen that cannot be remembered is no failure", async () => {
  for (const text of ["", "{", "[]", `{"version":0}`, `{"version":1,"page":7,"charts":"x"}`]) {
    const { terminal, plant, code } = await opened({}, home({ [SCREEN]: text }));
    plant.frame(0);
    await terminal.shows(/ledger ─/);
    terminal.press("q");
    equal(await code, 0);
  }
  const { world, terminal, code } = await opened();
  terminal.press("q");
  equal(await code, 0);
  equal(world.files.size, 0);
  deepEqual(world.lines, []);
});

Deno.test("a click focuses and the wheel zooms, where the mouse is asked for", async () => {
  const { terminal, plant, code } = await opened({ mouse: true }, home());
  plant.frame(0);
  await terminal.shows(/▸ parameters/);
  terminal.press("\x1b[<0;3;6M");
  await terminal.shows(/▸ power/);
  terminal.press("\x1b[<0;15;3M");
  await terminal.shows(/flows ─/);
  terminal.press("q");
  await code;
});

Deno.test("while nobody looks two frames a second are painted, and all afterwards", async () => {
  const { terminal, plant, code } = await opened({ fps: 30 }, home());
  plant.frame(0);
  const paintedOf = async (first: number) => {
    let painted = 0;
    let before = terminal.written;
    for (let index = first; index < first + 60; index++) {
      plant.frame(index);
      await terminal.settled();
      if (terminal.written > before) painted++;
      before = terminal.written;
    }
    return painted;
  };
  const seen = await paintedOf(1);
  terminal.press("\x1b[O");
  await terminal.settled();
  const unseen = await paintedOf(61);
  terminal.press("\x1b[I");
  await terminal.settled();
  const again = await paintedOf(121);
  ok(seen > 50 && again > 50, `${seen} and ${again}`);
  ok(unseen <= 4, String(unseen));
  terminal.press("q");
  await code;
});

Deno.test("--theme takes a name or a file, and refuses what is neither", async () => {
  const files = { "sea.json": `{"name":"sea"}`, "bad.json": `{"name":"dark"}` };
  const world = new FakeWorld({ files });
  equal(await themeOf("light", world), THEMES[1]);
  equal((await themeOf("sea.json", world)).name, "sea");
  await themeOf("lihgt", world).then(
    () => ok(false),
    (error) => match(error.message, /^Cannot use --theme as it must be .*did you mean "light"\?/),
  );
  await themeOf("bad.json", world).then(
    () => ok(false),
    (error) => match(error.message, /^bad\.json: /),
  );
});
