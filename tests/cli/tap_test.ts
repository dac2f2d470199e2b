import assert from "node:assert/strict";
import { kpp, type RunningPlant, type Tap, type TapOptions } from "../../cli/mod.ts";
import { TappedPlant } from "../../cli/tapped_plant.ts";
import { DEFAULT_RULES, type JournalEntry } from "../../monitor/mod.ts";
import type { Reply, RunEnd } from "../../runtime/plant_thread.ts";
import type { CommandObeyer } from "../../runtime/tap_thread.ts";
import {
  type Command,
  createProfileBoard,
  createTrafficBoard,
  DEFAULT_PRESET,
  type Frame,
  PRESETS,
} from "../../telemetry/mod.ts";
import { frameOf } from "../telemetry/fixtures.ts";
import { FakeWorld } from "./fake_world.ts";

const BARE = "Cannot use --tap as it must be [HOST:]PORT with a port from 0 to 65535";

const REFUSED: readonly [words: string, line: string][] = [
  ["--tap 65536", `${BARE}: current value is 65536`],
  ["--tap x", `${BARE}: current value is x`],
  ["--tap a:b:1", `${BARE}: current value is a:b:1`],
  ["--control", "Cannot use --control as it must be left out without --tap"],
  ["--token 12345678", "Cannot use --token as it must be left out without --tap"],
  [
    "--tap --token geheim",
    "Cannot use --token as it must be 8 to 256 printable characters, no blanks",
  ],
  [
    "--tap --token-file short",
    "Cannot use --token-file as it must be 8 to 256 printable characters, no blanks",
  ],
  [
    "--tap --token 12345678 --token-file long",
    "Cannot use --token-file as it must be left out with --token: current value is long",
  ],
  ["--tap --cert long", "Cannot use --cert as --key must come with it"],
  ["--tap --key long", "Cannot use --key as --cert must come with it"],
  [
    "--tap 0.0.0.0:1",
    "Cannot open the tap as other machines must show a token there: use --token-file, or " +
    "--insecure: current value is 0.0.0.0:1",
  ],
];

const FILES = { short: "abc\n", long: "long enough\n", token: "abcdefgh\nmore", pem: "PEM" };

for (const [words, line] of REFUSED) {
  Deno.test(`kpp ${words} is refused in one line`, async () => {
    const world = new FakeWorld({ files: FILES });
    assert.equal(await kpp(words.split(" "), world), 2);
    assert.deepEqual(world.lines, [line]);
  });
}

/** A tap that remembers what it is told. */
class FakeTap implements Tap {
  readonly relayed: number[] = [];
  readonly shown: unknown[] = [];
  // deno-lint-ignore no-explicit-any -- states are looked into
  readonly told: any[] = [];
  readonly death = new Promise<never>(() => {});
  obey: CommandObeyer = () => assert.fail();
  closed = 0;
  readonly waiting = 0;

  constructor(readonly address = { host: "127.0.0.1", port: 9200 }) {}

  relay(frame: Frame): void {
    this.relayed.push(frame.frameId);
  }

  control(obey: CommandObeyer): void {
    this.obey = obey;
  }

  tell(topic: string, data: unknown, state: unknown): void {
    this.told.push({ topic, data, state });
  }

  show(topic: string, state: unknown): void {
    this.told.push({ topic, state });
  }

  showCommand(command: Command, rest: object): void {
    this.shown.push({ command, ...rest });
  }

  showParameters(parameters: object): void {
    this.shown.push(parameters);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.closed++;
    return Promise.resolve();
  }
}

const OPENED: readonly [words: string, opened: Partial<TapOptions>, lines: string[]][] = [
  ["--tap", { address: { host: "127.0.0.1", port: 9200 }, control: false }, [
    "the tap is open at http://127.0.0.1:9200/",
  ]],
  ["--tap 9300 --control", { address: { host: "127.0.0.1", port: 9300 }, control: true }, [
    "the tap is open at http://127.0.0.1:9300/",
  ]],
  ["--tap [::1]:0", { address: { host: "::1", port: 0 } }, ["the tap is open at http://[::1]:0/"]],
  ["--tap 0.0.0.0:80 --token-file token", { token: "abcdefgh" }, [
    "the tap is open at http://0.0.0.0:80/",
  ]],
  ["--tap --cert pem --key pem", { credentials: { cert: "PEM", key: "PEM" } }, [
    "the tap is open at https://127.0.0.1:9200/",
  ]],
  ["--tap 0.0.0.0:80 --insecure", { address: { host: "0.0.0.0", port: 80 } }, [
    "the tap is open at http://0.0.0.0:80/",
    "warning: everybody who reaches this machine can read the tap, as --insecure",
  ]],
];

for (const [words, expected, lines] of OPENED) {
  Deno.test(`kpp ${words} opens that tap, and shuts it`, async () => {
    const opened: TapOptions[] = [];
    const taps: FakeTap[] = [];
    const frames = [0, 1, 2].map((frameId) => frameOf({}, { frameId }));
    const world = new FakeWorld({
      files: FILES,
      plant: () => ({ frames, end: { reason: "done" } }),
      tap: (options) => {
        opened.push(options);
        taps.push(new FakeTap(options.address));
        return taps[0];
      },
    });
    assert.equal(await kpp(words.split(" "), world), 0);
    assert.deepEqual({ ...opened[0], ...expected }, opened[0]);
    assert.deepEqual(opened[0].source, { version: "0.1.0", fps: 30, rate: 10 });
    assert.equal(expected.token === undefined && "token" in opened[0], false);
    assert.deepEqual(world.lines, lines);
    assert.deepEqual([taps[0].relayed, taps[0].closed], [[0, 1, 2], 1]);
  });
}

Deno.test("a run without a clock gives the tap no more frames than it asks for", async () => {
  const tap = new FakeTap();
  const frames = Array.from({ length: 100 }, (_, frameId) => frameOf({}, { frameId }));
  const world: FakeWorld = new FakeWorld({
    plant: () => ({
      frames: (function* () {
        for (const frame of frames) {
          world.now += 1 / 300;
          yield frame;
        }
      })(),
      end: { reason: "done" },
    }),
    tap: () => tap,
  });
  await kpp("--tap --speed max --for 1s --rate 100".split(" "), world);
  assert.equal(tap.relayed.length, 10);
});

/** A plant that answers when it is told to. */
class QuietPlant implements RunningPlant {
  journalize: (entries: readonly JournalEntry[]) => void = () => {};
  readonly journal = {
    subscribe: (receive: (entries: readonly JournalEntry[]) => void) => {
      this.journalize = receive;
      return { [Symbol.dispose]: () => {} };
    },
  };
  readonly sent: Command[] = [];
  receive: (reply: Reply) => void = () => {};
  readonly end = Promise.withResolvers<RunEnd>();
  isFull = false;
  readonly profile = createProfileBoard();
  readonly traffic = createTrafficBoard();
  readonly replies = {
    subscribe: (receive: (reply: Reply) => void) => {
      this.receive = receive;
      return { [Symbol.dispose]: () => {} };
    },
  };

  send(command: Command): void {
    if (this.isFull) throw new RangeError("full");
    this.sent.push(command);
  }

  answer(place: number, rest: Partial<Reply> = {}): void {
    this.receive({ command: this.sent[place], outcome: "applied", simulationTime: 2, ...rest });
  }

  frames(): Promise<RunEnd> {
    return this.end.promise;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

function tapped() {
  const [plant, tap, lines] = [new QuietPlant(), new FakeTap(), [] as string[]];
  const { parameters } = PRESETS[DEFAULT_PRESET];
  const request = { parameters, rules: DEFAULT_RULES } as ConstructorParameters<
    typeof TappedPlant
  >[2]["request"];
  const both = new TappedPlant(plant, tap, { request, log: (line) => void lines.push(line) });
  return { plant, tap, both, lines, parameters };
}

Deno.test("each command is answered to who sent it, and shown to all with who it was", async () => {
  const { plant, tap, both, lines, parameters } = tapped();
  const set = { kind: "set", parameter: "water.depth", value: 9 } as const;
  const first = tap.obey(set, "c1 10.0.0.1:5");
  both.send({ kind: "hold" });
  const second = tap.obey({ kind: "reset" }, "c2 10.0.0.2:5");
  plant.answer(0);
  plant.answer(1);
  plant.answer(2, { outcome: "refused", reason: "not now" });
  const applied = { outcome: "applied", simulation_time: 2 };
  const refused = { outcome: "refused", reason: "not now", simulation_time: 2 };
  assert.deepEqual([await first, await second], [applied, refused]);
  assert.deepEqual(tap.shown, [
    { ...parameters, "water.depth": 9 },
    { command: set, origin: "c1 10.0.0.1:5", result: applied },
    { command: { kind: "hold" }, origin: "keyboard", result: applied },
    { command: { kind: "reset" }, origin: "c2 10.0.0.2:5", result: refused },
  ]);
  assert.deepEqual(lines, [
    "tap c1 10.0.0.1:5: set water.depth 9: applied",
    "tap c2 10.0.0.2:5: reset: refused: not now",
  ]);
});

Deno.test("what the optimiser does is shown to all, and taken for nobody's answer", async () => {
  const { plant, tap, lines } = tapped();
  const answered = tap.obey({ kind: "hold" }, "c1");
  const eased = { kind: "mode", mode: "performance" } as const;
  plant.receive({ command: eased, outcome: "applied", simulationTime: 1, by: "optimiser" });
  plant.answer(0);
  const result = { outcome: "applied", simulation_time: 2 };
  assert.deepEqual(await answered, result);
  assert.deepEqual(tap.shown, [
    { command: eased, origin: "optimiser", result: { ...result, simulation_time: 1 } },
    { command: { kind: "hold" }, origin: "c1", result },
  ]);
  assert.deepEqual(lines, ["tap c1: hold: applied"]);
});

Deno.test("the tap shows alarms as they stand, and each entry of the journal", () => {
  const { plant, tap } = tapped();
  const [first] = tap.told;
  assert.equal(first.topic, "alarms");
  assert.ok(first.state.alarms.length > 0);
  assert.deepEqual(first.state.active, []);
  const { name: alarm, level } = first.state.alarms[0];
  const entry: JournalEntry = {
    kind: "transition",
    time: 3,
    alarm,
    level,
    event: "raise",
    from: "normal",
    to: "unacknowledged",
    value: 1,
    worst: 1,
    count: 1,
    activeTime: 0,
    isFirstOut: true,
  };
  plant.journalize([entry, { kind: "flood", time: 4, isFlood: true, count: 10 }]);
  const [, raised, flood] = tap.told;
  assert.deepEqual(raised.data, entry);
  assert.deepEqual(raised.state.active, [alarm]);
  assert.deepEqual([flood.data.kind, flood.state.isFlood], ["flood", true]);
});

Deno.test("a command that cannot be sent, or comes after the end, is refused", async () => {
  const { plant, tap, both } = tapped();
  const refused = (reason: string) => ({ outcome: "refused", reason, simulation_time: null });
  plant.isFull = true;
  assert.deepEqual(await tap.obey({ kind: "hold" }, "c1"), refused("full"));
  plant.isFull = false;
  const waiting = tap.obey({ kind: "hold" }, "c1");
  const frames = both.frames(() => {});
  plant.end.resolve({ reason: "done" });
  await frames;
  assert.deepEqual(await waiting, refused("the run has ended"));
  assert.deepEqual(await tap.obey({ kind: "hold" }, "c1"), refused("the run has ended"));
  assert.equal(plant.sent.length, 1);
});
