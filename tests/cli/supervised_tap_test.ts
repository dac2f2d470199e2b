import assert from "node:assert/strict";
import { SupervisedTap } from "../../cli/supervised_tap.ts";
import { Supervision } from "../../cli/supervision.ts";
import type { Tap, TapOptions } from "../../cli/mod.ts";
import { PRESETS } from "../../telemetry/mod.ts";
import { FakeWorld } from "./fake_world.ts";

const OPTIONS: TapOptions = {
  address: { host: "127.0.0.1", port: 0 },
  control: true,
  source: { version: "0", fps: 30, rate: 10 },
  parameters: PRESETS["kpp-01"].parameters,
};

/** A tap that notes what is asked of it, and dies when told to. */
class NotedTap implements Tap {
  readonly address;
  readonly waiting = 0;
  readonly notes: string[] = [];
  readonly #death = Promise.withResolvers<string>();

  constructor({ address }: TapOptions) {
    this.address = { ...address, port: address.port === 0 ? 4321 : address.port };
  }

  get death(): Promise<string> {
    return this.#death.promise;
  }

  die(why: string): void {
    this.#death.resolve(why);
  }

  relay = () => void this.notes.push("relay");
  control = () => void this.notes.push("control");
  tell = (...[topic]: Parameters<Tap["tell"]>) => void this.notes.push(`tell ${topic}`);
  show = (...[topic, state]: Parameters<Tap["show"]>) =>
    void this.notes.push(`show ${topic} ${state}`);
  showCommand = () => void this.notes.push("showCommand");
  showParameters = () => void this.notes.push("showParameters");

  [Symbol.asyncDispose](): Promise<void> {
    this.notes.push("closed");
    return Promise.resolve();
  }
}

/** A supervised tap whose opening fails so many times after the first. */
async function scene(failures: number) {
  const taps: NotedTap[] = [];
  const ports: number[] = [];
  const world = new FakeWorld({
    tap: (options) => {
      ports.push(options.address.port);
      if (taps.length > 0 && failures-- > 0) throw new Error("the port is in use");
      taps.push(new NotedTap(options));
      return taps.at(-1)!;
    },
  });
  const supervision = new Supervision(world);
  const tap = await SupervisedTap.open(OPTIONS, world, supervision);
  return { tap, taps, ports, world, supervision };
}

/** Lets what waits for nothing but a turn happen. */
async function settle(): Promise<void> {
  for (let i = 0; i < 100; i++) await Promise.resolve();
}

Deno.test("tap: one that dies is opened again, and shows what it showed", async () => {
  const { tap, taps, ports, world } = await scene(2);
  tap.control(() => Promise.reject(new Error("never")));
  tap.show("alarms", "first");
  tap.tell("alarms", "event", "second");
  tap.showParameters(OPTIONS.parameters);
  taps[0].die("The tap died: a bug");
  await settle();
  assert.deepEqual(ports, [0, 4321, 4321, 4321]);
  assert.deepEqual(taps[1].notes, ["show alarms second", "control", "showParameters"]);
  tap.relay(undefined as unknown as Parameters<Tap["relay"]>[0]);
  assert.deepEqual([taps[0].notes.at(-1), taps[1].notes.at(-1)], ["showParameters", "relay"]);
  assert.deepEqual(world.lines, [
    "tap: The tap died: a bug; starting it again",
    "tap: the port is in use; it works again",
  ]);
});

Deno.test("tap: while there is none nothing is kept for it, and nobody waits", async () => {
  const { tap, taps, supervision } = await scene(Infinity);
  taps[0].die("The tap died: a bug");
  supervision[Symbol.dispose]();
  await settle();
  tap.relay(undefined as unknown as Parameters<Tap["relay"]>[0]);
  tap.tell("events", "lost");
  assert.equal(tap.waiting, 0);
  await tap[Symbol.asyncDispose]();
  assert.deepEqual(taps[0].notes, [], "it is dead");
});

Deno.test("tap: one that is closed is not opened again", async () => {
  const { tap, taps, ports } = await scene(0);
  await tap[Symbol.asyncDispose]();
  taps[0].die("The tap died: it was closed");
  await settle();
  assert.deepEqual(ports, [0]);
  assert.deepEqual(taps[0].notes, ["closed"]);
});
