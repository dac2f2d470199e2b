import assert from "node:assert/strict";
import { type AttachedPlant, kpp, type RemoteOptions } from "../../cli/mod.ts";
import type { RunEnd } from "../../runtime/plant_thread.ts";
import {
  CHANNELS,
  createProfileBoard,
  createTrafficBoard,
  type Frame,
  PRESETS,
} from "../../telemetry/mod.ts";
import { numberedFrame } from "../tap/fixtures.ts";
import { FakeWorld, type FakeWorldOptions } from "./fake_world.ts";

const NOTHING = { subscribe: () => ({ [Symbol.dispose]: () => {} }) };

/** A plant of another program that gives some frames. */
function attached(frames: readonly Frame[], end: RunEnd | Error): AttachedPlant {
  return {
    state: { parameters: PRESETS["kpp-01"].parameters, fps: 30, speed: 1, isHeld: false },
    links: NOTHING,
    boards: NOTHING,
    passed: NOTHING,
    replies: NOTHING,
    journal: NOTHING,
    profile: createProfileBoard(),
    traffic: createTrafficBoard(),
    send: () => {},
    async frames(receive) {
      for (const frame of frames) await receive(frame);
      if (end instanceof Error) throw end;
      return end;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function attach(words: string, options: FakeWorldOptions = {}) {
  const asked: RemoteOptions[] = [];
  const frames = [7, 9, 3].map((id) => numberedFrame(id));
  const world = new FakeWorld({
    attach(options) {
      asked.push(options);
      return attached(frames, { reason: "stopped" });
    },
    ...options,
  });
  const code = await kpp(["attach", ...words.split(" ")], world);
  return { code, world, asked };
}

Deno.test("attach: every frame that comes is a row, whatever its number", async () => {
  const { code, world } = await attach("host --format csv --fields frame_id,power");
  assert.equal(code, 0);
  const index = CHANNELS.findIndex(({ id }) => id === "generator.power");
  const row = (id: number) => `${id},${numberedFrame(id).values[index]}`;
  const rows = ["frame_id,power", ...[7, 9, 3].map(row)];
  assert.deepEqual(world.output.trim().split("\n"), rows);
});

Deno.test("attach: the tap is asked for what is wanted, and for no more", async () => {
  const rows: [words: string, asked: Partial<RemoteOptions>][] = [
    ["host", { isScreen: false }],
    ["host --fields power,chain.speed", { fields: ["power", "chain.speed"] }],
    ["host --rate 5", { rate: 5 }],
    ["host --plain", { rate: 1 }],
  ];
  for (const [words, wanted] of rows) {
    const { asked: [asked] } = await attach(words);
    assert.deepEqual({ ...asked, ...wanted }, asked, words);
    assert.equal(asked.target.base.href, "http://host:9200/");
  }
  const { asked: [plain] } = await attach("host");
  assert.deepEqual([plain.rate, plain.fields], [undefined, undefined]);
});

Deno.test("attach: the token comes from the first line of a file, or as an option", async () => {
  const files = { secret: "from-a-file\nand more\n" };
  const { asked: [file] } = await attach("host --token-file secret", { files });
  assert.equal(file.target.token, "from-a-file");
  const { asked: [line] } = await attach("host --token on-the-line");
  assert.equal(line.target.token, "on-the-line");
  const { code, world } = await attach("host --token-file secret --token on-the-line", { files });
  assert.equal(code, 2);
  assert.equal(world.lines.length, 1);
});

Deno.test("attach: what ends it is one line, and exit code 1", async () => {
  const why = new Error("Cannot attach to http://host/ as the tap must be shown its token");
  const { code, world } = await attach("host", { attach: () => attached([], why) });
  assert.equal(code, 1);
  assert.deepEqual(world.lines, [why.message]);
});
