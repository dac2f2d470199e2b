import assert from "node:assert/strict";
import {
  type Alarm,
  type AlarmBoard,
  alarmCondition,
  type AlarmTransition,
  BOARD_JOURNAL,
  boardAfter,
  initialBoard,
  type JournalEntry,
} from "../../monitor/mod.ts";

function alarm(name: string, rest: Partial<Alarm> = {}): Alarm {
  return {
    name,
    rule: name,
    group: "plant",
    label: name,
    level: "warning",
    priority: 300,
    watches: "chain.position",
    limitName: "hi",
    channel: null,
    unit: "m",
    limit: 1,
    deadband: 0,
    onDelay: 0,
    offDelay: 0,
    latches: false,
    suppressedWhen: "",
    guidance: "look",
    ...rest,
  };
}

function transition(name: string, rest: Partial<AlarmTransition> = {}): AlarmTransition {
  return {
    kind: "transition",
    time: 1,
    alarm: name,
    level: "warning",
    event: "raise",
    from: "normal",
    to: "unacknowledged",
    value: 2,
    worst: 2,
    count: 1,
    activeTime: 0,
    isFirstOut: true,
    ...rest,
  };
}

function after(board: AlarmBoard, ...entries: JournalEntry[]): AlarmBoard {
  return entries.reduce(boardAfter, board);
}

const names = (views: readonly { name: string }[]) => views.map(({ name }) => name);

Deno.test("a transition shows in the alarm it is of, and in no other", () => {
  const board = initialBoard([alarm("a"), alarm("b")]);
  const raised = after(board, transition("b", { time: 3, note: "seen" }));
  assert.equal(raised.alarms[0], board.alarms[0]);
  const { state, since, value, worst, count, isFirstOut, note } = raised.alarms[1];
  assert.deepEqual(
    { state, since, value, worst, count, isFirstOut, note },
    {
      state: "unacknowledged",
      since: 3,
      value: 2,
      worst: 2,
      count: 1,
      isFirstOut: true,
      note: "seen",
    },
  );
  assert.deepEqual(names(board.active), [], "the board before is as it was");
});

Deno.test("the worst comes first, then priority, then the longest in its state", () => {
  const board = initialBoard([
    alarm("late"),
    alarm("early"),
    alarm("first", { priority: 1 }),
    alarm("bad", { level: "critical" }),
    alarm("quiet"),
  ]);
  const raised = after(
    board,
    transition("early", { time: 1 }),
    transition("late", { time: 2 }),
    transition("first", { time: 3 }),
    transition("bad", { time: 4 }),
  );
  assert.deepEqual(names(raised.active), ["bad", "first", "early", "late"]);
});

Deno.test("what returned or is latched asks for attention, but is not active", () => {
  const board = after(
    initialBoard(["a", "b", "c", "d", "e"].map((name) => alarm(name))),
    transition("a", { to: "returnedUnacknowledged" }),
    transition("b", { to: "latchedAcknowledged" }),
    transition("c", { to: "acknowledged" }),
    transition("d", { to: "shelved", until: 60 }),
    transition("e", { to: "noData" }),
  );
  assert.deepEqual(names(board.active), ["c"]);
  assert.deepEqual(names(board.annunciated), ["a", "b", "c"]);
  assert.equal(board.alarms[3].shelvedUntil, 60);
  const back = after(board, transition("d", { event: "unshelve", to: "normal" }));
  assert.equal(back.alarms[3].shelvedUntil, null);
});

Deno.test("chatter, flood, limits and losses show", () => {
  const board = after(
    initialBoard([alarm("a")]),
    { kind: "chatter", time: 1, alarm: "a", isChattering: true, count: 3 },
    { kind: "flood", time: 1, isFlood: true, count: 11 },
    { kind: "limit", time: 2, alarm: "a", limit: 5 },
    { kind: "lost", time: 2, count: 7 },
  );
  const [{ isChattering, limit }] = board.alarms;
  assert.deepEqual({ isChattering, limit }, { isChattering: true, limit: 5 });
  assert.equal(alarmCondition(board.alarms[0]), "chain.position above 5 m");
  assert.equal(board.isFlood, true);
  assert.equal(board.lost, 7);
});

Deno.test("a group has one first-out, and groups do not know of one another", () => {
  const board = after(
    initialBoard([alarm("a"), alarm("b"), alarm("c", { group: "clock" })]),
    transition("c"),
    transition("a"),
    transition("b"),
  );
  const marked = board.alarms.filter(({ isFirstOut }) => isFirstOut);
  assert.deepEqual(names(marked), ["b", "c"]);
});

Deno.test("new rules keep what is the same, and forget the rest", () => {
  const board = after(
    initialBoard([alarm("a"), alarm("b"), alarm("c")]),
    transition("a"),
    transition("b"),
  );
  const replaced = after(board, {
    kind: "rules",
    time: 9,
    alarms: [
      alarm("d"),
      alarm("b", { watches: "power" }),
      alarm("a", { deadband: 1, label: "new words" }),
    ],
  });
  assert.deepEqual(names(replaced.alarms), ["d", "b", "a"]);
  assert.deepEqual(names(replaced.active), ["a"]);
  const [, other, same] = replaced.alarms;
  assert.equal(other.since, 9, "what watches something else begins anew");
  assert.deepEqual([same.deadband, same.label, same.since], [
    1,
    "new words",
    board.alarms[0].since,
  ]);
});

Deno.test("a restart forgets every alarm, but not the journal", () => {
  const board = after(
    initialBoard([alarm("a")]),
    transition("a"),
    { kind: "flood", time: 1, isFlood: true, count: 11 },
    { kind: "restart", time: 0 },
  );
  assert.deepEqual(board.annunciated, []);
  assert.equal(board.alarms[0].count, 0);
  assert.equal(board.isFlood, false);
  assert.equal(board.journal.length, 3);
});

Deno.test("the journal has a bound and forgets the oldest", () => {
  let board = initialBoard([alarm("a")]);
  for (let time = 0; time <= BOARD_JOURNAL; time++) {
    board = boardAfter(board, transition("a", { time }));
  }
  assert.equal(board.journal.length, BOARD_JOURNAL);
  assert.equal(board.journal[0].time, 1);
  assert.equal(board.journal.at(-1)!.time, BOARD_JOURNAL);
});
