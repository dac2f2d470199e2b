import assert from "node:assert/strict";
import fc from "fast-check";
import { Watchdog } from "../../monitor/mod.ts";
import { beat, createHeartbeat } from "../../telemetry/mod.ts";

const WATCH = { looks: 3, firstLooks: 5 };

/** Looks so often; says at which look, from 1, the thread was taken for blocked. */
function looksUntilBlocked(watchdog: Watchdog, most = 100): number {
  for (let look = 1; look <= most; look++) if (watchdog.look()) return look;
  return Infinity;
}

Deno.test("watchdog: a thread that has yet to begin has more time", () => {
  const heart = createHeartbeat();
  assert.equal(looksUntilBlocked(new Watchdog(heart, WATCH)), 5);
  const watchdog = new Watchdog(heart, WATCH);
  beat(heart);
  assert.equal(watchdog.look(), false);
  assert.equal(looksUntilBlocked(watchdog), 3);
});

Deno.test("watchdog: it says what a log of beats and looks says", () => {
  const happening = fc.constantFrom("beat", "look", "look", "excuse");
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const heart = createHeartbeat();
      const watchdog = new Watchdog(heart, WATCH);
      happenings.forEach((kind, i) => {
        if (kind === "beat") return beat(heart);
        const before = happenings.slice(0, i + 1);
        // Every stretch between two looks, the last one last, and whether the heart beat in it.
        const stretches = before.join(" ").split(/ ?(?:look|excuse) ?/).slice(0, -1)
          .map((beats) => beats.includes("beat"));
        const looks = before.filter((each) => each !== "beat");
        const isFine = stretches.map((hasBeaten, look) => hasBeaten || looks[look] === "excuse");
        const inVain = isFine.length - 1 - isFine.lastIndexOf(true);
        const most = stretches.includes(true) ? WATCH.looks : WATCH.firstLooks;
        assert.equal(watchdog.look(kind === "excuse"), inVain >= most, before.join(" "));
      });
    }),
    { seed: 8, numRuns: 500, endOnFailure: true },
  );
});
