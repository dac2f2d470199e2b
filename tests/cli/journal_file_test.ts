import assert from "node:assert/strict";
import type { JournalEntry } from "../../monitor/mod.ts";
import { JournalFile } from "../../cli/journal_file.ts";
import { Supervision } from "../../cli/supervision.ts";
import { FakeWorld } from "./fake_world.ts";

/** A disk with room for so many bytes. */
class Disk extends FakeWorld {
  room = Infinity;
  text = "";
  opened = 0;

  override openText(): ReturnType<FakeWorld["openText"]> {
    this.opened++;
    return {
      write: (bytes) => {
        const taken = Math.min(bytes.length, this.room);
        if (taken === 0) throw new Error("No space left on device (os error 28)");
        this.room -= taken;
        this.text += new TextDecoder().decode(bytes.subarray(0, taken));
        return taken;
      },
      [Symbol.dispose]: () => {},
    };
  }

  /** Entries on it; every line must be whole. */
  get entries(): JournalEntry[] {
    assert.ok(this.text === "" || this.text.endsWith("\n"), "a line that is torn");
    return this.text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  }
}

/** A journal that entries are put into by hand. */
function journal() {
  let tell: (entries: readonly JournalEntry[]) => void = () => {};
  return {
    add: (from: number, count: number) => {
      const entries = Array.from({ length: count }, (_, i): JournalEntry => {
        return { kind: "flood", time: from + i, isFlood: true, count: 11 };
      });
      tell(entries);
    },
    subscribe(receive: typeof tell) {
      tell = receive;
      return { [Symbol.dispose]: () => void (tell = () => {}) };
    },
  };
}

/** Lets what waits for nothing but a turn happen. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

Deno.test("journal: a disk full for a while costs no entry and tears no line", async () => {
  const disk = new Disk();
  using supervision = new Supervision(disk);
  const entries = journal();
  const file = new JournalFile("j", disk);
  file.follow({ journal: entries }, supervision);
  entries.add(0, 2);
  const { failed } = supervision;
  let tries = 0;
  supervision.failed = (...failure) => {
    if (++tries === 2) disk.room = Infinity;
    return failed.apply(supervision, failure);
  };
  disk.room = 17;
  entries.add(2, 3);
  await settle();
  entries.add(5, 1);
  file[Symbol.dispose]();
  assert.deepEqual(disk.entries.map(({ time }) => time), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(disk.lines, [
    "journal: No space left on device (os error 28); trying again",
    "journal: No space left on device (os error 28); it works again",
  ]);
});

Deno.test("journal: entries wait up to a bound, and are counted", async () => {
  const disk = new Disk();
  using supervision = new Supervision(disk);
  const entries = journal();
  const file = new JournalFile("j", disk);
  file.follow({ journal: entries }, supervision);
  disk.room = 0;
  entries.add(0, 1);
  entries.add(1, 5000);
  disk.room = Infinity;
  await settle();
  entries.add(9999, 1);
  file[Symbol.dispose]();
  const lost = disk.entries.find((entry) => entry.kind === "lost");
  assert.equal(disk.entries.length - 1 + (lost?.kind === "lost" ? lost.count : 0), 5002);
  assert.ok(disk.entries.length < 5000);
});

Deno.test("journal: a disk that stays full is given up", async () => {
  const disk = new Disk();
  const supervision = new Supervision(disk);
  const entries = journal();
  const file = new JournalFile("j", disk);
  file.follow({ journal: entries }, supervision);
  disk.room = 0;
  const { failed } = supervision;
  let tries = 0;
  supervision.failed = (...failure) => {
    // Else it is tried for ever.
    if (++tries === 40) supervision[Symbol.dispose]();
    return failed.apply(supervision, failure);
  };
  entries.add(0, 3);
  for (let i = 0; i < 20; i++) await settle();
  file[Symbol.dispose]();
  assert.equal(disk.text, "");
  const why = "No space left on device (os error 28)";
  assert.deepEqual(disk.lines.slice(0, -1), [
    `journal: ${why}; trying again`,
    `journal: ${why}; starting it again`,
    `journal: ${why}; going on without it`,
  ]);
  assert.match(disk.lines.at(-1)!, /^Cannot use --journal as .* is j \(No space .*\)$/);
});
