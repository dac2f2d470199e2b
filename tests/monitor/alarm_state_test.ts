import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ALARM_EVENTS,
  ALARM_STATES,
  type AlarmCondition,
  type AlarmEvent,
  type AlarmState,
  nextAlarmState,
} from "../../monitor/mod.ts";

fc.configureGlobal({ seed: 20261121, numRuns: 500, endOnFailure: true });

/**
 * The table as one reads it, with events by their first letters. `-` is refused or without meaning,
 * `~` what the situation asks for.
 */
const TABLE = `
                       rais clea latc lose fail ackn rese shel unsh supp unsu remo rest
normal                 U    N    N    D    E    -    -    S    -    P    -    O    -
noData                 U    N    N    D    E    -    -    S    -    P    -    O    -
error                  U    N    N    D    E    -    -    S    -    P    -    O    -
unacknowledged         U    R    L    R    R    A    -    S    -    P    -    O    -
acknowledged           A    N    K    D    E    -    -    S    -    P    -    O    -
returnedUnacknowledged U    R    R    R    R    ~    -    S    -    P    -    O    -
latchedUnacknowledged  U    L    L    L    L    K    -    S    -    P    -    O    -
latchedAcknowledged    U    K    K    K    K    -    ~    S    -    P    -    O    -
shelved                S    S    S    S    S    -    -    S    ~    S    -    O    -
suppressed             P    P    P    P    P    -    -    S    -    P    ~    O    -
outOfService           O    O    O    O    O    -    -    -    -    O    -    -    ~
`;

const LETTERS: Readonly<Record<string, AlarmState>> = {
  N: "normal",
  U: "unacknowledged",
  A: "acknowledged",
  R: "returnedUnacknowledged",
  L: "latchedUnacknowledged",
  K: "latchedAcknowledged",
  S: "shelved",
  P: "suppressed",
  O: "outOfService",
  D: "noData",
  E: "error",
};

const AT_REST: Readonly<Record<AlarmCondition, AlarmState>> = {
  normal: "normal",
  active: "unacknowledged",
  noData: "noData",
  error: "error",
};

const CONDITIONS = Object.keys(AT_REST) as AlarmCondition[];

Deno.test("every state by every event, in every situation", () => {
  const [heading, ...rows] = TABLE.trim().split("\n").map((line) => line.trim().split(/\s+/));
  assert.deepEqual(heading, ALARM_EVENTS.map((event) => event.slice(0, 4)));
  assert.deepEqual(rows.map(([state]) => state).toSorted(), [...ALARM_STATES].toSorted());
  for (const [state, ...cells] of rows) {
    for (const [column, cell] of cells.entries()) {
      for (const condition of CONDITIONS) {
        for (const isSuppressed of [false, true]) {
          const resumed = isSuppressed ? "suppressed" : AT_REST[condition];
          const expected = cell === "-" ? null : cell === "~" ? resumed : LETTERS[cell];
          const next = nextAlarmState(state as AlarmState, ALARM_EVENTS[column], {
            condition,
            isSuppressed,
          });
          assert.equal(next, expected, `${state} x ${ALARM_EVENTS[column]} when ${condition}`);
        }
      }
    }
  }
});

/** Events after which somebody has seen the alarm, or has decided not to be told. */
const SEEN: readonly AlarmEvent[] = ["acknowledge", "shelve", "suppress", "remove"];

Deno.test("an alarm that came is never at rest again without anybody having been told", () => {
  const events = fc.array(fc.constantFrom(...ALARM_EVENTS), { maxLength: 40 });
  fc.assert(fc.property(events, (events) => {
    const situation = { condition: "normal", isSuppressed: false } as const;
    let state: AlarmState = "normal";
    let isTold = true;
    for (const event of events) {
      const next: AlarmState = nextAlarmState(state, event, situation) ?? state;
      if (next === "unacknowledged") isTold = false;
      else if (next !== state && SEEN.includes(event)) isTold = true;
      state = next;
      const isAtRest = state === "normal" || state === "noData" || state === "error";
      assert.ok(isTold || !isAtRest, `${state} after ${events.join(" ")}`);
    }
  }));
});

Deno.test("every state can be reached, and left for normal", () => {
  const situation = { condition: "normal", isSuppressed: false } as const;
  const reached = (from: AlarmState): Set<AlarmState> => {
    const known = new Set([from]);
    for (const state of known) {
      for (const event of ALARM_EVENTS) known.add(nextAlarmState(state, event, situation) ?? state);
    }
    return known;
  };
  assert.equal(reached("normal").size, ALARM_STATES.length);
  for (const state of ALARM_STATES) assert.ok(reached(state).has("normal"), state);
});
