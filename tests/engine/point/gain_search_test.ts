import assert from "node:assert/strict";
import { searchGains } from "../../../engine/point/gain_search.ts";
import { NoSteadyPoint, type SteadyPoint } from "../../../engine/point/mod.ts";
import { near } from "../rig.ts";

// The search for the best gain, on powers that are known in closed form.

type Curve = (gain: number) => number;

/** Points whose power and efficiency are given; what was asked for is written down. */
function plantOf(power: Curve, electricEfficiency: Curve = () => NaN) {
  const asked: number[] = [];
  const at = (gain: number) => {
    asked.push(gain);
    return { power: power(gain), electricEfficiency: electricEfficiency(gain) } as SteadyPoint;
  };
  return { asked, at };
}

/** A load matched to a source of inner resistance `best` takes most. */
const matched = (best: number): Curve => (gain) => gain / (gain + best) ** 2;

Deno.test("gain search: most power and most efficiency, each where it is", () => {
  const { at } = plantOf(matched(2), matched(70));
  const { power, efficiency } = searchGains(3, at);
  near(power.gain, 2, { what: "gain of most power", relative: 2e-4 });
  near(efficiency!.gain, 70, { what: "gain of most efficiency", relative: 2e-4 });
  assert.equal(power.point.power, matched(2)(power.gain));
  assert.deepEqual([power.isAtLimit, efficiency!.isAtLimit], [false, false]);
});

Deno.test("gain search: the best of two peaks, wherever the search begins", () => {
  const two: Curve = (gain) => matched(0.01)(gain) / 50 + 2 * matched(20)(gain);
  for (const own of [0.02, 1, 50]) {
    near(searchGains(own, plantOf(two).at).power.gain, 0.01, { what: "gain", relative: 1e-2 });
  }
});

Deno.test("gain search: four decades either way, up to what a gain may be", () => {
  const tried = (own: number) => {
    const { asked, at } = plantOf(() => 1);
    searchGains(own, at);
    // The first is asked again at once by what closes in.
    return asked.slice(0, asked.findIndex((gain, i) => i > 0 && gain <= asked[i - 1]));
  };
  const gains = tried(5);
  assert.equal(gains.length, 33);
  near(gains[0], 5e-4, { what: "least", relative: 1e-12 });
  assert.equal(gains[16], 5);
  near(gains[32], 5e4, { what: "most", relative: 1e-12 });
  gains.slice(1).forEach((gain, i) =>
    near(gain / gains[i], 10 ** 0.25, { what: "ratio", relative: 1e-12 })
  );
  const large = tried(5e5);
  near(large.at(-1)!, 5e5 * 10 ** 0.25, { what: "most", relative: 1e-12 });
  assert.ok(large.at(-1)! <= 1e6);
  assert.equal(tried(1e6).at(-1), 1e6);
});

Deno.test("gain search: a best that is the first or the last tried is said to be", () => {
  const rising = searchGains(1, plantOf((gain) => gain).at).power;
  near(rising.gain, 1e4, { what: "gain", relative: 1e-12 });
  assert.ok(rising.isAtLimit);
  const falling = searchGains(1, plantOf((gain) => 1 / gain).at).power;
  near(falling.gain, 1e-4, { what: "gain", relative: 1e-12 });
  assert.ok(falling.isAtLimit);
  // One gain next to either end has a neighbour on both sides.
  for (const best of [1.5e-4, 7e3]) {
    const { gain, isAtLimit } = searchGains(1, plantOf(matched(best)).at).power;
    near(gain, best, { what: "gain", relative: 2e-4 });
    assert.ok(!isAtLimit);
  }
});

Deno.test("gain search: of equal powers the smallest load", () => {
  near(searchGains(1, plantOf(() => 7).at).power.gain, 1e-4, { what: "gain", relative: 1e-12 });
});

Deno.test("gain search: closing in costs one point per golden section", () => {
  const { asked, at } = plantOf(matched(2));
  searchGains(3, at);
  // From 10^(1/2) to 1 + 1e-4 by the golden ratio: 20 sections, and the two to begin with.
  assert.ok(asked.length <= 33 + 24, `${asked.length} points`);
  const close = asked.slice(33);
  assert.ok(close.every((gain) => gain > 2 / 10 ** 0.5 && gain < 2 * 10 ** 0.5), `${close}`);
  assert.equal(new Set(close).size, close.length, "no point is asked for twice");
});

/** A curve with a gap in which the plant has no steady point. */
const without =
  (curve: Curve, isGap: (gain: number) => boolean, reason: "slow" | "resting"): Curve => (gain) => {
    if (isGap(gain)) throw new NoSteadyPoint(reason);
    return curve(gain);
  };

Deno.test("gain search: gains without a point are passed over", () => {
  const gap = without(matched(1.95), (gain) => gain > 1 && gain < 1.7, "resting");
  near(searchGains(1, plantOf(gap).at).power.gain, 1.95, { what: "gain", relative: 2e-4 });
  // No point below: the search goes on above.
  const above = without(matched(50), (gain) => gain < 20, "resting");
  near(searchGains(1, plantOf(above).at).power.gain, 50, { what: "gain", relative: 2e-4 });
});

Deno.test("gain search: a chain too slow is not asked again under more load", () => {
  const { asked, at } = plantOf(without((gain) => gain, (gain) => gain > 2, "slow"));
  const { power } = searchGains(1, at);
  assert.equal(asked.filter((gain) => gain > 2).length, 1);
  near(power.gain, 10 ** 0.25, { what: "the last that runs", relative: 1e-12 });
  assert.ok(power.isAtLimit);
});

Deno.test("gain search: no data is no best", () => {
  const { at } = plantOf(matched(2), (gain) => gain < 30 ? NaN : matched(3)(gain));
  const { efficiency } = searchGains(1, at);
  near(efficiency!.gain, 10 ** 1.5, { what: "gain", relative: 1e-12 });
  assert.ok(efficiency!.isAtLimit);
  assert.equal(searchGains(1, plantOf(matched(2)).at).efficiency, null);
});

Deno.test("gain search: without any point the smallest load says why", () => {
  const reason: Curve = (gain) => {
    throw new NoSteadyPoint(gain < 2e-4 ? "fast" : "resting");
  };
  assert.throws(() => searchGains(1, plantOf(reason).at), { reason: "fast" });
});

Deno.test("gain search: without power there is no best load", () => {
  for (const power of [0, -1]) {
    assert.throws(() => searchGains(1, plantOf(() => power).at), {
      name: "NoSteadyPoint",
      reason: "powerless",
    });
  }
});

Deno.test("gain search: other errors are not taken for a plant without a point", () => {
  const broken: Curve = (gain) => {
    if (gain > 1) throw new TypeError("broken");
    return 1;
  };
  assert.throws(() => searchGains(1, plantOf(broken).at), TypeError);
});
