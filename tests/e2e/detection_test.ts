import assert from "node:assert/strict";
import { DETECTIONS } from "../../simtest/mod.ts";
import { type FaultKind, faultRow } from "../../telemetry/mod.ts";
import { bash, has, KPP } from "./shell.ts";

// Faults of the program, in its real threads and on a real disk: what shows each, and how soon.

/** When each fault begins, s, and how it is written. */
const AT = 3;
const FAULTS: Readonly<Partial<Record<FaultKind, string>>> = {
  "slow-step": "slow-step=0.02::3s:500ms",
  throw: "throw::3s",
  "dead-worker": "dead-worker::3s",
  "disk-full": "disk-full:journal:3s:2s",
  // Long enough for whatever else the machine does meanwhile.
  block: "block=3:main:3s",
  "slow-reader": "slow-reader=1:frames:3s:3s",
};

/** What shows a fault, as the table of detection names it: a channel, or an alarm. */
function namesIn(shownBy: string): { readonly channel?: string; readonly alarm?: string } {
  const { channel, alarm } = shownBy.match(/`(?<channel>recovery\.\w+)`|alarm `(?<alarm>\w+)`/)!
    .groups!;
  return { ...(channel && { channel }), ...(alarm && { alarm }) };
}

interface Row {
  readonly simulation_time: number;
  readonly [field: string]: number | null;
}

for (
  const { kind, of, shownBy, within } of DETECTIONS.filter((row) =>
    faultRow(row.kind).part === "runtime" && row.shownBy !== null
  )
) {
  Deno.test(`e2e: ${kind} of ${of} is shown within ${within} s`, async () => {
    const { channel, alarm } = namesIn(shownBy!);
    const fields = ["simulation_time", ...(channel === undefined ? [] : [channel])];
    const journal = await Deno.makeTempFile();
    try {
      const { code, stdout, stderr } = await bash(
        `${KPP} run --rate 30 --for 8s --fields ${fields} ` +
          `--journal ${journal} --fault ${FAULTS[kind]}`,
      );
      assert.equal(code, 0, stderr);
      const rows: Row[] = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
      const entries = entriesOf(await Deno.readTextFile(journal));
      if (channel !== undefined) {
        const shown = rows.find((row) => row[channel] !== null)!;
        assert.equal(shown[channel], 1);
        const { simulation_time: time } = shown;
        assert.ok(time >= AT && time <= AT + within, `shown at ${time} s`);
        const steps = entries.filter(({ kind }) => kind === "recovery").map(({ step }) => step);
        assert.ok(["retry", "restart"].includes(steps[0]));
        assert.equal(steps.at(-1), "recovered");
      } else {
        const alarms = entries.filter(({ alarm: name, kind, time }) =>
          name === alarm && kind === "transition" && time <= AT + within
        );
        assert.equal(alarms.at(-1)?.to, "unacknowledged");
      }
    } finally {
      await Deno.remove(journal);
    }
  });
}

// deno-lint-ignore no-explicit-any -- entries of every kind
function entriesOf(text: string): any[] {
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** Whether a file system of a few bytes can be had. */
async function canMount(): Promise<boolean> {
  if (!has("unshare")) return false;
  const { code } = await bash("unshare -rm mount -t tmpfs -o size=64k tmpfs /mnt");
  return code === 0;
}

Deno.test({
  name: "e2e: a disk that was full has every entry once there is room",
  ignore: !await canMount(),
  fn: async () => {
    const beginnings = Array.from({ length: 90 }, (_, index) => (index + 1) / 10);
    const faults = beginnings.map((at) => `--fault stuck:power.net:${at}s:50ms`).join(" ");
    const said = await Deno.makeTempFile();
    const script = `
      set -e
      mount -t tmpfs -o size=64k tmpfs /mnt
      head -c 56k /dev/zero >/mnt/filler
      ${KPP} run --headless --for 10s --journal /mnt/journal ${faults} 2>${said} &
      until grep -q 'No space left' ${said} || ! kill -0 $!; do sleep 0.1; done
      rm /mnt/filler
      wait $!
      cat /mnt/journal`;
    try {
      const { code, stdout, stderr } = await bash(`unshare -rm bash <<'END'\n${script}\nEND`);
      assert.equal(code, 0, stderr);
      const entries = entriesOf(stdout);
      const began = entries.filter(({ kind, event }) => kind === "fault" && event === "began");
      assert.deepEqual(began.map(({ time }) => time), beginnings);
      const steps = entries.filter(({ kind }) => kind === "recovery").map(({ step }) => step);
      assert.equal(steps[0], "retry");
      assert.equal(steps.at(-1), "recovered");
      assert.ok(entries.every(({ kind }) => kind !== "lost"));
    } finally {
      await Deno.remove(said);
    }
  },
});
