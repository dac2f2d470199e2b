import assert from "node:assert/strict";
import type { JournalEntry, RuleDocument } from "../../monitor/mod.ts";
import { Watch } from "./watch.ts";

const SPEED = "chain.speed";

function activity(rule: Omit<RuleDocument, "alert">, values: readonly number[], rate = 1): string {
  return Watch.activity({ alert: "a", ...rule }, SPEED, values, rate)
    .map((isActive) => isActive ? "#" : ".").join("");
}

Deno.test("each limit is passed on its side, and the dead band holds on the way back", () => {
  const values = [1, 2, 3, 2, 1.5, 1, 0, -1, 0];
  assert.equal(activity({ signal: SPEED, limits: { hi: 2 } }, values), "..#......");
  assert.equal(activity({ signal: SPEED, limits: { hi: 2 }, deadband: 0.5 }, values), "..##.....");
  assert.equal(activity({ signal: SPEED, limits: { hi: 2 }, deadband: 2 }, values), "..####...");
  assert.equal(activity({ signal: SPEED, limits: { lo: 0 } }, values), ".......#.");
  assert.equal(activity({ signal: SPEED, limits: { lo: 1 }, deadband: 0.5 }, values), "......###");
  const both = new Watch([{ alert: "a", signal: SPEED, limits: { lolo: -0.5, lo: 0.5, hi: 2 } }]);
  both.values(SPEED, ...values);
  assert.deepEqual(both.states("a.lolo"), [[7, "unacknowledged"], [8, "returnedUnacknowledged"]]);
  assert.deepEqual(both.states("a.lo"), [[6, "unacknowledged"]]);
});

Deno.test("rate, deviation and silence are limits of a signal too", () => {
  const values = [0, 1, 3, 3, 2, -2, -2];
  assert.equal(activity({ signal: SPEED, limits: { rate: 1.5 } }, values), "..#..#.");
  const over = { signal: SPEED, limits: { rate: 1.5 }, over: "2s" };
  assert.equal(activity(over, values), ".....##", "mean over two seconds");
  const fast = { signal: SPEED, limits: { rate: 15 } };
  assert.equal(activity({ ...fast, over: "100ms" }, values, 10), "..#..#.");
  const away = { signal: SPEED, setpoint: "regulator.setpoint / 230000", limits: { deviation: 1 } };
  assert.equal(activity(away, values), "..##.##");
  const silence = { signal: SPEED, limits: { stale: 2 } };
  const silent = [NaN, NaN, NaN, 1, NaN, NaN, NaN, NaN, 1];
  assert.equal(activity(silence, silent), "..#...##.");
});

Deno.test("delays are counted in simulated time, whatever the rate of evaluation", () => {
  const rule = { signal: SPEED, limits: { hi: 0.5 }, for: "300ms", keep_firing_for: "200ms" };
  const held = (count: number) => [...new Array(count).fill(1), 0, 0, 0, 0];
  assert.equal(activity(rule, held(3), 10), ".......");
  assert.equal(activity(rule, held(4), 10), "...###.".padEnd(8, "."));
  assert.equal(activity(rule, [1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0], 10), "......#####.");
});

Deno.test("no data and errors are states of their own, and end what was active", () => {
  const rules = [{ alert: "a", expr: `1 / ${SPEED} > 2` }];
  const root = [{ alert: "a", expr: `${SPEED} / ${SPEED} > 0.5` }];
  const watch = new Watch(rules).values(SPEED, NaN, 0.1, NaN, 5);
  assert.deepEqual(watch.states("a"), [
    [0, "noData"],
    [1, "unacknowledged"],
    [2, "returnedUnacknowledged"],
  ]);
  const failing = new Watch(root).values(SPEED, 0, 1);
  assert.deepEqual(failing.states("a"), [[0, "error"], [1, "unacknowledged"]]);
  failing.monitor.operate({ event: "acknowledge" }, 1);
  failing.values(SPEED, 0, NaN, 0, 1);
  assert.deepEqual(failing.states("a").slice(2), [
    [1, "acknowledged"],
    [2, "error"],
    [3, "noData"],
    [4, "error"],
    [5, "unacknowledged"],
  ]);
});

Deno.test("one side that is known decides, although the other has no data", () => {
  const watch = new Watch([{ alert: "a", expr: `${SPEED} > 1 or chain.position > 1` }]);
  watch.values(SPEED, 2, 0);
  assert.deepEqual(watch.states("a"), [[0, "unacknowledged"], [1, "returnedUnacknowledged"]]);
});

Deno.test("the journal has count, worst value, duration and note", () => {
  const watch = new Watch([{ alert: "a", signal: SPEED, limits: { lo: 2 } }]);
  watch.values(SPEED, 3, 1, 0.5, 1, 3, 1.5, 3);
  const told = watch.journal.map((entry) => {
    assert.ok(entry.kind === "transition");
    const { time, event, value, worst, count, activeTime } = entry;
    return [time, event, value, worst, count, activeTime];
  });
  assert.deepEqual(told, [
    [1, "raise", 1, 1, 1, 0],
    [4, "clear", 3, 0.5, 1, 3],
    [5, "raise", 1.5, 1.5, 2, 3],
    [6, "clear", 3, 1.5, 2, 4],
  ]);
});

Deno.test("the worst of a comparison is on its own side", () => {
  const worst = (expr: string) => {
    const last = new Watch([{ alert: "a", expr }]).values(SPEED, 1, 3, 2, 9).journal.at(-1)!;
    return last.kind === "transition" ? last.worst : undefined;
  };
  assert.equal(worst(`${SPEED} < 5`), 1);
  assert.equal(worst(`${SPEED} > 0 and ${SPEED} < 5`), 3);
  assert.equal(worst(`not ${SPEED} == 9`), 2, "where neither side is worse, the last");
});

Deno.test("a latching alarm stays until it is acknowledged and reset", () => {
  const watch = new Watch([{ alert: "a", signal: SPEED, limits: { hi: 1 }, latch: true }]);
  watch.values(SPEED, 2, 0);
  assert.throws(() => watch.monitor.operate({ event: "reset" }, 1), /latched and acknowledged/);
  watch.monitor.operate({ event: "acknowledge", alarm: "a", note: "seen" }, 1);
  watch.values(SPEED, 0);
  watch.monitor.operate({ event: "reset", alarm: "a" }, 2);
  assert.deepEqual(watch.states("a.hi").map(([, state]) => state), [
    "unacknowledged",
    "latchedUnacknowledged",
    "latchedAcknowledged",
    "normal",
  ]);
});

Deno.test("shelving hides an alarm for its time and no longer", () => {
  const watch = new Watch([{ alert: "a", signal: SPEED, limits: { hi: 1 } }], 10);
  watch.values(SPEED, 0);
  watch.monitor.operate({ event: "shelve", alarm: "a.hi", duration: 0.5 }, watch.time);
  watch.values(SPEED, 2, 2, 0, 2, 2, 2);
  assert.deepEqual(watch.states("a.hi"), [[0, "shelved"], [0.5, "unacknowledged"]]);
  watch.monitor.operate({ event: "shelve", alarm: "a.hi", duration: 60 }, watch.time);
  watch.monitor.operate({ event: "shelve", alarm: "a.hi", duration: 0.2 }, watch.time);
  watch.values(SPEED, 0, 0);
  assert.deepEqual(watch.states("a.hi").at(-1), [0.8, "normal"], "shelved anew, for less");
  watch.monitor.operate({ event: "shelve", alarm: "a.hi", duration: 60 }, watch.time);
  watch.monitor.operate({ event: "unshelve", alarm: "a.hi" }, watch.time);
  assert.deepEqual(watch.states("a.hi").at(-1), [0.8, "normal"]);
});

Deno.test("what is suppressed by design is not told, and comes back as it is by then", () => {
  const watch = new Watch([{
    alert: "a",
    signal: SPEED,
    limits: { hi: 1 },
    suppress_when: "clutch.locked == 0",
  }]);
  const see = (speed: number, locked: number) => {
    watch.see({ [SPEED]: speed, "clutch.locked": locked });
  };
  see(2, 0);
  see(0, 0);
  see(2, 0);
  see(2, 1);
  see(2, 0);
  see(0, 0);
  see(0, 1);
  see(2, NaN);
  assert.deepEqual(watch.states("a.hi"), [
    [0, "suppressed"],
    [3, "unacknowledged"],
    [4, "suppressed"],
    [6, "normal"],
    [7, "unacknowledged"],
  ]);
});

Deno.test("out of service is stronger than shelving and suppression", () => {
  const rule = {
    alert: "a",
    signal: SPEED,
    limits: { hi: 1 },
    suppress_when: "clutch.locked == 0",
  };
  const watch = new Watch([rule]);
  watch.see({ [SPEED]: 2, "clutch.locked": 1 });
  watch.monitor.operate({ event: "remove", alarm: "a" }, 0);
  assert.throws(
    () => watch.monitor.operate({ event: "shelve", alarm: "a", duration: 9 }, 0),
    /^RangeError: Cannot shelve "a" as it must be in service: .* a\.hi is outOfService$/,
  );
  watch.see({ [SPEED]: 2, "clutch.locked": 0 });
  watch.monitor.operate({ event: "restore", alarm: "a" }, 1);
  watch.see({ [SPEED]: 2, "clutch.locked": 1 });
  assert.deepEqual(watch.states("a.hi").map(([, state]) => state), [
    "unacknowledged",
    "outOfService",
    "suppressed",
    "unacknowledged",
  ]);
});

Deno.test("what cannot be done is refused, and nothing is changed", () => {
  const watch = new Watch([{ alert: "a", signal: SPEED, limits: { hi: 1 } }]).values(SPEED, 0);
  const { monitor } = watch;
  const refused: readonly [() => void, RegExp][] = [
    [() => monitor.operate({ event: "acknowledge" }, 0), /must be unacknowledged.*: none is$/],
    [
      () => monitor.operate({ event: "raise" as "reset", alarm: "a" }, 0),
      /^Cannot operate an alarm as event must be acknowledge, .*: current value is raise$/,
    ],
    [() => monitor.operate({ event: "unshelve", alarm: "a.ho" }, 0), /did you mean "a\.hi"\?$/],
    [() => monitor.operate({ event: "shelve", alarm: "a" }, 0), /above 0 to 86400 s: .* nothing$/],
    [() => monitor.operate({ event: "shelve", alarm: "a", duration: NaN }, 0), /is NaN$/],
    [() => monitor.operate({ event: "shelve", alarm: "a", duration: 1e6 }, 0), /is 1000000$/],
    [
      () => monitor.operate({ event: "acknowledge", note: "x".repeat(201) }, 0),
      /a note must have at most 200 characters: current value has 201$/,
    ],
    [() => monitor.setLimit("a", 3, 0), /name must be that of a limit: current value is a$/],
    [() => monitor.setLimit("a.hi", NaN, 0), /the limit must be a number: current value is NaN$/],
  ];
  for (const [act, message] of refused) assert.throws(act, { name: "RangeError", message });
  assert.deepEqual(watch.journal, []);
});

Deno.test("a limit that is set holds from the next evaluation on", () => {
  const watch = new Watch([{ alert: "a", signal: SPEED, limits: { hi: 1 } }]).values(SPEED, 0.5);
  watch.monitor.setLimit("a.hi", 0.2, 0);
  assert.equal(watch.monitor.alarms[0].limit, 0.2);
  watch.values(SPEED, 0.5);
  assert.deepEqual(watch.states("a.hi"), [[1, "unacknowledged"]]);
});

Deno.test("the first of a group to come is marked, until another is the first", () => {
  const watch = new Watch([
    { alert: "a", expr: `${SPEED} > 1` },
    { alert: "b", expr: `${SPEED} > 2` },
    { alert: "c", expr: `${SPEED} < 0` },
  ]);
  watch.values(SPEED, 1.5, 3, 1.5, -1, 3);
  const first = watch.journal.flatMap((entry) =>
    entry.kind === "transition" ? [[entry.time, entry.alarm, entry.event, entry.isFirstOut]] : []
  );
  assert.deepEqual(first, [
    [0, "a", "raise", true],
    [1, "b", "raise", false],
    [2, "b", "clear", false],
    [3, "a", "clear", true],
    [3, "c", "raise", true],
    // Nothing is active any more but c, which goes in the same evaluation, after the others.
    [4, "a", "raise", false],
    [4, "b", "raise", false],
    [4, "c", "clear", true],
  ]);
});

function kinds(journal: readonly JournalEntry[], kind: string): unknown[] {
  return journal.flatMap((entry) => {
    if (entry.kind !== kind) return [];
    const { time } = entry;
    return [[
      time,
      entry.kind === "flood" ? entry.isFlood : (entry as { isChattering: boolean })
        .isChattering,
    ]];
  });
}

Deno.test("three times within a minute is chatter; a quiet minute ends it", () => {
  const once = [2, 0];
  const watch = new Watch([{ alert: "a", signal: SPEED, limits: { hi: 1 } }]);
  watch.values(SPEED, ...once, ...once).times(55, { [SPEED]: 0 });
  assert.deepEqual(kinds(watch.journal, "chatter"), []);
  watch.values(SPEED, ...once);
  assert.deepEqual(kinds(watch.journal, "chatter"), [[59, true]], "came at 0, 2 and 59 s");
  watch.values(SPEED, ...once).times(70, { [SPEED]: 0 });
  assert.deepEqual(
    kinds(watch.journal, "chatter"),
    [[59, true], [121, false]],
    "came last at 61 s",
  );
});

Deno.test("comings a minute apart are no chatter", () => {
  const watch = new Watch([{ alert: "a", signal: SPEED, limits: { hi: 1 } }]);
  for (let minute = 0; minute < 20; minute++) {
    watch.values(SPEED, 2).times(29, { [SPEED]: 0 });
  }
  assert.deepEqual(kinds(watch.journal, "chatter"), []);
});

Deno.test("a flood begins above ten alarms in ten minutes and ends below five", () => {
  const rules = Array.from({ length: 12 }, (_, index) => ({
    alert: `a${index}`,
    expr: `${SPEED} > ${index}`,
  }));
  const watch = new Watch(rules).values(SPEED, 10);
  assert.deepEqual(kinds(watch.journal, "flood"), [], "ten have come");
  watch.times(100, { [SPEED]: 10 }).values(SPEED, 11);
  assert.deepEqual(kinds(watch.journal, "flood"), [[101, true]], "eleven have come");
  watch.times(498, { [SPEED]: 11 });
  assert.equal(watch.now, 599);
  assert.deepEqual(kinds(watch.journal, "flood").length, 1);
  watch.times(1, { [SPEED]: 11 });
  assert.deepEqual(kinds(watch.journal, "flood"), [[101, true], [600, false]]);
});

Deno.test("what nobody is told of is no part of a flood", () => {
  const rules = Array.from({ length: 20 }, (_, index) => ({
    alert: `a${index}`,
    expr: `${SPEED} > 0`,
    suppress_when: "clutch.locked == 0",
  }));
  const watch = new Watch(rules).see({ [SPEED]: 1, "clutch.locked": 0 });
  assert.deepEqual(kinds(watch.journal, "flood"), []);
  watch.see({ [SPEED]: 1, "clutch.locked": 1 });
  assert.deepEqual(kinds(watch.journal, "flood"), [[1, true]]);
});

Deno.test("a restart begins anew, with the limits as they are", () => {
  const watch = new Watch([{ alert: "a", signal: SPEED, limits: { hi: 1 }, for: "2s" }]);
  watch.values(SPEED, 2, 2, 2);
  watch.monitor.setLimit("a.hi", 5, 2);
  watch.monitor.restart();
  watch.now = 0;
  watch.values(SPEED, 2, 6, 6, 6);
  assert.deepEqual(watch.states("a.hi"), [[2, "unacknowledged"], [4, "unacknowledged"]]);
  const last = watch.journal.at(-1)!;
  assert.ok(last.kind === "transition" && last.count === 1);
});

Deno.test("other rules: what is the same goes on, the rest begins anew", () => {
  const watch = new Watch([
    { alert: "same", signal: SPEED, limits: { hi: 1 }, for: "3s" },
    { alert: "changed", signal: SPEED, limits: { hi: 1 } },
    { alert: "set", signal: SPEED, limits: { hi: 9 } },
    { alert: "shelved", signal: SPEED, limits: { hi: 1 } },
    { alert: "gone", signal: SPEED, limits: { hi: 1 } },
    { alert: "other", signal: SPEED, limits: { hi: 1 } },
  ]);
  watch.values(SPEED, 2, 2);
  watch.monitor.setLimit("set.hi", 1, watch.time);
  watch.values(SPEED, 2);
  watch.monitor.operate({ event: "shelve", alarm: "shelved", duration: 3 }, watch.time);
  watch.journal.length = 0;
  watch.replace([
    { alert: "shelved", signal: SPEED, limits: { hi: 1 } },
    { alert: "changed", signal: SPEED, limits: { hi: 1 }, for: "1s" },
    { alert: "set", signal: SPEED, limits: { hi: 9 } },
    { alert: "same", signal: SPEED, limits: { hi: 1 }, for: "3s" },
    { alert: "other", expr: `${SPEED} > 1`, for: "1s" },
  ]);
  const [rules] = watch.journal;
  assert.ok(rules.kind === "rules" && rules.time === 2 && rules.alarms.length === 5);
  watch.values(SPEED, 2, 2, 2);
  assert.deepEqual(watch.states("same.hi"), [[3, "unacknowledged"]], "held since 0 s");
  assert.deepEqual(watch.states("changed.hi"), [], "it had come, and has");
  assert.deepEqual(watch.states("other"), [[4, "unacknowledged"]], "held since 3 s");
  assert.deepEqual(watch.states("shelved.hi"), [[5, "unacknowledged"]]);
  const back = [[3, "returnedUnacknowledged"]];
  assert.deepEqual(watch.states("set.hi"), back, "the limit is that of the rules again");
});

Deno.test("other rules: what signals have shown is not forgotten, where they are the same", () => {
  const rules = [
    { alert: "rising", signal: SPEED, limits: { rate: 0.9 }, over: "3s" },
    { alert: "changed", expr: `change(${SPEED}, 2s) > 1.5` },
    { alert: "silent", signal: SPEED, limits: { stale: 2 } },
  ];
  const [rising, changed, silent] = rules;
  const watch = new Watch(rules).values(SPEED, 0, 1, 2, 3);
  watch.journal.length = 0;
  const other = { alert: "other", expr: `rate(${SPEED}, 2s) > 9` };
  watch.replace([other, changed, silent, { ...rising, over: "1s" }]);
  watch.values(SPEED, 4);
  assert.deepEqual(watch.states("changed"), [], "it is active, and nothing happens to it");
  const lost = [[4, "returnedUnacknowledged"]];
  assert.deepEqual(watch.states("rising.rate"), lost, "it looks back otherwise, on nothing yet");
  watch.values(SPEED, NaN, NaN);
  watch.replace([silent, other]);
  watch.values(SPEED, NaN);
  assert.deepEqual(watch.states("silent.stale"), [[7, "unacknowledged"]], "silent since 5 s");
});
