import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Frame } from "../../telemetry/mod.ts";
import type { GuardOptions } from "../../tui/kit/mod.ts";
import { opened, ScreenWorld, turn } from "./screen_world.ts";

/** A frame that whoever looks at it stumbles over. */
const BROKEN = { values: undefined } as unknown as Partial<Frame>;

Deno.test("a screen that throws for once is drawn again, and the run goes on", async () => {
  const { world, terminal, plant, code } = await opened();
  plant.frame(0);
  plant.frame(1, BROKEN);
  await turn();
  for (let index = 2; index < 40; index++) plant.frame(index);
  await terminal.shows(/● running/);
  terminal.press("q");
  equal(await code, 0);
  equal(world.lines.length, 2, world.lines.join("\n"));
  match(world.lines[0], /^screen: .+; trying again$/);
  match(world.lines[1], /^screen: .+; it works again$/);
});

/** A world whose terminal can be drawn on so many times. */
class BrittleWorld extends ScreenWorld {
  constructor(public draws: number) {
    super();
    const { enterTerminal } = this;
    Object.assign(this, {
      enterTerminal: (options: GuardOptions) => {
        const guard = enterTerminal(options);
        const show = guard.show.bind(guard);
        guard.show = (cells) => {
          if (this.draws-- <= 0) throw new Error("no way to draw this");
          show(cells);
        };
        return guard;
      },
    });
  }
}

Deno.test("a screen that cannot be drawn is left, and the run goes on", async () => {
  const { world, terminal, plant, code } = await opened({}, new BrittleWorld(3));
  for (let index = 0; index < 20; index++) plant.frame(index);
  for (let i = 0; i < 20; i++) await turn();
  ok(!terminal.isTaken, "the terminal is restored");
  deepEqual(world.lines, [
    "screen: no way to draw this; trying again",
    "screen: no way to draw this; starting it again",
    "screen: no way to draw this; going on without it",
  ]);
  for (let index = 20; index < 40; index++) plant.frame(index);
  plant.end({ reason: "done" });
  equal(await code, 0);
});

Deno.test("a run whose screen is gone ends at a signal or with its plant", async () => {
  for (const isFault of [false, true]) {
    const { world, plant, code } = await opened({}, new BrittleWorld(3));
    for (let index = 0; index < 20; index++) plant.frame(index);
    for (let i = 0; i < 20; i++) await turn();
    if (isFault) plant.end({ reason: "fault", message: "it is not finite" });
    else ok(world.signal("SIGTERM"), "somebody listens");
    equal(await code, isFault ? 1 : 143);
    equal(world.lines.includes("it is not finite"), isFault);
  }
});
