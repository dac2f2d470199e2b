import assert from "node:assert/strict";
import {
  AlarmMonitor,
  DEFAULT_RULES,
  type JournalEntry,
  rulesFaults,
  SKY_RULES,
  watchedAlarms,
} from "../../monitor/mod.ts";
import { SKY_CHANNELS, SKY_DICTIONARY } from "../../telemetry/mod.ts";

Deno.test("sky rules: they name what a satellite has, and are refused for a plant", () => {
  assert.deepEqual(rulesFaults(SKY_RULES, SKY_DICTIONARY), []);
  const [{ message }] = rulesFaults(SKY_RULES);
  assert.match(message, /^Cannot watch "sky.elementAge" as no channel is called that/);
});

Deno.test("sky rules: those of a plant are refused for a satellite, but for the clock", () => {
  const groups = rulesFaults(DEFAULT_RULES, SKY_DICTIONARY).map(({ path }) => path[1]);
  const names = new Set(groups.map((index) => DEFAULT_RULES.groups[index as number].name));
  const others = DEFAULT_RULES.groups.map(({ name }) => name).filter((name) => name !== "clock");
  assert.deepEqual([...names], others);
});

Deno.test("sky rules: the age of elements is watched on either side of their epoch", () => {
  const entries: JournalEntry[] = [];
  const monitor = new AlarmMonitor({
    watched: watchedAlarms(SKY_RULES, SKY_DICTIONARY),
    dictionary: SKY_DICTIONARY,
    rate: 1,
    begun: -1,
    tell: (entry) => entries.push(entry),
  });
  const channels = new Float64Array(SKY_CHANNELS.length);
  const place = SKY_CHANNELS.findIndex(({ id }) => id === "sky.elementAge");
  const day = 86400;
  for (const [now, age] of [0, 3 * day, 3 * day + 1, -3 * day, -3 * day - 1].entries()) {
    channels[place] = age;
    monitor.evaluate({ channels, parameters: new Float64Array(0) }, now);
  }
  const told = entries.flatMap((each) =>
    each.kind === "transition" && each.alarm === "elementAge.hi" ? [[each.time, each.event]] : []
  );
  assert.deepEqual(told, [[2, "raise"], [3, "clear"], [4, "raise"]]);
});
