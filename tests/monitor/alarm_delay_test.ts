import assert from "node:assert/strict";
import fc from "fast-check";
import type { RuleDocument } from "../../monitor/mod.ts";
import { Watch } from "./watch.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 500, endOnFailure: true });

/** What a limit alarm is set to, delays in evaluations. */
interface Setting {
  readonly limit: number;
  readonly isAbove: boolean;
  readonly deadband: number;
  readonly onDelay: number;
  readonly offDelay: number;
}

/**
 * The slow, obvious way: every evaluation is judged from the whole past. The test holds beyond the
 * limit, and behind it as long as it has never been out of the dead band since it was beyond.
 */
function obviousTests(values: readonly number[], setting: Setting): boolean[] {
  const { limit, isAbove, deadband } = setting;
  const beyond = (value: number, by: number) => isAbove ? value > limit - by : value < limit + by;
  return values.map((_, now) => {
    const past = values.slice(0, now + 1);
    const begun = past.findLastIndex((value) => beyond(value, 0));
    return begun >= 0 && past.slice(begun).every((value) => beyond(value, deadband));
  });
}

/** Whether the alarm is active: what Prometheus says of `for` and `keep_firing_for`, in words. */
function obviousActivity(tests: readonly boolean[], { onDelay, offDelay }: Setting): boolean[] {
  const isActive: boolean[] = [];
  for (const [now] of tests.entries()) {
    const past = tests.slice(0, now + 1);
    const heldFrom = past.lastIndexOf(false) + 1;
    const ceasedFrom = past.lastIndexOf(true) + 1;
    const comes = past[now] && now - heldFrom >= onDelay;
    const stays = isActive[now - 1] === true && (past[now] || now - ceasedFrom < offDelay);
    isActive.push(comes || stays);
  }
  return isActive;
}

const VALUES = fc.array(fc.constantFrom(NaN, 0, 1, 1.5, 2, 2.5, 3, 4), { maxLength: 60 });

const SETTINGS: fc.Arbitrary<Setting> = fc.record({
  limit: fc.constantFrom(1, 2, 3),
  isAbove: fc.boolean(),
  deadband: fc.constantFrom(0, 0.5, 1.5),
  onDelay: fc.integer({ min: 0, max: 5 }),
  offDelay: fc.integer({ min: 0, max: 5 }),
});

Deno.test("limits, dead bands and delays are those of an obvious model, on random series", () => {
  fc.assert(fc.property(VALUES, SETTINGS, (values, setting) => {
    const { limit, isAbove, deadband, onDelay, offDelay } = setting;
    for (const rate of [1, 10]) {
      const rule: RuleDocument = {
        alert: "a",
        signal: "chain.speed",
        limits: isAbove ? { hi: limit } : { lo: limit },
        deadband,
        for: onDelay / rate,
        keep_firing_for: offDelay / rate,
      };
      assert.deepEqual(
        Watch.activity(rule, "chain.speed", values, rate),
        obviousActivity(obviousTests(values, setting), setting),
      );
    }
  }));
});
