import assert from "node:assert/strict";
import {
  closeOutbox,
  confirmTaken,
  createOutboxWord,
  type JournalEntry,
  JournalOutbox,
} from "../../monitor/mod.ts";
import { OUTBOX_ENTRIES } from "../../telemetry/mod.ts";

const entry = (time: number): JournalEntry => ({ kind: "restart", time });

function setUp(whenFull: "drop" | "wait" = "drop") {
  const word = createOutboxWord();
  const posted: (readonly JournalEntry[])[] = [];
  const post = (entries: readonly JournalEntry[]) => void posted.push(entries);
  return { word, posted, outbox: new JournalOutbox({ word, post, whenFull }) };
}

Deno.test("what is sent must be taken before more is sent", () => {
  const { word, posted, outbox } = setUp();
  outbox.send();
  assert.deepEqual(posted, [], "nothing to send");
  outbox.add(entry(1));
  outbox.add(entry(2));
  outbox.send();
  outbox.add(entry(3));
  outbox.send();
  assert.deepEqual(posted, [[entry(1), entry(2)]]);
  confirmTaken(word);
  outbox.send();
  assert.deepEqual(posted[1], [entry(3)]);
  outbox.add(entry(4));
  outbox.flush();
  assert.deepEqual(posted[2], [entry(4)], "the end waits for nobody");
});

Deno.test("a reader that takes nothing loses the newest, and is told how many", () => {
  const { word, posted, outbox } = setUp();
  outbox.add(entry(0));
  outbox.send();
  for (let time = 0; time < OUTBOX_ENTRIES + 3; time++) outbox.add(entry(time));
  assert.equal(posted.length, 1);
  confirmTaken(word);
  outbox.add(entry(9));
  assert.equal(posted[1].length, OUTBOX_ENTRIES);
  assert.deepEqual(posted[1].at(-1), entry(OUTBOX_ENTRIES - 1));
  confirmTaken(word);
  outbox.send();
  assert.deepEqual(posted[2], [{ kind: "lost", time: 9, count: 3 }, entry(9)]);
});

Deno.test("whoever waits for room goes on once the reader is gone", () => {
  const { word, posted, outbox } = setUp("wait");
  outbox.add(entry(0));
  outbox.send();
  closeOutbox(word);
  for (let time = 0; time < OUTBOX_ENTRIES + 3; time++) outbox.add(entry(time));
  assert.equal(posted.length, 1);
});

Deno.test("whoever waits for room loses nothing to a slow reader", async () => {
  const { word, outbox, posted } = setUp("wait");
  const taker = new Worker(
    `data:application/javascript,${
      encodeURIComponent(
        "onmessage = ({ data }) => { Atomics.wait(data, 0, 1, 50); Atomics.store(data, 0, 0); " +
          "Atomics.notify(data, 0); postMessage(0); };",
      )
    }`,
    { type: "module" },
  );
  outbox.add(entry(0));
  outbox.send();
  taker.postMessage(word);
  for (let time = 0; time <= OUTBOX_ENTRIES; time++) outbox.add(entry(time));
  await new Promise((resolve) => taker.onmessage = resolve);
  taker.terminate();
  assert.equal(posted[1].length, OUTBOX_ENTRIES);
  outbox.flush();
  assert.deepEqual(posted[2], [entry(OUTBOX_ENTRIES)]);
});
