import assert from "node:assert/strict";
import { FrameBus } from "../../telemetry/mod.ts";
import { frameOf } from "./fixtures.ts";

Deno.test("FrameBus: every subscriber is told of every frame in the order of subscription", () => {
  const bus = new FrameBus();
  const told: string[] = [];
  using _one = bus.subscribe(({ frameId }) => told.push(`one ${frameId}`));
  using _other = bus.subscribe(({ frameId }) => told.push(`other ${frameId}`));
  bus.publish(frameOf({}, { frameId: 0 }));
  bus.publish(frameOf({}, { frameId: 1 }));
  assert.deepEqual(told, ["one 0", "other 0", "one 1", "other 1"]);
});

Deno.test("FrameBus: a subscription ends with its scope, another of the same one lives", () => {
  const bus = new FrameBus();
  let told = 0;
  const receive = () => void told++;
  using _kept = bus.subscribe(receive);
  {
    using _ended = bus.subscribe(receive);
    bus.publish(frameOf({}));
    assert.equal(told, 2);
  }
  bus.publish(frameOf({}));
  assert.equal(told, 3);
});

Deno.test("FrameBus: one that throws does not keep the frame from the others", () => {
  const bus = new FrameBus();
  let told = 0;
  using _failing = bus.subscribe(() => {
    throw new Error("the first");
  });
  using _other = bus.subscribe(() => {
    told++;
    throw new Error("the second");
  });
  assert.throws(() => bus.publish(frameOf({})), { message: "the first" });
  assert.equal(told, 1);
});
