import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import {
  type ActiveAlarms,
  ALARM_LEVELS,
  type AlarmId,
  ALARMS,
  evaluateAlarms,
  NO_ALARMS,
  OVERRUN_MEMORY,
  RESIDUAL_LIMIT,
} from "../../monitor/mod.ts";
import { type ChannelId, channelIndex, CHANNELS, type Frame } from "../../telemetry/mod.ts";

type Values = Partial<Record<ChannelId, number>>;

function frameOf(known: Values, seconds = 0): Frame {
  const values = new Float64Array(CHANNELS.length);
  for (const [id, value] of Object.entries(known)) values[channelIndex(id as ChannelId)] = value;
  return {
    frameId: 0,
    timestamp: 1.7e9 + seconds,
    simulationTime: seconds,
    status: "running",
    values,
    floaterCount: 0,
    floaters: new Float64Array(0),
  };
}

function activeIn(state: ActiveAlarms): readonly string[] {
  return state.active.map(({ alarm }) => alarm.id);
}

/** What makes each alarm active, and what is just short of it. */
const TRIGGERS: Readonly<Record<AlarmId, { readonly on: Values; readonly off: Values }>> = {
  energyViolation: { on: { "exergy.violation": 1 }, off: { "exergy.violation": 0 } },
  residual: {
    on: { "ledger.relativeResidual": 1.001 * RESIDUAL_LIMIT },
    off: { "ledger.relativeResidual": RESIDUAL_LIMIT },
  },
  starved: { on: { "injector.starved": 1 }, off: { "injector.starved": 0 } },
  cannotStart: { on: { "chain.cannotStart": 1 }, off: { "chain.cannotStart": 0 } },
  overrun: { on: { "clock.overruns": 1 }, off: { "clock.overruns": 0 } },
};

for (const { id, level, label, condition, guidance } of ALARMS) {
  Deno.test(`${id} comes with its condition, goes without it, and is explained`, () => {
    const { on, off } = TRIGGERS[id];
    deepEqual(activeIn(evaluateAlarms(NO_ALARMS, frameOf(off, 3))), []);
    const active = evaluateAlarms(NO_ALARMS, frameOf(on, 3));
    deepEqual(activeIn(active), [id]);
    equal(active.active[0].since, 3);
    deepEqual(activeIn(evaluateAlarms(active, frameOf(off, 3 + OVERRUN_MEMORY))), []);
    ok(ALARM_LEVELS.includes(level));
    ok(Math.min(label.length, condition.length, guidance.length) > 0);
  });
}

Deno.test("an alarm keeps the time at which it came", () => {
  const { on } = TRIGGERS.starved;
  const first = evaluateAlarms(NO_ALARMS, frameOf(on, 3));
  equal(evaluateAlarms(first, frameOf(on, 9)).active[0].since, 3);
});

Deno.test("the worst comes first, then the longest active", () => {
  const values: Values = {};
  let state = NO_ALARMS;
  for (
    const [index, id] of (["overrun", "cannotStart", "residual", "starved"] as const).entries()
  ) {
    Object.assign(values, TRIGGERS[id].on);
    state = evaluateAlarms(state, frameOf(values, index));
  }
  Object.assign(values, TRIGGERS.energyViolation.on);
  state = evaluateAlarms(state, frameOf(values, 4));
  deepEqual(activeIn(state), ["energyViolation", "cannotStart", "residual", "starved", "overrun"]);
});

Deno.test("an overrun is remembered for a while after the last one", () => {
  const at = (state: ActiveAlarms, overruns: number, seconds: number) =>
    evaluateAlarms(state, frameOf({ "clock.overruns": overruns }, seconds));
  const first = at(NO_ALARMS, 1, 0);
  const second = at(first, 2, OVERRUN_MEMORY - 1);
  deepEqual(activeIn(at(second, 2, 2 * OVERRUN_MEMORY - 1.01)), ["overrun"]);
  deepEqual(activeIn(at(second, 2, 2 * OVERRUN_MEMORY - 1)), []);
});

Deno.test("a clock that says nothing is no overrun, and no data is no alarm", () => {
  const nothing = Object.fromEntries(CHANNELS.map(({ id }) => [id, NaN]));
  equal(evaluateAlarms(NO_ALARMS, frameOf(nothing)), NO_ALARMS);
  const late = evaluateAlarms(NO_ALARMS, frameOf({ "clock.overruns": 2 }));
  const silent = evaluateAlarms(late, frameOf({ "clock.overruns": NaN }, 1));
  equal(silent.overruns, 2);
});

Deno.test("a state in which nothing changes is the same state", () => {
  const state = evaluateAlarms(NO_ALARMS, frameOf(TRIGGERS.starved.on));
  equal(evaluateAlarms(state, frameOf(TRIGGERS.starved.on, 1)), state);
  notEqual(evaluateAlarms(state, frameOf({}, 1)), state);
});

Deno.test("no two alarms have a name in common", () => {
  equal(new Set(ALARMS.map(({ id }) => id)).size, ALARMS.length);
});
