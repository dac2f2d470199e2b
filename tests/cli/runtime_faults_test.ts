import assert from "node:assert/strict";
import type { LoopTime } from "../../clock/mod.ts";
import { type FullFile, RuntimeFaults } from "../../cli/runtime_faults.ts";
import type { FaultEntry, JournalEntry } from "../../monitor/mod.ts";
import { type FaultKind, parseFault } from "../../telemetry/mod.ts";
import { FakeWorld } from "./fake_world.ts";

/** Time that goes on by a hundredth of a second with every look at it, and by every sleep. */
class LookedAtTime implements LoopTime {
  seconds = 0;
  slept = 0;

  now(): number {
    return this.seconds += 0.01;
  }

  wall(): number {
    return this.seconds;
  }

  sleepUntil(deadline: number): Promise<boolean> {
    this.slept += deadline - this.seconds;
    return Promise.resolve(true);
  }

  turn(): Promise<void> {
    return Promise.resolve();
  }
}

/** Runtime faults, and who tells them what the journal says. */
function followed(time = new LookedAtTime()) {
  const faults = new RuntimeFaults(time);
  let tell = (_: readonly JournalEntry[]) => {};
  faults.follow({
    journal: {
      subscribe: (receive) => {
        tell = receive;
        return { [Symbol.dispose]: () => {} };
      },
    },
  });
  return { faults, time, tell: (...entries: JournalEntry[]) => tell(entries) };
}

function entry(text: string, event: FaultEntry["event"]): FaultEntry {
  const { kind, target, magnitude = null } = parseFault(text);
  return { kind: "fault", time: 0, event, fault: kind as FaultKind, target, magnitude };
}

const FULL = { message: "No space left on device (os error 28)" };

Deno.test("disk-full: one kind of file takes nothing while it is there", async () => {
  const { faults, tell } = followed();
  const world = new FakeWorld({ files: {} });
  const line = new TextEncoder().encode("line\n");
  const writes: Readonly<Record<FullFile, (file: FullFile) => Promise<unknown>>> = {
    journal: (file) => Promise.try(() => faults.files(world, file).openText("journal").write(line)),
    snapshot: (file) => faults.files(world, file).writeBytes("snapshot", line),
    record: (file) =>
      faults.files(world, file).createFile("record", { isReplacing: true }).write(line),
  };
  for (const file of ["journal", "snapshot", "record"] as const) {
    await writes[file](file);
    tell(entry(`disk-full:${file}`, "began"));
    await assert.rejects(() => writes[file](file), FULL);
    for (const other of ["journal", "snapshot", "record"] as const) {
      if (other !== file) await writes[other](other);
    }
    tell(entry(`disk-full:${file}`, "ended"));
    await writes[file](file);
  }
});

Deno.test("slow-reader: each takes its time for a frame, until it is over", () => {
  const { faults, time, tell } = followed();
  assert.equal(faults.linger(undefined), undefined);
  tell(entry("slow-reader=0.2:frames", "began"), entry("slow-reader=0.3:frames", "began"));
  faults.linger(undefined);
  assert.ok(Math.abs(time.slept - 0.5) < 1e-9, `${time.slept} s`);
  tell(entry("slow-reader=0.2:frames", "cleared"));
  faults.linger(undefined);
  assert.ok(Math.abs(time.slept - 0.8) < 1e-9, `${time.slept} s`);
  tell({ kind: "restart", time: 0 });
  assert.equal(faults.linger(undefined), undefined);
});

Deno.test("block: nothing else happens for as long as it says", () => {
  const { time, tell } = followed();
  tell(entry("block=2:main", "began"), entry("block=2:main", "ended"));
  assert.ok(time.seconds >= 2 && time.seconds < 2.1, `${time.seconds} s`);
});
